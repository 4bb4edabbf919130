/**
 * A run of a scenario's main arm, closed loop and all, with so many workers. It is cut after some hours, and measured
 * from the end of the warm-up hours: starting the workers, their compilers and the drain at the end do not count.
 */
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { type BusyUpTo, othersBetween, readBusy } from "../harness/other-work.ts";

export interface Run {
  readonly events: number;
  readonly seconds: number;
  /** Share of these seconds that the main thread was busy. */
  readonly mainThreadBusy: number;
  /** Processor time of all threads, V8's own among them, a second. */
  readonly coresBusy: number;
  readonly othersBusyCores: number;
  /** Over every decision of the run: the same for any number of workers. */
  readonly digest: string;
}

/** How busy everybody has been up to a moment, and how many events there were. */
interface Reading {
  readonly busy: BusyUpTo;
  readonly loop: ReturnType<typeof performance.eventLoopUtilization>;
  readonly events: number;
}

export function readNow(events: number): Reading {
  return { busy: readBusy(), loop: performance.eventLoopUtilization(), events };
}

export function between(from: Reading, to: Reading, digest: string): Run {
  const seconds = (to.busy.atMs - from.busy.atMs) / 1000;
  return {
    events: to.events - from.events,
    seconds,
    mainThreadBusy: performance.eventLoopUtilization(to.loop, from.loop).utilization,
    coresBusy: (to.busy.ownMs - from.busy.ownMs) / 1000 / seconds,
    othersBusyCores: othersBetween(from.busy, to.busy),
    digest,
  };
}

export interface RunOptions {
  readonly workers: number;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly signal: AbortSignal;
}

interface Hours {
  readonly warmupHours: number;
  readonly hours: number;
}

/** Null if it was interrupted. */
export async function cutRun({ signal, ...options }: RunOptions, { warmupHours, hours }: Hours): Promise<Run | null> {
  const lastHour = warmupHours + hours;
  assert(warmupHours > 0 && lastHour < options.scenario.hours, "a cut run ends before its scenario does");
  const end = new AbortController();
  const readings = new Map<number, Reading>();
  const { tally } = await simulate({
    ...options,
    signal: AbortSignal.any([end.signal, signal]),
    onTick: (completed, events) => {
      if (completed === warmupHours || completed === lastHour) readings.set(completed, readNow(events));
      if (completed === lastHour) end.abort();
    },
  });
  const [from, to] = [readings.get(warmupHours), readings.get(lastHour)];
  if (from === undefined || to === undefined) return null;
  if (to.events === from.events) {
    // Two hours are on their way at a time, and come in together.
    const which = `hours ${warmupHours} and ${lastHour}`;
    throw new RingfenceError("noData", `no event came in between ${which}: give more --time`);
  }
  return between(from, to, formatDigest(tally.columns.digest));
}

const LEAST_HOURS = 6;

/** The hours that fit into so many seconds, as a run of that length finds, which warms up too. */
export async function hoursIn(seconds: number, { signal, ...options }: RunOptions): Promise<Hours> {
  const end = new AbortController();
  const startMs = performance.now();
  let done = 0;
  await simulate({
    ...options,
    signal: AbortSignal.any([end.signal, signal]),
    onTick: (completed) => {
      done = completed;
      if (performance.now() - startMs > seconds * 1000) end.abort();
    },
  });
  const all = Math.min(Math.max(done, LEAST_HOURS), options.scenario.hours - 1);
  const warmupHours = Math.floor(all / 3);
  return { warmupHours, hours: all - warmupHours };
}
