/** The stage "learned": the score of each message by a model, as a grade and as log-odds. */
import { gradesFound } from "./found.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Identity } from "../../event/identity.ts";
import type { Skim } from "../../event/skim.ts";
import { finishTexts } from "../normaliser/finish-texts.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";
import { BUFFER_UNITS } from "./feature-numbers.ts";
import { LIKELY, LIKE_BENIGN, SURE, UNREAD, UNSURE } from "./grades.ts";
import type { LearnedModel } from "./model.ts";
import { ModelWatch } from "./model-watch.ts";
import { hundredths, priorOf } from "./prior.ts";
import { Scorer } from "./scorer.ts";

export interface LearnedTable {
  readonly model: LearnedModel;
  readonly scorer: Scorer;
  readonly normaliser: NormaliserTable;
  readonly scores: Scores;
  readonly watch: ModelWatch;
}

export function learnedTable(model: LearnedModel, normaliser: NormaliserTable): LearnedTable {
  return {
    model,
    scorer: new Scorer(model),
    normaliser,
    scores: new Scores(),
    watch: new ModelWatch(model, normaliser),
  };
}

/** By row of a batch, of messages alone. */
class Scores {
  #scores = new Float64Array(0);

  /** With room for so many rows at least. */
  for(count: number): Float64Array {
    if (count > this.#scores.length) this.#scores = new Float64Array(count);
    return this.#scores;
  }
}

/** Writes the columns of every row. Where texts were skimmed, the `links` section has been written. */
export function scoreMessages(events: EventBatch, findings: Findings, table: LearnedTable, skim: Skim | null): void {
  const { kind, count } = events;
  const { grade, logOdds } = gradesFound(findings);
  const scores = table.scores.for(count);
  if (skim) {
    finishTexts(events, findings, table.normaliser, skim);
    scoreSkimmed(events, findings, table.scorer, skim, scores);
  } else {
    scoreUnread(events, findings, table, scores);
  }
  const { thresholds, calibration } = table.model.card;
  const { block, flag, benign } = thresholds;
  const { slope, offset } = calibration;
  const prior = priorOf(table.model);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) {
      grade[row] = UNREAD;
      logOdds[row] = 0;
      continue;
    }
    const score = scores[row]!;
    grade[row] = score >= block ? SURE : score >= flag ? LIKELY : score <= benign ? LIKE_BENIGN : UNSURE;
    logOdds[row] = hundredths(slope * score + offset - prior);
  }
}

/** By row, of messages alone. As many of them are brought before the scorer at a time as it has room for. */
function scoreSkimmed(
  events: EventBatch,
  findings: Findings,
  scorer: Scorer,
  { folded, foldedStart, foldedUnits }: Skim,
  scores: Float64Array,
): void {
  const { kind, text, textStart, caller, direction, count } = events;
  const { links } = findings;
  for (let row = 0; row < count;) {
    const from = aligned(foldedStart[row]!);
    const textFrom = aligned(textStart[row]!);
    let end = row + 1;
    while (end < count && Math.max(foldedStart[end + 1]! - from, textStart[end + 1]! - textFrom) <= BUFFER_UNITS) end++;
    scorer.hold(folded, from, foldedStart[end]!, text, textFrom, textStart[end]!);
    for (; row < end; row++) {
      if (kind[row] !== KIND_MESSAGE) continue;
      const start = textStart[row]!;
      scores[row] = scorer.scoreHeld(
        foldedStart[row]! - from,
        foldedUnits[row]!,
        start - textFrom,
        textStart[row + 1]! - start,
        links.count[row] !== 0,
        caller[row]! as Identity,
        direction[row]!,
      );
    }
  }
}

/** Words are copied faster than units. */
function aligned(unit: number): number {
  return unit & ~3;
}

function scoreUnread(
  events: EventBatch,
  findings: Findings,
  { scorer, normaliser }: LearnedTable,
  scores: Float64Array,
): void {
  const { kind, text, textStart, caller, direction, count } = events;
  const { links } = findings;
  const { buffer } = normaliser;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const from = textStart[row]!;
    const to = textStart[row + 1]!;
    const units = normaliseInto(normaliser, text, from, to, buffer);
    const hasLink = links.count[row] !== 0;
    scores[row] = scorer.score(buffer, 0, units, text, from, to, hasLink, caller[row]! as Identity, direction[row]!);
  }
}
