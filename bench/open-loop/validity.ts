/** Whether runs may be used: their generator kept to its schedule, and the system kept up with it. */
import { formatCount } from "../../src/report/format.ts";
import type { Run } from "./system-under-load.ts";

/** Share of the offered events that must be completed in the time in which they were offered. */
const LEAST_ACHIEVED = 0.99;

/** Why the figures of runs at one rate must not be used: nothing, when they may. */
export function problemsOf(runs: readonly Run[], maxLagMs: number): string[] {
  const cut = runs.filter(({ complete }) => !complete);
  const lagged = runs.filter((run) => generatorLagged(run, maxLagMs));
  const behind = runs.filter(({ completedInTime, offered }) => completedInTime < LEAST_ACHIEVED * offered);
  const at = `at ${formatCount(runs[0]!.load.ratePerSecond)} events/s`;
  const say = (those: readonly Run[], what: string): string[] =>
    those.length === 0 ? [] : [`${at}, in ${those.length} of ${runs.length} rounds, ${what}`];
  return [
    ...say(cut, "not all events were sent when the bench gave up: the slowest have no response time at all"),
    ...say(lagged, `the generator lagged: up to ${worst(lagged.map(lagMs))} ms at p99, ${maxLagMs} ms allowed`),
    ...say(behind, `less than 99 % of the events were done in time: down to ${leastDone(behind)} %`),
  ];
}

export type Verdict = "valid" | "lagged" | "saturated";

/** The same in a word: whose fault it was where a run must not be used. */
export function verdictOf(run: Run, maxLagMs: number): Verdict {
  if (generatorLagged(run, maxLagMs)) return "lagged";
  return problemsOf([run], maxLagMs).length > 0 ? "saturated" : "valid";
}

/** Whether it was the generator that was too slow, not the system. */
export function generatorLagged(run: Run, maxLagMs: number): boolean {
  return lagMs(run) > maxLagMs;
}

function lagMs({ lag }: Run): number {
  return lag.percentileUs(99) / 1000;
}

function worst(lagsMs: readonly number[]): string {
  return Math.max(...lagsMs).toFixed(2);
}

function leastDone(runs: readonly Run[]): string {
  return Math.min(...runs.map(({ completedInTime, offered }) => (100 * completedInTime) / offered)).toFixed(1);
}
