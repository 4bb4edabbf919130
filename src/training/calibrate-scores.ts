/** Scores as log-odds (Platt 1999): a logistic curve through scores of rows that a model had not seen. */

export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

const MAX_STEPS = 100;
/** Digits that are kept: what differs behind them is the rounding of a machine's exponential. */
const DIGITS = 6;

/**
 * Rows of each class that targets are drawn in by: the prior of Jeffreys. Platt's whole row is too cautious of few
 * labels: of 30 rows of fraud that are parted from all benign ones each is benign once in 32 times by it, and hardly
 * any could be blocked.
 */
const DRAWN_IN = 0.5;

/**
 * The curve of greatest likelihood, by Newton's method, with targets drawn in, so that rows that are parted without
 * error do not make it infinitely steep. `labels`: 1 or -1.
 */
export function calibrateScores(scores: Float64Array, labels: Int8Array): Calibration {
  let fraud = 0;
  for (const label of labels) if (label === 1) fraud++;
  const benign = labels.length - fraud;
  const high = (fraud + DRAWN_IN) / (fraud + 2 * DRAWN_IN);
  const low = DRAWN_IN / (benign + 2 * DRAWN_IN);
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    let g0 = 0;
    let g1 = 0;
    let h00 = 1e-9;
    let h01 = 0;
    let h11 = 1e-9;
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      const probability = 1 / (1 + Math.exp(-(slope * score + offset)));
      const error = probability - (labels[row] === 1 ? high : low);
      const weight = Math.max(probability * (1 - probability), 1e-12);
      g0 += error * score;
      g1 += error;
      h00 += weight * score * score;
      h01 += weight * score;
      h11 += weight;
    }
    const determinant = h00 * h11 - h01 * h01;
    const bySlope = (h11 * g0 - h01 * g1) / determinant;
    const byOffset = (h00 * g1 - h01 * g0) / determinant;
    slope -= bySlope;
    offset -= byOffset;
    if (Math.abs(bySlope) + Math.abs(byOffset) < 1e-10) break;
  }
  return { slope: Number(slope.toPrecision(DIGITS)), offset: Number(offset.toPrecision(DIGITS)) };
}
