/** Medians and their intervals: what samples of a busy machine allow one to say. */
import { assert } from "../../src/core/assert.ts";
import { quantile } from "../../src/core/sum.ts";

/** An estimate with its 95 % interval; null where there are too few samples for one. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The middle of the samples, or the mean of both in the middle. Samples must not be empty. */
export function median(samples: readonly number[]): number {
  assert(samples.length > 0, "a median needs a sample");
  return quantile(
    samples.toSorted((a, b) => a - b),
    0.5,
  )!;
}

/**
 * The median with an interval between two order statistics that holds it in at least 95 of 100 cases, whatever the
 * distribution (the sign test turned round; Conover, "Practical Nonparametric Statistics", 3.2). It takes six samples.
 */
export function medianWithInterval(samples: readonly number[]): Estimate {
  const sorted = samples.toSorted((a, b) => a - b);
  const below = samplesBelowInterval(sorted.length);
  return {
    value: median(samples),
    low: below === null ? null : sorted[below]!,
    high: below === null ? null : sorted[sorted.length - 1 - below]!,
  };
}

const TAIL = 0.025;

/** The most samples k that may be left out at each end: P(Binomial(n, 1/2) <= k) must stay below the tail. */
function samplesBelowInterval(n: number): number | null {
  // Halving n times underflows only beyond a thousand samples; from there on the normal form is exact enough.
  if (n > 1000) return Math.floor(n / 2 - 0.98 * Math.sqrt(n)) - 1;
  let term = 1;
  for (let i = 0; i < n; i++) term /= 2;
  let tail = 0;
  for (let k = 0; k < n; k++) {
    tail += term;
    if (tail > TAIL) return k === 0 ? null : k - 1;
    term *= (n - k) / (k + 1);
  }
  return null;
}
