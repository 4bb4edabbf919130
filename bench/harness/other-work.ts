/** What others keep busy while something is measured: it is not in the figures, and spoils them. */
import { availableParallelism, cpus } from "node:os";

/** Processor time up to a moment: of all cores, and of this process. */
export interface BusyUpTo {
  readonly atMs: number;
  readonly allMs: number;
  readonly ownMs: number;
}

export function readBusy(): BusyUpTo {
  const { user, system } = process.cpuUsage();
  const allMs = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { atMs: performance.now(), allMs, ownMs: (user + system) / 1000 };
}

/** Cores that others kept busy: processes that this one has started count as others. */
export function othersBetween(from: BusyUpTo, to: BusyUpTo): number {
  const othersMs = to.allMs - from.allMs - (to.ownMs - from.ownMs);
  return Math.max(0, othersMs / (to.atMs - from.atMs));
}

/** So large a share of the cores that are wanted may be lacking. */
const TOLERATED = 0.1;

/**
 * Cores that others may keep busy beside somebody who wants `wanted` of those that this process may run on. In a
 * container the machine may have many more, and others may be at work on those.
 */
export function mostOthers(wanted: number): number {
  const possible = Math.min(wanted, availableParallelism());
  return cpus().length - possible * (1 - TOLERATED);
}

/** Says so where others left fewer cores than that; else null. */
export function crowdedBy(othersBusyCores: number, wanted: number): string | null {
  if (othersBusyCores <= mostOthers(wanted)) return null;
  return `other work kept ${othersBusyCores.toFixed(2)} of ${cpus().length} cores busy meanwhile`;
}
