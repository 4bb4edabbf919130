/** What a comparison could have seen: without it, "nothing found" may mean that nobody could have found anything. */
import type { Estimate } from "../harness/statistics.ts";
import { normalQuantile } from "./normal.ts";

const POWER = 0.8;
/** Half the width of a 95 % interval in standard errors. */
const HALF_WIDTH = normalQuantile(0.975);

/**
 * The smallest change of a logarithm that would be called worse in 80 of 100 comparisons with noise like this one's. The standard
 * error is read from the width of the rank interval (Lehmann 1963), which takes outliers as the test does; a change is called when it
 * is significant at `level` (two-sided) and its estimate exceeds `minEffect`, so the greater of both demands counts. Null without an interval.
 */
export function smallestVisible({ low, high }: Estimate, level: number, minEffect: number): number | null {
  if (low === null || high === null) return null;
  const error = standardError(low, high);
  const caught = normalQuantile(POWER);
  return Math.max((normalQuantile(1 - level / 2) + caught) * error, minEffect + caught * error);
}

/**
 * About how many samples it takes to rule out, in 80 of 100 comparisons of things that are alike, that one is worse by `minEffect`:
 * the upper end of the interval must stay below it. The error shrinks with the root of their number.
 */
export function samplesToTell({ low, high }: Estimate, samples: number, minEffect: number): number | null {
  if (low === null || high === null) return null;
  const wanted = minEffect / (HALF_WIDTH + normalQuantile(POWER));
  const times = standardError(low, high) / wanted;
  return Math.ceil(samples * times * times);
}

function standardError(low: number, high: number): number {
  return (high - low) / 2 / HALF_WIDTH;
}
