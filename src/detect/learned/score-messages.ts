/** The stage "learned": the score of each message by a model, as a grade and as log-odds. */
import { featureKernel } from "./features.ts";
import { gradesFound, LIKELY, LIKE_BENIGN, SURE, UNREAD, UNSURE } from "./found.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Identity } from "../../event/identity.ts";
import { type NormaliserTable, normaliseAround } from "../normaliser/normaliser.ts";
import { hundredths, type LearnedModel, statedScale } from "./model.ts";
import { ModelWatch } from "./model-watch.ts";
import { Scorer } from "./scorer.ts";

export interface LearnedTable {
  readonly model: LearnedModel;
  readonly scorer: Scorer;
  readonly normaliser: NormaliserTable;
  readonly watch: ModelWatch;
}

export function learnedTable(model: LearnedModel, normaliser: NormaliserTable): LearnedTable {
  return { model, scorer: new Scorer(model), normaliser, watch: new ModelWatch(model, normaliser) };
}

export function scoreMessages(events: EventBatch, findings: Findings, table: LearnedTable): void {
  const { kind, text, textStart, caller, direction, count } = events;
  const { count: linksOf, firstSpan, span } = findings.links;
  const { grade, logOdds } = gradesFound(findings);
  const { model, scorer, normaliser } = table;
  const { buffer } = normaliser;
  const kernel = featureKernel();
  const { block, flag, benign } = model.card.thresholds;
  const { slope, offset } = statedScale(model);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) {
      grade[row] = UNREAD;
      logOdds[row] = 0;
      continue;
    }
    const from = textStart[row]!;
    const to = textStart[row + 1]!;
    const units = normaliseAround(normaliser, text, from, to, span, firstSpan[row]!, firstSpan[row + 1]!, buffer);
    const hasLink = linksOf[row] !== 0;
    kernel.load(buffer, 0, units, text, from, to, hasLink);
    const score = scorer.score(caller[row]! as Identity, direction[row]!);
    const isRead = scorer.features > 0;
    const judged = score >= block ? SURE : score >= flag ? LIKELY : score <= benign ? LIKE_BENIGN : UNSURE;
    grade[row] = isRead ? judged : UNREAD;
    logOdds[row] = isRead ? hundredths(slope * score + offset) : 0;
  }
}
