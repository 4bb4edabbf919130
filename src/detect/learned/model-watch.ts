/** Watches how well a model fits the messages that it screens: features that it never saw, and the spread of scores. */
import type { EventBatch } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Identity } from "../../event/identity.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";
import { featureKernel } from "./features.ts";
import { gradesFound, LIKELY } from "./found.ts";
import { countUnseen, type ShapeCounts } from "./message-shape.ts";
import { hundredths, type LearnedModel, statedScale } from "./model.ts";
import { senderFeatures } from "./sender-features.ts";

/** One message in 64 is read again for features that the model never saw, in some microseconds. */
const READ_MASK = 63;

export class ModelWatch {
  readonly #model: LearnedModel;
  readonly #normaliser: NormaliserTable;
  /** The deciles of benign scores, in hundredths of a nat. */
  readonly #edges: readonly number[];

  constructor(model: LearnedModel, normaliser: NormaliserTable) {
    const { slope, offset } = statedScale(model);
    this.#model = model;
    this.#normaliser = normaliser;
    this.#edges = model.card.deciles.map((score) => hundredths(slope * score + offset));
  }

  note(counts: ShapeCounts, events: EventBatch, findings: Findings, row: number): void {
    const { grade, logOdds } = gradesFound(findings);
    if (grade[row]! < LIKELY) {
      const score = logOdds[row]!;
      counts.tenths[this.#edges.filter((edge) => score >= edge).length]!++;
    }
    if ((events.idLow[row]! & READ_MASK) !== 0) return;
    const { weights, card } = this.#model;
    const { buffer } = this.#normaliser;
    const from = events.textStart[row]!;
    const to = events.textStart[row + 1]!;
    const units = normaliseInto(this.#normaliser, events.text, from, to, buffer);
    const hasLink = findings.links.count[row] !== 0;
    const kernel = featureKernel();
    kernel.load(buffer, 0, units, events.text, from, to, hasLink);
    const { index, count } = kernel.read(card.reads);
    countUnseen(counts, index, count, weights);
    if (!card.reads.sender) return;
    const sender = senderFeatures(events.caller[row]! as Identity, events.direction[row]!);
    countUnseen(counts, sender, sender.length, weights);
  }
}
