/** Where a study has its runs from: they may be computed, or be there from before. */
import { type StartedPool, withPool } from "../engine/simulation-pool.ts";
import { loadEngines } from "../detect/engines.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type CellResult, runCell } from "./run-cell.ts";

/** The figures of a scenario with a seed. Asked once for each pair of them, one after the other. */
export type Measure = (scenario: Scenario, seed: number) => Promise<CellResult>;

/** What all studies take. */
export interface StudyRuns {
  /** Whole numbers from 0, none twice. */
  readonly seeds: readonly number[];
  /** Worker threads; never changes a result. */
  readonly workers: number;
  /** Worker threads that are there already. */
  readonly pool?: StartedPool;
  /** In place of a simulation: a store of runs that are there from before, say. */
  readonly measure?: Measure;
  /** Called before each run, numbered from 1. */
  readonly onRun?: (run: StudyRun) => void;
}

/** A run of a study that begins, for a progress line: `run` counts from 1 to `runs`. */
export interface StudyRun {
  readonly run: number;
  readonly runs: number;
  /** What is run, for people. */
  readonly words: string;
  readonly seed: number;
}

/** A scenario of a study, and what to call it while it runs. */
export interface Variant {
  readonly words: string;
  readonly scenario: Scenario;
}

/** Runs by scenario and seed. */
export interface Cells {
  /** In the order of the seeds. The scenario must be one of those that were asked for. */
  readonly of: (scenario: Scenario) => readonly CellResult[];
  readonly runs: number;
}

/** Runs each variant with each seed; of variants that are the same scenario, one. Throws what a run throws. */
export async function measureAll(variants: readonly Variant[], options: StudyRuns): Promise<Cells> {
  const { seeds, workers, pool, measure, onRun } = options;
  const distinct = new Map(variants.map((variant) => [keyOf(variant.scenario), variant]));
  // The first of those that are the same gives its words.
  for (const variant of variants.toReversed()) distinct.set(keyOf(variant.scenario), variant);
  const found = new Map<string, CellResult[]>();
  const runs = distinct.size * seeds.length;
  const runAll = async (each: Measure): Promise<void> => {
    let run = 0;
    for (const [key, { words, scenario }] of distinct) {
      const cells: CellResult[] = [];
      for (const seed of seeds) {
        onRun?.({ run: ++run, runs, words, seed });
        cells.push(await each(scenario, seed));
      }
      found.set(key, cells);
    }
  };
  if (measure !== undefined) await runAll(measure);
  else {
    for (const { scenario } of distinct.values()) {
      await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
    }
    await withPool({ workers, ...(pool === undefined ? {} : { pool }) }, (started) =>
      runAll((scenario, seed) => runCell({ scenario, seed }, { workers, pool: started })),
    );
  }
  return { of: (scenario) => found.get(keyOf(scenario))!, runs };
}

function keyOf(scenario: Scenario): string {
  return JSON.stringify(scenario);
}
