/** Scores as log-odds (Platt 1999): a logistic curve through scores of rows that a model had not seen. */

export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

const MAX_STEPS = 100;
/** Digits that are kept: what differs behind them is the rounding of a machine's exponential. */
const DIGITS = 6;

/**
 * So many rows of each class that are parted without error are no chance: on five real sets 25 labels were in 7 of 40
 * sessions, 40 and more in none. Each of them then says more of its class than Platt's rule allows: by that, what reads
 * like 30 rows of fraud and no benign one is benign once in 32 times, and hardly any of it could be blocked.
 */
const ENOUGH_PARTED = 25;
const DRAWN_IN_PARTED = 0.25;

/**
 * The curve of greatest likelihood, by Newton's method, with targets drawn in by one row of each class, or a quarter of
 * one, so that rows that are parted without error do not make it infinitely steep. `labels`: 1 or -1.
 */
export function calibrateScores(scores: Float64Array, labels: Int8Array): Calibration {
  let fraud = 0;
  for (const label of labels) if (label === 1) fraud++;
  const benign = labels.length - fraud;
  const drawnIn = Math.min(fraud, benign) >= ENOUGH_PARTED && areParted(scores, labels) ? DRAWN_IN_PARTED : 1;
  const high = (fraud + drawnIn) / (fraud + 2 * drawnIn);
  const low = drawnIn / (benign + 2 * drawnIn);
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

/** Whether every row of fraud scores more than every benign one. */
function areParted(scores: Float64Array, labels: Int8Array): boolean {
  const of = (label: 1 | -1): Float64Array => scores.filter((_, row) => labels[row] === label);
  const least = of(1).reduce((one, other) => Math.min(one, other), Infinity);
  return of(-1).every((score) => score < least);
}
