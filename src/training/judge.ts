/** What a threshold comes to on rows that did not set it: on those that did it looks better than it is. */
import { type ThresholdFigures, bestThreshold, figuresAt, thresholdOfShare } from "./thresholds.ts";

/** Scores of models that had not seen their rows; labels are 1 or -1. */
export interface ScoredRows {
  readonly scores: Float64Array;
  readonly labels: Int8Array;
}

/** Rows that are judged, by a threshold that others set. */
export interface JudgedRows {
  readonly judged: ScoredRows;
  readonly setOn: ScoredRows;
}

/**
 * All of them together. `share`: of benign rows, that may be blocked; null: where the Matthews correlation is greatest.
 */
export function judge(parts: readonly JudgedRows[], share: number | null): ThresholdFigures {
  const beyond = parts.flatMap(({ judged, setOn }) => {
    const threshold = blockThreshold(setOn, share);
    return Array.from(judged.scores, (score) => score - threshold);
  });
  const labels = parts.flatMap(({ judged }) => [...judged.labels]);
  return figuresAt(Float64Array.from(beyond), Int8Array.from(labels), 0);
}

/** Those rows of them for which `isIn` holds. */
export function rowsWhere({ scores, labels }: ScoredRows, isIn: (row: number) => boolean): ScoredRows {
  return { scores: scores.filter((_, row) => isIn(row)), labels: labels.filter((_, row) => isIn(row)) };
}

function blockThreshold({ scores, labels }: ScoredRows, share: number | null): number {
  if (share === null) return bestThreshold(scores, labels);
  return thresholdOfShare(
    scores.filter((_, row) => labels[row] === -1),
    share,
  );
}
