/** Quantiles of two-sided 95 % intervals: the normal one, and Student's t. */

/** The normal quantile of a two-sided 95 % interval. */
export const NORMAL_95 = 1.959963984540054;

/** Student's t, 97.5 %, for 1 to 31 degrees of freedom. */
const STUDENT = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
  2.0395,
];

/**
 * Student's t, 97.5 %, for `freedom` degrees, which need not be whole; below 1 as for 1. Between entries of the table
 * its logarithm is taken as linear in 1 / freedom: up to 2.6 % too large below 2 degrees, and 0.5 % above. Beyond the
 * table, two terms of the Cornish-Fisher expansion: right to four digits.
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
 * The chance that Student's t with `freedom` degrees, a whole number from 1, lies as far from 0 as `t` on either side:
 * the p-value of a two-sided test. By the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4, to about 14 digits
 * after the point. Work in proportion to `freedom`.
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
