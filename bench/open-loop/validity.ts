/** Whether a run may be used: its generator kept to its schedule, and the system kept up with it. */
import { formatCount } from "../../src/report/format.ts";
import type { Run } from "./system-under-load.ts";

/** Share of the offered events that must be completed in the time in which they were offered. */
const LEAST_ACHIEVED = 0.99;

/** Why the figures of a run must not be used: nothing, when they may. */
export function problemsOf(run: Run, maxLagMs: number): string[] {
  const at = `at ${formatCount(run.load.ratePerSecond)} events/s`;
  return [
    ...(run.complete
      ? []
      : [`${at} not all events could be sent in twice the time: the slowest have no response time at all`]),
    ...(generatorLagged(run, maxLagMs)
      ? [`${at} the generator lagged: ${lagMs(run).toFixed(2)} ms at p99, ${maxLagMs} ms allowed`]
      : []),
    ...(run.completedInTime < LEAST_ACHIEVED * run.offered
      ? [
          `${at} ${formatCount(run.completedInTime)} of ${formatCount(run.offered)} events were done in time, less than 99 %`,
        ]
      : []),
  ];
}

/** Whether it was the generator that was too slow, not the system. */
export function generatorLagged(run: Run, maxLagMs: number): boolean {
  return lagMs(run) > maxLagMs;
}

function lagMs({ lag }: Run): number {
  return lag.percentileUs(99) / 1000;
}
