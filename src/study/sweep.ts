/** A sweep: a scenario along some of its parameters, with several seeds each, as one tidy table. */
import { RingfenceError } from "../core/errors.ts";
import { groupBy } from "../core/group-by.ts";
import type { ArmName } from "./variants/arms.ts";
import { sanitiseId } from "../report/directory/run-directory.ts";
import { type Estimate, estimate } from "./between-worlds.ts";
import { canonicalJson } from "./cell-key.ts";
import { type ParameterValue, type SweptRun, worldsOf } from "./effects.ts";
import { STUDY_FIGURES } from "./figures.ts";
import type { LaneOptions } from "./lanes.ts";
import { type Importance, importanceOf } from "./importance.ts";
import { type CellFailure, runStudy, type Shard, type StudyCell, type StudyRunOptions } from "./run-study.ts";
import { StudyDirectory } from "./study-directory.ts";
import { type PlanOptions, planSweep, type SweepPlan } from "./sweep-plan.ts";
import { readSweepStudy, type SweepStudy } from "./sweep-study.ts";
import { type SweepTable, sweepTable, writeSweepTable } from "./sweep-table.ts";

/** What a sweep runs, on how many threads, and where it keeps it. */
export interface SweepOptions extends PlanOptions, Pick<LaneOptions, "workerDeadlineSeconds"> {
  /** Threads of all runs that go on side by side; never changes a result. */
  readonly workers: number;
  /**
   * Where cells, table and page are kept: a directory that is empty or not there yet; undefined for one below "runs";
   * null to write nothing.
   */
  readonly directory: string | undefined | null;
  /** `directory` may hold a study: it goes on, with what is stated here in place of what was stated before. */
  readonly resume?: boolean;
  /** This process runs every `of`-th run alone, others the rest: all of them name one `directory`. */
  readonly shard?: Shard | undefined;
  /** Whether the directory gets a page; left out: yes. */
  readonly page?: boolean;
  /** Called once all is planned and nothing is run yet. */
  readonly onPlan?: (plan: SweepPlan, directory: string | null) => void;
  readonly onCell?: StudyRunOptions["onCell"];
}

/** A point over its worlds. */
export interface PointFigures {
  readonly point: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** By name of STUDY_FIGURES. */
  readonly figures: Readonly<Record<string, Estimate>>;
}

/** What a sweep came to: one row a run in `table`, and the figures of each point over its seeds. */
export interface SweepResult {
  readonly study: SweepStudy;
  readonly directory: string | null;
  readonly table: SweepTable;
  readonly points: readonly PointFigures[];
  /** Which parameters move which figures. */
  readonly importance: readonly Importance[];
  readonly runs: readonly SweptRun[];
  readonly computed: number;
  readonly reused: number;
  readonly failures: readonly CellFailure[];
  /** Runs of other shards that are not there yet: until then there is no table in the directory. */
  readonly missing: number;
}

/**
 * Runs a scenario at each point of a design with each seed, side by side on all workers, and keeps what was run. The
 * table and the page are the same bytes for any number of workers, shards and interruptions. Shares are 0 to 1, money
 * is yuan, times are as their figures say (`STUDY_FIGURES`). Throws RingfenceError "usage" and "config" before
 * anything is written where the options or a point do not hold together, "io" where the disk refuses. A run that fails
 * does not end the others: it is among `failures`. Cost: points times seeds runs of the scenario, one a worker at a
 * time.
 */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { workers, workerDeadlineSeconds, shard, onPlan, onCell } = options;
  checkShard(options);
  const stated = options.resume === true && typeof options.directory === "string" ? restated(options) : options;
  const plan = planSweep(stated);
  const { study, points } = plan;
  const directory = openDirectory(options, study);
  onPlan?.(plan, directory?.path ?? null);
  const arms: readonly ArmName[] = study.arms;
  const cells = points.flatMap(({ scenario }, at) =>
    study.seeds.map((seed): StudyCell => ({ name: nameOf(study, at), scenario, seed })),
  );
  const run = await runStudy({
    cells,
    arms,
    workers,
    workerDeadlineSeconds,
    directory,
    shard,
    ...(onCell === undefined ? {} : { onCell }),
  });
  const results = points.map((_, at) => run.results.slice(at * study.seeds.length, (at + 1) * study.seeds.length));
  const table = sweepTable(study.parameters, study.points, results);
  const runs = points.flatMap(({ parameters }, at) =>
    results[at]!.flatMap((result) => (result === null ? [] : [{ at: parameters, point: at, ...result }])),
  );
  const byPoint = groupBy(runs, ({ point }) => point);
  const { computed, reused, failures, missing } = run;
  const result: SweepResult = {
    study,
    directory: directory?.path ?? null,
    table,
    points: points.map(({ parameters }, at) => ({
      point: at + 1,
      parameters: Object.fromEntries(study.parameters.map((path, axis) => [path, parameters[axis]!])),
      figures: estimatesOf(byPoint.get(at) ?? []),
    })),
    importance: importanceOf(plan, runs),
    runs,
    computed,
    reused,
    failures,
    missing,
  };
  if (directory !== undefined && missing === 0) await writeResults(directory, result, options.page ?? true);
  return result;
}

function checkShard({ shard, directory }: SweepOptions): void {
  if (shard === undefined) return;
  const { index, of } = shard;
  if (!(Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of)) {
    throw new RingfenceError("usage", `a shard is i/n, from 1/n to n/n, but found ${index}/${of}`);
  }
  if (typeof directory !== "string") {
    throw new RingfenceError("usage", "--shard needs --out DIR: one directory for all shards");
  }
}

/** What is stated now, and the rest as the directory has it. */
function restated(options: SweepOptions): SweepOptions {
  const path = options.directory!;
  if (!StudyDirectory.isStudy(path)) return options;
  const study = readSweepStudy(StudyDirectory.open(path));
  const isMoved = options.over !== undefined || options.list !== undefined;
  const design = options.design ?? (isMoved ? designOf(options, study) : study.design);
  return {
    ...options,
    scenario: options.scenario ?? study.scenario,
    settings: options.settings ?? study.settings,
    over: isMoved ? options.over : study.over,
    list: isMoved ? options.list : study.list,
    design,
    points: options.points ?? (design === study.design ? (study.designPoints ?? undefined) : undefined),
    designSeed: options.designSeed ?? study.designSeed,
    seeds: options.seeds ?? study.seeds,
    arms: options.arms ?? study.arms,
  };
}

/** Parameters in place of a list are a grid; else the design stays. */
function designOf({ list }: SweepOptions, { design }: SweepStudy): SweepStudy["design"] {
  if (list !== undefined) return "list";
  return design === "list" ? "grid" : design;
}

const JOIN_TRIES = 40;
const JOIN_GAP_MS = 50;

function openDirectory(
  { directory: path, resume, shard }: SweepOptions,
  study: SweepStudy,
): StudyDirectory | undefined {
  if (path === null) return undefined;
  if (path !== undefined && shard !== undefined && resume !== true) return joinDirectory(path, study);
  const isThere = path !== undefined && StudyDirectory.isStudy(path);
  if (isThere && resume !== true) throw taken(path);
  const goesOn = isThere || (path !== undefined && resume === true && StudyDirectory.isBegun(path));
  const directory = goesOn
    ? StudyDirectory.open(path)
    : StudyDirectory.create(path, sanitiseId(`sweep-${study.scenario.replace(/\.ya?ml$/, "")}`));
  return withStudy(directory, study);
}

function taken(path: string): RingfenceError {
  const advice = "--resume goes on with it (with other seeds and values too); for a new one, name another or remove it";
  return new RingfenceError("usage", `--out ${path} holds a study: ${advice}`);
}

/** Shards start in any order, perhaps at once: the first makes the directory, and the others find the same study. */
function joinDirectory(path: string, study: SweepStudy): StudyDirectory {
  for (let tries = 1; ; tries++) {
    if (StudyDirectory.isStudy(path)) {
      const directory = StudyDirectory.open(path);
      if (canonicalJson(directory.readStudy()) === canonicalJson(study)) return directory;
      const advice = "give every shard the same options, or widen the study with --resume first";
      throw new RingfenceError("usage", `${path} holds another study: ${advice}`);
    }
    try {
      return withStudy(StudyDirectory.create(path, "sweep"), study);
    } catch (error) {
      if (tries >= JOIN_TRIES) throw error;
      // Another shard is writing its study there.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JOIN_GAP_MS);
    }
  }
}

function withStudy(directory: StudyDirectory, study: SweepStudy): StudyDirectory {
  try {
    directory.writeStudy(study);
    return directory;
  } catch (error) {
    directory.abandon();
    throw error;
  }
}

function nameOf({ parameters, points }: SweepStudy, at: number): string {
  if (parameters.length === 0) return "the scenario as it is";
  return parameters.map((path, axis) => `${path}=${String(points[at]![axis])}`).join(" ");
}

function estimatesOf(runs: readonly SweptRun[]): Record<string, Estimate> {
  const worlds = worldsOf(runs);
  return Object.fromEntries(STUDY_FIGURES.map((figure) => [figure.name, estimate(figure, worlds)]));
}

/** The library of charts is large, and loaded where it is needed. */
async function writeResults(directory: StudyDirectory, result: SweepResult, page: boolean): Promise<void> {
  writeSweepTable(directory.path, result.table);
  if (page) {
    const { renderSweepPage } = await import("./page/sweep-page.ts");
    directory.writePage(renderSweepPage(result));
  }
  directory.log("complete: the table is written");
}
