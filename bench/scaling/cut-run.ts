/**
 * The first hours of a scenario's main arm, closed loop and all. Measured from the end of the warm-up hours to the end
 * of the last, so that starting the workers, their compilers and the drain at the end do not count.
 */
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { type Reading, readNow, type Shape, type ShapedRun, windowBetween } from "./shaped-run.ts";

interface CutRunOptions extends Shape {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly warmupHours: number;
  readonly hours: number;
}

export async function cutRun({ warmupHours, hours, ...options }: CutRunOptions): Promise<ShapedRun> {
  const lastHour = warmupHours + hours;
  assert(warmupHours > 0 && lastHour < options.scenario.hours, "a cut run ends before its scenario does");
  const end = new AbortController();
  const readings = new Map<number, Reading & { readonly events: number }>();
  const { tally } = await simulate({
    ...options,
    signal: end.signal,
    onTick: (completed, events) => {
      if (completed === warmupHours || completed === lastHour) {
        readings.set(completed, { ...readNow(), events });
      }
      if (completed === lastHour) end.abort();
    },
  });
  const [from, to] = [readings.get(warmupHours)!, readings.get(lastHour)!];
  if (to.events === from.events) {
    // Two hours are on their way at a time, and come in together.
    throw new RingfenceError(
      "noData",
      `no event came in between hours ${warmupHours} and ${lastHour}: measure more with --hours`,
    );
  }
  return { ...windowBetween(from, to, to.events - from.events), digest: formatDigest(tally.columns.digest) };
}
