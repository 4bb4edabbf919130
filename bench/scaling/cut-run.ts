/**
 * The first hours of a scenario's main arm, closed loop and all. Measured from the end of the warm-up hours to the end
 * of the last, so that starting the workers, their compilers and the drain at the end do not count.
 */
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { type BusyUpTo, othersBetween, readBusy } from "../harness/other-work.ts";
import type { Shape, ShapedRun } from "./shaped-run.ts";

export interface CutRunOptions extends Shape {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly warmupHours: number;
  readonly hours: number;
}

interface Reading {
  readonly events: number;
  readonly ms: number;
  readonly idle: ReturnType<typeof performance.eventLoopUtilization>;
  readonly busy: BusyUpTo;
}

export async function cutRun({ warmupHours, hours, ...options }: CutRunOptions): Promise<ShapedRun> {
  const lastHour = warmupHours + hours;
  assert(warmupHours > 0 && lastHour < options.scenario.hours, "a cut run ends before its scenario does");
  const end = new AbortController();
  const readings = new Map<number, Reading>();
  const { tally } = await simulate({
    ...options,
    signal: end.signal,
    onTick: (completed, events) => {
      if (completed === warmupHours || completed === lastHour) {
        readings.set(completed, {
          events,
          ms: performance.now(),
          idle: performance.eventLoopUtilization(),
          busy: readBusy(),
        });
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
  const seconds = (to.ms - from.ms) / 1000;
  return {
    events: to.events - from.events,
    seconds,
    mainThreadBusy: performance.eventLoopUtilization(to.idle, from.idle).utilization,
    coresBusy: (to.busy.ownMs - from.busy.ownMs) / 1000 / seconds,
    othersBusyCores: othersBetween(from.busy, to.busy),
    digest: formatDigest(tally.columns.digest),
  };
}
