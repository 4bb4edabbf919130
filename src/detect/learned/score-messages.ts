/** The stage "learned": the score of each message by a model, as a grade and as log-odds. */
import { prepared } from "../../core/prepared.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Identity } from "../../event/identity.ts";
import type { Skim } from "../../event/skim.ts";
import { finishTexts } from "../normaliser/finish-texts.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";
import { LIKELY, LIKE_BENIGN, SURE, UNREAD, UNSURE } from "./grades.ts";
import type { LearnedModel } from "./model.ts";
import { Scorer } from "./scorer.ts";

export interface LearnedTable {
  readonly model: LearnedModel;
  readonly scorer: Scorer;
  readonly normaliser: NormaliserTable;
}

export function learnedTable(model: LearnedModel, normaliser: NormaliserTable): LearnedTable {
  return { model, scorer: new Scorer(model), normaliser };
}

/** Writes the columns of every row. Where texts were skimmed, the `links` section has been written. */
export function scoreMessages(events: EventBatch, findings: Findings, table: LearnedTable, skim: Skim | null): void {
  const { kind, count } = events;
  const { grade, logOdds } = findings.own["learned"]!;
  if (skim) finishTexts(events, findings, table.normaliser, skim);
  const score = scorerOf(events, findings, table);
  const gradeOf = graderOf(table.model);
  const { slope, offset } = table.model.card.calibration;
  const prior = priorOf(table.model);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) {
      grade![row] = UNREAD;
      logOdds![row] = 0;
      continue;
    }
    const found = score(row, skim);
    grade![row] = gradeOf(found);
    logOdds![row] = hundredths(slope * found + offset - prior);
  }
}

/** What evidence can be worth at most, in hundredths of a nat: odds of some 20,000 to 1. */
const MOST = 1000;

function hundredths(nats: number): number {
  return Math.max(-MOST, Math.min(MOST, Math.round(100 * nats)));
}

/** Log-odds of fraud among the rows of training, which are no evidence on a message. */
export function priorOf({ card }: LearnedModel): number {
  return Math.log(card.trainedOn.fraud / card.trainedOn.benign);
}

const scorerOf = prepared((events: EventBatch, findings: Findings, table: LearnedTable) => {
  const { text, textStart, caller, direction } = events;
  const { links } = findings;
  const { scorer, normaliser } = table;
  const { room } = normaliser;
  return (row: number, skim: Skim | null): number => {
    const from = textStart[row]!;
    const to = textStart[row + 1]!;
    const hasLink = links.count[row] !== 0;
    const sender = caller[row]! as Identity;
    if (skim === null) {
      const units = normaliseInto(normaliser, text, from, to, room);
      return scorer.score(room, 0, units, text, from, to, hasLink, sender, direction[row]!);
    }
    const { folded, foldedStart, foldedUnits } = skim;
    const start = foldedStart[row]!;
    return scorer.score(folded, start, foldedUnits[row]!, text, from, to, hasLink, sender, direction[row]!);
  };
});

function graderOf({ card }: LearnedModel): (score: number) => number {
  const { block, flag, benign } = card.thresholds;
  return (score) => (score >= block ? SURE : score >= flag ? LIKELY : score <= benign ? LIKE_BENIGN : UNSURE);
}
