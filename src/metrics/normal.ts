/** The standard normal distribution. */

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
/** Beyond it both tails are under 1e-15. */
const FAR = 8;

/**
 * P(Z <= z), by the series of Marsaglia ("Evaluating the normal distribution", J. Stat. Softw. 11(4), 2004); to about
 * 15 digits.
 */
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
