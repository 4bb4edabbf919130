/** What a threshold comes to on rows that did not set it: on those that did it looks better than it is. */
import { type ScoredRows, type Shares, type ThresholdFigures, figuresAt, thresholdsAt } from "./thresholds.ts";

/** Rows that are judged, by a threshold that others set. */
export interface JudgedRows {
  readonly judged: ScoredRows;
  readonly setOn: ScoredRows;
}

/** All of them together. */
export function judge(parts: readonly JudgedRows[], shares: Shares): ThresholdFigures {
  const placed = parts.map(({ judged, setOn }) => ({ judged, at: thresholdsAt(setOn, shares) }));
  const labels = Int8Array.from(placed.flatMap(({ judged }) => [...judged.labels]));
  const beyond = (of: "block" | "flag"): Float64Array =>
    Float64Array.from(placed.flatMap(({ judged, at }) => Array.from(judged.scores, (score) => score - at[of])));
  const figures = figuresAt(beyond("block"), labels, 0);
  return { ...figures, benignFlagged: figuresAt(beyond("flag"), labels, 0).benignBlocked };
}

/** Those rows of them for which `isIn` holds. */
export function rowsWhere({ scores, labels }: ScoredRows, isIn: (row: number) => boolean): ScoredRows {
  return { scores: scores.filter((_, row) => isIn(row)), labels: labels.filter((_, row) => isIn(row)) };
}
