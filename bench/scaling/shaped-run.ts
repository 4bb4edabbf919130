/** A run with so many workers and batches of such a size. */
import { type BusyUpTo, othersBetween, readBusy } from "../harness/other-work.ts";

export interface Shape {
  readonly workers: number;
  readonly batchEvents: number;
}

export interface ShapedRun {
  readonly events: number;
  readonly seconds: number;
  /** Share of these seconds that the main thread was busy. */
  readonly mainThreadBusy: number;
  /** Processor time of all threads, V8's own among them, a second. */
  readonly coresBusy: number;
  /** The same of everybody else. */
  readonly othersBusyCores: number;
  /** Over every decision of the run: the same whatever its shape. */
  readonly digest: string;
}

/** How busy everybody has been up to a moment. */
export interface Reading {
  readonly busy: BusyUpTo;
  readonly loop: ReturnType<typeof performance.eventLoopUtilization>;
}

export function readNow(): Reading {
  return { busy: readBusy(), loop: performance.eventLoopUtilization() };
}

/** So many events took place between two readings. */
export function windowBetween(from: Reading, to: Reading, events: number): Omit<ShapedRun, "digest"> {
  const seconds = (to.busy.atMs - from.busy.atMs) / 1000;
  return {
    events,
    seconds,
    mainThreadBusy: performance.eventLoopUtilization(to.loop, from.loop).utilization,
    coresBusy: (to.busy.ownMs - from.busy.ownMs) / 1000 / seconds,
    othersBusyCores: othersBetween(from.busy, to.busy),
  };
}

/** Does `work`, of so many events, and tells how busy the threads of this process and others were meanwhile. */
export async function measureWindow(events: number, work: () => Promise<void>): Promise<Omit<ShapedRun, "digest">> {
  const from = readNow();
  await work();
  return windowBetween(from, readNow(), events);
}
