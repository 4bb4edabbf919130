/**
 * Tuning: finds the best setting within bounds that keeps all constraints on the tuning seeds, and judges it on seeds
 * that had no part in the choice. It makes whole runs, not new scores of old evidence: blocks and warnings change what
 * gangs and people do next.
 */
import { isDeepStrictEqual } from "node:util";
import { RingfenceError } from "../../core/errors.ts";
import { type Bounds, dimensionsOf, scenarioAt, settingsFragment } from "../bounds.ts";
import { searchLeast } from "../pattern-search.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { ENDS_COUNT, missWords } from "../../metrics/constraint.ts";
import { checkSeeds } from "../check-seeds.ts";
import type { CellRunner } from "../cells/cell-runner.ts";
import { summaryTable, tableOfRuns, type TableRun } from "../run-table.ts";
import { documentOf, type Study, type StudyOptions } from "../study.ts";
import { settingComment, type TuningDocument, tuningDocument } from "./document.ts";
import {
  armsNeeded,
  type Constraint,
  type Goal,
  judge,
  type JudgedSetting,
  rankOf,
  type TriedSetting,
  type Tuning,
} from "./goal.ts";
import { differenceOf, goalFigure, verdictOf } from "./verdict.ts";
import type { RunRow } from "./figures.ts";

export interface TuneOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** Numbers of the scenario that may move, with bounds (`readBounds`). At least one. */
  readonly over: readonly Bounds[];
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
  /** `seeds` choose a setting, `heldOut` judge it: no seed is in both. */
  readonly seeds: readonly number[];
  readonly heldOut: readonly number[];
  /** Runs on the tuning seeds at most: a setting takes one for each such seed. */
  readonly budget: number;
  readonly searchSeed?: number | undefined;
  readonly onSetting?: (tried: TriedSetting, best: TriedSetting, count: number, most: number) => void;
}

/**
 * Random settings, then a pattern search (pattern-search.ts), all on the same tuning seeds. Deterministic: the same
 * options give the same result, for any number of workers. Cost: `budget` runs, and two on each held-out seed, each
 * with the paired runs that goal and constraints need.
 *
 * Throws RingfenceError: "usage" where seeds overlap, or there are none, or the budget is too small for one setting, or
 * no run would have a figure that is named; "noData" where no setting that was tried keeps the constraints on the
 * tuning seeds, by the bounds of intervals: the nearest one is named. So a result keeps its constraints there; on
 * held-out seeds it may not, and the document says so.
 */
export function tune(options: TuneOptions): Promise<TuningDocument> {
  return documentOf(tuning(options), options);
}

export function tuning(options: TuneOptions): Study<TuningDocument> {
  check(options);
  const { scenario, over, seeds, heldOut, budget } = options;
  return {
    verb: "tune",
    scenario,
    most: Math.floor(budget / seeds.length) * seeds.length + 2 * heldOut.length,
    run: async (cells) => {
      const { rows, ...found } = await search(options, cells);
      const document = tuningDocument(found, options);
      return {
        document,
        setting: settingsFragment(over, found.best.values, settingComment(document)),
        table: tableOfRuns(rows, ["seeds", ...over.map(({ parameter }) => parameter)]),
        summary: summaryTable(
          ["figure", "unit", "setting", "seeds", "value", "low", "high", "n"],
          [document.goalReached, ...document.figures].flatMap(({ name, unit, before, tuned }) =>
            Object.entries({ before, tuned }).flatMap(([setting, both]) => [
              { figure: name, unit, setting, seeds: "tuning", ...both.tuning },
              { figure: name, unit, setting, seeds: "held out", ...both.heldOut },
            ]),
          ),
        ),
      };
    },
  };
}

interface Tried extends TriedSetting {
  readonly rank: number;
  readonly scenario: Scenario;
  readonly rows: readonly RunRow[];
}

async function search(
  options: TuneOptions,
  cells: CellRunner,
): Promise<Tuning & { readonly rows: readonly TableRun[] }> {
  const { scenario, over, goal, constraints, seeds, heldOut, budget, searchSeed = 1, onSetting } = options;
  const most = Math.floor(budget / seeds.length);
  const { hours } = scenario;
  const arms = armsNeeded(goal, constraints);
  const table: TableRun[] = [];
  const rowsOf = async (values: readonly number[], moved: Scenario, of: "tuning" | "held out"): Promise<RunRow[]> => {
    const variant = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(" ");
    const asked = of === "tuning" ? seeds : heldOut;
    const results = await cells.all(asked.map((seed) => ({ variant, scenario: moved, seed, arms })));
    table.push(...results.map((result) => ({ variant, values: [of, ...values], result })));
    return results.map(({ figures }) => ({ figures, hours }));
  };
  const tried: Tried[] = [];
  let refused = 0;
  const dimensions = dimensionsOf(scenario, over);
  const settingAt = async (values: readonly number[], moved: Scenario): Promise<Tried> => {
    const known = tried.find((each) => isDeepStrictEqual(each.scenario, moved));
    if (known !== undefined) return known;
    const rows = await rowsOf(values, moved, "tuning");
    const judged = judge(goal, constraints, rows);
    const setting = { values, judged, rank: rankOf(goal, constraints, judged), rows, scenario: moved };
    tried.push(setting);
    onSetting?.(setting, bestOf(tried), tried.length, most);
    return setting;
  };
  const start = await settingAt(
    dimensions.map((dimension) => dimension.start),
    scenario,
  );
  // The search starts within the bounds: the scenario's own value may lie outside.
  const isWithin = dimensions.every(({ low, high, start: at }) => at >= low && at <= high);
  const { point } = await searchLeast(
    { dimensions, budget: isWithin ? most : most - 1, seed: searchSeed },
    async (values) => {
      const moved = scenarioAt(scenario, over, values);
      if (moved !== null) return (await settingAt(values, moved)).rank;
      refused++;
      return Infinity;
    },
  );
  const last = tried.find(({ values }) => isDeepStrictEqual(values, point));
  const best = last === undefined || last.rank >= start.rank ? start : last;
  if (!best.judged.isKept) throw noneKeeps(options, bestOf(tried), tried.length);
  if (best.judged.goal.value === null) throw noGoal(goal, tried.length);
  const judgeHeldOut = async (setting: Tried): Promise<JudgedSetting> => {
    const rows = await rowsOf(setting.values, setting.scenario, "held out");
    return {
      values: setting.values,
      tuning: setting.judged,
      heldOut: judge(goal, constraints, rows),
      runs: { tuning: setting.rows, heldOut: rows },
    };
  };
  const judgedStart = await judgeHeldOut(start);
  const judgedBest = best === start ? judgedStart : await judgeHeldOut(best);
  const isAlike = ({ rows }: Tried): boolean => {
    const difference = differenceOf(goalFigure(goal), rows, best.rows);
    return difference.low === null ? difference.value === 0 : verdictOf(goalFigure(goal), difference) !== "worse";
  };
  return {
    start: judgedStart,
    best: judgedBest,
    tried,
    alike: tried.filter((each) => each !== best && each.judged.isKept && isAlike(each)),
    refused,
    runs: tried.length * seeds.length + (best === start ? 1 : 2) * heldOut.length,
    rows: table,
  };
}

function bestOf(tried: readonly Tried[]): Tried {
  return tried.reduce((best, each) => (each.rank < best.rank ? each : best));
}

function noGoal(goal: Goal, settings: number): RingfenceError {
  const name = "costs" in goal ? "cost" : goal.figure.name;
  return new RingfenceError(
    "noData",
    `none of ${settings} settings tried has a value of ${name}, so none is best: choose another goal, or more hours or people`,
  );
}

function noneKeeps(
  { over, constraints }: TuneOptions,
  { values, judged }: TriedSetting,
  settings: number,
): RingfenceError {
  const at = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(", ");
  const missed = constraints.flatMap((constraint, i) => {
    const found = judged.constraints[i]!;
    return found.verdict === "kept" ? [] : [missWords(constraint.figure.name, constraint, found)];
  });
  return new RingfenceError(
    "noData",
    `no setting tried keeps it: of ${settings}, the nearest is ${at}, with ${missed.join("; ")}. ${ENDS_COUNT}: loosen a constraint, take more --seeds, widen --over, or raise --budget`,
  );
}

function check({ over, constraints, seeds, heldOut, budget }: TuneOptions): void {
  if (over.length === 0) fail("--over: expected a parameter at least, as in --over warnings.low=0.5..1.5");
  const twice = over.find(({ parameter }, i) => over.findIndex((each) => each.parameter === parameter) < i);
  if (twice !== undefined) fail(`--over: ${twice.parameter} is named more than once`);
  if (seeds.length === 0 || heldOut.length === 0) fail("--seeds, --held-out: expected one seed at least of each");
  checkSeeds(seeds);
  checkSeeds(heldOut);
  const both = seeds.filter((seed) => heldOut.includes(seed));
  if (both.length > 0) {
    fail(`--held-out: ${both.join(", ")} is among --seeds: a setting would be judged by what chose it`);
  }
  if (constraints.length > 0 && seeds.length < 2) {
    fail("--subject-to: the bound of a 95 % interval must keep it, and one seed has none: take two --seeds or more");
  }
  if (budget < seeds.length) {
    fail(`--budget: a setting takes ${seeds.length} runs, one a seed: expected that many at least, found ${budget}`);
  }
}

function fail(message: string): never {
  throw new RingfenceError("usage", message);
}
