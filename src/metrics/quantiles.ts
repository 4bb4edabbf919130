/** Quantiles of the normal distribution and of Student's t, and the intervals that follow. */

export const NORMAL_95 = 1.959963984540054;

/** Student's t, 97.5 %, for 1 to 31 degrees of freedom. */
const STUDENT = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
  2.0395,
];

/**
 * Student's t, 97.5 %, for `freedom` degrees, which need not be whole; below 1 as for 1. Between entries its logarithm
 * is linear in 1 / freedom: up to 2.6 % too large below 2 degrees, and 0.5 % above. Beyond the table, by Cornish and
 * Fisher.
 */
export function studentQuantile(freedom: number): number {
  if (freedom >= STUDENT.length) {
    const z2 = NORMAL_95 * NORMAL_95;
    return (
      NORMAL_95 +
      (NORMAL_95 * (z2 + 1)) / (4 * freedom) +
      (NORMAL_95 * ((5 * z2 + 16) * z2 + 3)) / (96 * freedom * freedom)
    );
  }
  const degrees = Math.max(1, freedom);
  const below = Math.floor(degrees);
  const at = STUDENT[below - 1]!;
  if (below === degrees) return at;
  const way = (1 / below - 1 / degrees) / (1 / below - 1 / (below + 1));
  return at * Math.exp(way * Math.log(STUDENT[below]! / at));
}

/**
 * The p-value of a two-sided test by Student's t with `freedom` degrees, a whole number from 1: the finite sums of
 * Abramowitz and Stegun, 26.7.3 and 26.7.4, to about 14 digits.
 */
export function studentTail(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return Math.min(1, Math.max(0, 1 - within));
}

/** Half of Student's 95 % interval of a mean of n parts, n > 1, from the sum of their squared deviations. */
export function studentHalf(squares: number, n: number): number {
  return studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
/** Beyond it both tails are under 1e-15. */
const FAR = 8;

/** P(Z <= z), by the series of Marsaglia (J. Stat. Softw. 11(4), 2004); to about 15 digits. */
export function normalCdf(z: number): number {
  if (z <= -FAR) return 0;
  if (z >= FAR) return 1;
  let term = z;
  let sum = z;
  for (let i = 3, before = 0; sum !== before; i += 2) {
    before = sum;
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z - HALF_LOG_TWO_PI);
}

/** The z below which the share `p` lies, 0 < p < 1, by halving; to about 12 digits. */
export function normalQuantile(p: number): number {
  let low = -FAR;
  let high = FAR;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
