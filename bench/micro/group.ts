/** A group of the micro bench: contenders that do the same work, and what is found of them. */
import type { BenchOptions, Findings } from "../harness/bench.ts";
import type { BenchSize } from "../harness/result.ts";

export interface MicroContext extends Pick<BenchOptions, "seed" | "onProgress" | "over"> {
  readonly size: BenchSize;
  readonly engines: { readonly blocklist: readonly string[]; readonly matcher: readonly string[] };
  readonly rounds: number;
  /** A contender runs at least this long in a round. */
  readonly timeMs: number;
  /** Blocklist entries, one size or more; left out: as the size has it. */
  readonly entries: readonly number[] | undefined;
  /** The same of scripts that are known. */
  readonly templates: readonly number[] | undefined;
}

export type MicroFindings = Pick<Findings, "measurements" | "comparisons"> & Omit<Partial<Findings>, "settings">;

export interface Group {
  readonly name: string;
  readonly measure: (context: MicroContext) => Promise<MicroFindings> | MicroFindings;
}

export function together(all: readonly MicroFindings[], digest: string | undefined): MicroFindings {
  return {
    measurements: all.flatMap(({ measurements }) => measurements),
    comparisons: all.flatMap(({ comparisons }) => comparisons),
    problems: all.flatMap(({ problems = [] }) => problems),
    warnings: [...new Set(all.flatMap(({ warnings = [] }) => warnings))],
    details: Object.assign({}, ...all.map(({ details }) => details)) as Findings["details"] & object,
    ...(digest !== undefined && { digest }),
  };
}
