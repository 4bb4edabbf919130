/** What the stage `learned` saw of one event: the score, and the pieces of the text for and against fraud. */
import { t, type Text, type Localised } from "../../ui/words.ts";
import { formatCount } from "../../core/counted.ts";
import { NO_SCORE, statedScale } from "./model.ts";
import { gradesFound, GRADES, type Grade, UNREAD } from "./found.ts";
import { type EventBatch, textOf } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { pieceWeights } from "./piece-weights.ts";
import type { LearnedTable } from "./score-messages.ts";

export interface Piece {
  readonly text: string;
  readonly weight: number;
}

export interface SeenLearned {
  readonly grade: Grade;
  /** As rows state it: added log-odds of fraud, in nats; if the model only advises, its own score. */
  readonly score: number;
  /** Scores from which a message is blocked or flagged; null: none. Weights of pieces have the same unit. */
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
/** A shorter piece explains nothing. */
const LEAST_UNITS = 3;

/** Null for a call, and for a link or a number alone. */
export function seenLearned(
  events: EventBatch,
  findings: Findings,
  row: number,
  { model, normaliser }: LearnedTable,
): SeenLearned | null {
  const { grade } = gradesFound(findings);
  if (grade[row] === UNREAD) return null;
  const { slope, offset } = statedScale(model);
  const stated = (score: number): number | null => (score === NO_SCORE ? null : slope * score + offset);
  const { score, whole, bias, ...cut } = pieceWeights(
    textOf(events, row),
    events.caller[row]!,
    events.direction[row]!,
    model,
    normaliser,
  );
  const pieces = cut.pieces.map(({ text, weight }) => ({ text, weight: slope * weight }));
  const sorted = pieces.filter(({ text }) => text.length >= LEAST_UNITS).sort((a, b) => b.weight - a.weight);
  const { thresholds, trainedOn } = model.card;
  const spokeFor = sorted.filter(({ weight }) => weight > 0).slice(0, SHOWN);
  const spokeAgainst = sorted
    .filter(({ weight }) => weight < 0)
    .slice(-SHOWN)
    .toReversed();
  const shown = sumOf(spokeFor) + sumOf(spokeAgainst);
  return {
    grade: GRADES[grade[row]!]!,
    score: slope * score + offset,
    blockThreshold: stated(thresholds.block),
    flagThreshold: stated(thresholds.flag),
    spokeFor,
    spokeAgainst,
    others: { pieces: sumOf(pieces) - shown, whole: slope * whole, bias: slope * bias + offset },
    model: `${formatCount(trainedOn.rows)} messages, ${formatCount(trainedOn.fraud)} of them fraud`,
  };
}

function sumOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { weight }) => sum + weight, 0);
}

export function explainLearned(saw: SeenLearned): Localised {
  const { score, blockThreshold, flagThreshold, spokeFor, spokeAgainst, others } = saw;
  const listed = (pieces: readonly Piece[]): Text =>
    pieces.length === 0 ? t`nothing` : pieces.map(({ text, weight }) => `${text} (${signed(weight)})`).join(", ");
  const [pieces, whole, bias] = [others.pieces, others.whole, others.bias].map(signed);
  const at = score.toFixed(2);
  const head =
    blockThreshold !== null
      ? t`model score ${at} (blocked from ${blockThreshold.toFixed(2)})`
      : flagThreshold !== null
        ? t`model score ${at} (advice only: flagged from ${flagThreshold.toFixed(2)})`
        : t`model score ${at} (it only ranks)`;
  return t`${head}; for: ${listed(spokeFor)}; against: ${listed(spokeAgainst)}; other pieces ${pieces!}, the message as a whole ${whole!}, every message ${bias!}`;
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
}
