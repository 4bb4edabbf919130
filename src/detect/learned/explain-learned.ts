/** What the stage `learned` saw of one event: the score, and the pieces of the text for and against fraud. */
import { t, type Text, type Localised } from "../../ui/words.ts";
import { formatCount } from "../../core/counted.ts";
import { NO_SCORE } from "./model.ts";
import { gradesFound, GRADES, type Grade } from "./found.ts";
import { type EventBatch, KIND_MESSAGE, textOf } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { pieceWeights } from "./piece-weights.ts";
import type { LearnedTable } from "./score-messages.ts";

export interface Piece {
  readonly text: string;
  readonly weight: number;
}

export interface SeenLearned {
  readonly grade: Grade;
  /** Added log-odds of fraud, in nats, calibrated on training rows that the model had not seen. */
  readonly logOdds: number;
  readonly score: number;
  /** Scores from which a message is blocked or flagged; null: none. */
  readonly blockThreshold: number | null;
  readonly flagThreshold: number | null;
  readonly spokeFor: readonly Piece[];
  readonly spokeAgainst: readonly Piece[];
  /** Pieces that are not shown; length, capitals, digits, marks, sender; the bias of every message. */
  readonly others: { readonly pieces: number; readonly whole: number; readonly bias: number };
  /** What the model was trained on, in a few words. */
  readonly model: string;
}

const SHOWN = 5;

/** Null for a call, which has no text. */
export function seenLearned(
  events: EventBatch,
  findings: Findings,
  row: number,
  { model, normaliser }: LearnedTable,
): SeenLearned | null {
  if (events.kind[row] !== KIND_MESSAGE) return null;
  const { grade, logOdds } = gradesFound(findings);
  const { score, pieces, whole, bias } = pieceWeights(
    textOf(events, row),
    events.caller[row]!,
    events.direction[row]!,
    model,
    normaliser,
  );
  const sorted = [...pieces].sort((a, b) => b.weight - a.weight);
  const { thresholds, trainedOn } = model.card;
  const spokeFor = sorted.filter(({ weight }) => weight > 0).slice(0, SHOWN);
  const spokeAgainst = sorted
    .filter(({ weight }) => weight < 0)
    .slice(-SHOWN)
    .toReversed();
  const shown = sumOf(spokeFor) + sumOf(spokeAgainst);
  return {
    grade: GRADES[grade[row]!]!,
    logOdds: logOdds[row]! / 100,
    score,
    blockThreshold: thresholds.block === NO_SCORE ? null : thresholds.block,
    flagThreshold: thresholds.flag === NO_SCORE ? null : thresholds.flag,
    spokeFor,
    spokeAgainst,
    others: { pieces: sumOf(pieces) - shown, whole, bias },
    model: `${formatCount(trainedOn.rows)} messages, ${formatCount(trainedOn.fraud)} of them fraud`,
  };
}

function sumOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { weight }) => sum + weight, 0);
}

export function explainLearned(saw: SeenLearned): Localised {
  const { logOdds, score, blockThreshold, flagThreshold, spokeFor, spokeAgainst, others } = saw;
  const listed = (pieces: readonly Piece[]): Text =>
    pieces.length === 0 ? t`nothing` : pieces.map(({ text, weight }) => `${text} (${signed(weight)})`).join(", ");
  const figures = signed(logOdds);
  const [pieces, whole, bias] = [others.pieces, others.whole, others.bias].map(signed);
  const at = score.toFixed(2);
  // A model that only advises was not calibrated on these messages: its score is no probability.
  const head =
    blockThreshold !== null
      ? t`log-odds ${figures}, model score ${at} (blocked from ${blockThreshold.toFixed(2)})`
      : flagThreshold !== null
        ? t`model score ${at} (advice only: flagged from ${flagThreshold.toFixed(2)})`
        : t`model score ${at} (it only ranks)`;
  return t`${head}; for: ${listed(spokeFor)}; against: ${listed(spokeAgainst)}; other pieces ${pieces!}, the message as a whole ${whole!}, every message ${bias!}`;
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
}
