/**
 * Whether runs may be used: their generator kept to its schedule, and the system kept up with it. A system that is a
 * little too slow has done nearly all in time, but its queue grows as long as the run lasts, and every percentile says
 * how long that was.
 */
import { formatCount } from "../../src/ui/format.ts";
import type { Run } from "./system-under-load.ts";

/** Share of the offered events that must be completed in the time in which they were offered. */
const MIN_ACHIEVED = 0.99;

/**
 * Where a queue empties now and then, the quickest events wait for nobody, in bursts or after a stall too: it is they
 * who tell whether it never does. So many per cent of each third of a run are looked at.
 */
const QUICKEST_PERCENT = 10;
/** The queue grows where they take so many times as long in the last third as in the first, and so much longer. */
const MIN_GROWTH = 1.5;
const MIN_GROWTH_MS = 10;
/** Of the growth, this share must have come by the middle third: half of it where it is even, none after a stall. */
const MIN_BY_MIDDLE = 0.25;

/** What to do about a system that falls behind: of one whose generator lagged nothing is known. */
const SLOWER = "take a lower --rate, unless the generator lagged";

/** Why the figures of runs at one rate must not be used: nothing, when they may. */
export function problemsOf(runs: readonly Run[], maxLagMs: number): string[] {
  const cut = runs.filter(({ complete }) => !complete);
  const lagged = runs.filter((run) => generatorLagged(run, maxLagMs));
  const behind = runs.filter(({ completedInTime, offered }) => completedInTime < MIN_ACHIEVED * offered);
  const growing = runs.filter(queueGrows);
  const at = `at ${formatCount(runs[0]!.load.ratePerSecond)} events/s`;
  const say = (those: readonly Run[], what: string): string[] =>
    those.length === 0 ? [] : [`${at}, in ${those.length} of ${runs.length} rounds, ${what}`];
  return [
    ...say(
      cut,
      "not all events were sent when the bench gave up: the slowest have no response time at all. " +
        "Offer fewer a second (--rate), or let the rate be found (--max)",
    ),
    ...say(
      lagged,
      `the generator lagged: up to ${worstLagMs(lagged)} ms at p99, ${maxLagMs} ms allowed. Events came late, so the load was not the one asked for: ` +
        "close what else runs here, or allow more with --max-lag-ms",
    ),
    ...say(growing, `the queue grew all along: the quickest tenth took ${growth(growing)}; ${SLOWER}`),
    ...say(behind, `less than 99 % of the events were done in time: down to ${leastDone(behind)} %; ${SLOWER}`),
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

/** Whether events wait ever longer, however many are done in time. */
function queueGrows(run: Run): boolean {
  const [first, middle, last] = quickestMs(run);
  const grown = last - first;
  const isGreat = first > 0 && last > first * MIN_GROWTH && grown > MIN_GROWTH_MS;
  return isGreat && middle - first >= grown * MIN_BY_MIDDLE;
}

/** What the quickest took at most, in each third; 0 where none was due. */
function quickestMs({ thirds }: Run): Thirds {
  const [first, middle, last] = thirds.map((third) => third.percentileUs(QUICKEST_PERCENT) / 1000);
  return [first!, middle!, last!];
}

type Thirds = readonly [first: number, middle: number, last: number];

function growth(runs: readonly Run[]): string {
  const [first, , last] = runs
    .map(quickestMs)
    .reduce((most, one) => (one[2] - one[0] > most[2] - most[0] ? one : most), [0, 0, 0]);
  return `${first.toFixed(1)} ms at most in the first third, ${last.toFixed(1)} ms in the last`;
}

function lagMs({ lag }: Run): number {
  return lag.percentileUs(99) / 1000;
}

/** At p99, of the run in which it was greatest; of more than none. */
export function worstLagMs(runs: readonly Run[]): string {
  return Math.max(...runs.map(lagMs)).toFixed(2);
}

function leastDone(runs: readonly Run[]): string {
  return Math.min(...runs.map(({ completedInTime, offered }) => (100 * completedInTime) / offered)).toFixed(1);
}
