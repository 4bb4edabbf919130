/** A run with so many workers and batches of such a size. */
import { othersSince, readBusy } from "../harness/other-work.ts";
import { timed } from "../harness/stopwatch.ts";

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

/** Does `work`, of so many events, and tells how busy the threads of this process and others were meanwhile. */
export async function measureWindow(events: number, work: () => Promise<void>): Promise<Omit<ShapedRun, "digest">> {
  const idle = performance.eventLoopUtilization();
  const busyBefore = readBusy();
  const { wallSeconds, coreSeconds } = await timed(work);
  return {
    events,
    seconds: wallSeconds,
    mainThreadBusy: performance.eventLoopUtilization(idle).utilization,
    coresBusy: coreSeconds / wallSeconds,
    othersBusyCores: othersSince(busyBefore),
  };
}
