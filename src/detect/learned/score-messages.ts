/** The stage "learned": the score of each message by a model, as a grade and as log-odds. */
import { prepared } from "../../core/prepared.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Identity } from "../../event/identity.ts";
import type { Skim } from "../../event/skim.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";
import { MAX_UNITS } from "./features.ts";
import { LIKELY, LIKE_BENIGN, SURE, UNREAD, UNSURE } from "./grades.ts";
import type { LearnedModel } from "./model.ts";
import { Scorer } from "./scorer.ts";

export interface LearnedTable {
  readonly model: LearnedModel;
  readonly scorer: Scorer;
  readonly normaliser: NormaliserTable;
  /** Room for a text that nobody folded to its end. */
  readonly room: Uint16Array;
}

export function learnedTable(model: LearnedModel, normaliser: NormaliserTable): LearnedTable {
  return { model, scorer: new Scorer(model), normaliser, room: new Uint16Array(MAX_UNITS) };
}

/** Of a text, by the skim or by the links stage, which comes first and is always on. */
const NO_LINK = -1;

/**
 * Writes the columns of every row. A text that the skim folded to its end is read where it lies; of others the rest is
 * normalised.
 */
export function scoreMessages(events: EventBatch, findings: Findings, table: LearnedTable, skim: Skim | null): void {
  const { kind, count } = events;
  const { grade, logOdds } = findings.own["learned"]!;
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
  const { scorer, normaliser, room } = table;
  return (row: number, skim: Skim | null): number => {
    const from = textStart[row]!;
    const to = textStart[row + 1]!;
    const hasLink = links.count[row] !== 0;
    const sender = caller[row]! as Identity;
    if (skim === null) {
      const units = normaliseInto(normaliser, text, from, to, room);
      return scorer.score(room, 0, units, text, from, to, hasLink, sender, direction[row]!);
    }
    const { folded, foldedStart, foldedTo, opening } = skim;
    const start = foldedStart[row]!;
    const units = Math.min(foldedStart[row + 1]! - start, MAX_UNITS);
    if (foldedTo[row] === to)
      return scorer.score(folded, start, units, text, from, to, hasLink, sender, direction[row]!);
    for (let i = 0; i < units; i++) room[i] = folded[start + i]!;
    const opens = hasLink ? opening[row]! : NO_LINK;
    const all = normaliseInto(normaliser, text, from, to, room, foldedTo[row]!, units, opens);
    return scorer.score(room, 0, all, text, from, to, hasLink, sender, direction[row]!);
  };
});

function graderOf({ card }: LearnedModel): (score: number) => number {
  const { block, flag, benign } = card.thresholds;
  return (score) => (score >= block ? SURE : score >= flag ? LIKELY : score <= benign ? LIKE_BENIGN : UNSURE);
}
