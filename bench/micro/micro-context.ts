/** What every group of the micro bench is told, and what it gives back. */
import type { BenchOptions, Findings } from "../harness/bench.ts";

export interface MicroContext extends Pick<BenchOptions, "seed" | "onProgress"> {
  /** Names of the engines that are compared. */
  readonly engines: { readonly blocklist: readonly string[]; readonly matcher: readonly string[] };
  readonly rounds: number;
  /** A contender runs at least this long in a round. */
  readonly timeMs: number;
  /** Unlisted numbers by which a false-positive rate is measured. */
  readonly probes: number;
  /** Targets are those of the full size. */
  readonly isFull: boolean;
}

export type MicroFindings = Required<Pick<Findings, "measurements" | "comparisons" | "warnings" | "problems">> &
  Pick<Findings, "details" | "digest">;
