/**
 * Tuning: of the settings within bounds, the one that does best on tuning seeds and keeps all constraints there; then
 * judged on seeds that had no part in the choice. Whole runs, not evidence scored again: what is blocked and who is
 * warned changes what gangs and people do next.
 */
import { isDeepStrictEqual } from "node:util";
import { RingfenceError } from "../../core/errors.ts";
import { type Bounds, dimensionsOf, scenarioAt } from "../../scenario/bounds.ts";
import { searchLeast } from "../../core/search/pattern-search.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { checkSeeds } from "../check-seeds.ts";
import type { CellRunner } from "../cells/cell-runner.ts";
import { summaryTable } from "../run-table.ts";
import { documentOf, type Study, type StudyOptions } from "../study.ts";
import { settingComment, type TuningDocument, tuningDocument } from "./document.ts";
import { settingsFragment } from "../../scenario/settings-fragment.ts";
import { type Constraint, type Goal, judge, type JudgedSetting, type Judgement, rankOf, type Tuning } from "./goal.ts";
import { meanOf, type PooledFigure, type RunRow } from "./figures.ts";
import { costOf } from "./cost-profile.ts";

/** What may move within which bounds, for which goal, under which constraints, on which seeds. */
export interface TuneOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** Numbers of the scenario that may move, by their bounds (`readBounds`). One at least. */
  readonly over: readonly Bounds[];
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
  /** A setting is chosen on `seeds`, and judged on `heldOut`: none is in both. */
  readonly seeds: readonly number[];
  readonly heldOut: readonly number[];
  /** Runs on the tuning seeds at most: a setting takes as many as there are such seeds. */
  readonly budget: number;
  /** Of the search's own draws. */
  readonly searchSeed?: number | undefined;
  /** Called after each setting, with the best so far. */
  readonly onSetting?: (tried: TriedSetting, best: TriedSetting, count: number, most: number) => void;
}

export interface TriedSetting {
  /** In the order of `over`. */
  readonly values: readonly number[];
  readonly judged: Judgement;
}

/**
 * Random settings, then a pattern search (pattern-search.ts), all on the same tuning seeds. Deterministic: the same
 * options give the same result, for any number of workers. Cost: `budget` runs, and two on each held-out seed.
 *
 * Throws RingfenceError: "usage" where seeds overlap, or there are none, or the budget is too small for one setting;
 * "noData" where no setting that was tried keeps the constraints on the tuning seeds: the nearest one is named. So a
 * result never breaks a constraint there; on held-out seeds it may, and `best.heldOut` says so.
 */
export function tune(options: TuneOptions): Promise<TuningDocument> {
  return documentOf(tuning(options), options);
}

export function tuning(options: TuneOptions): Study<TuningDocument> {
  check(options);
  const { scenario, over, goal, constraints, seeds, heldOut, budget, searchSeed = 1 } = options;
  return {
    verb: "tune",
    scenario,
    statement: { scenario, over, goal, constraints, seeds, heldOut, budget, searchSeed },
    most: Math.floor(budget / seeds.length) * seeds.length + 2 * heldOut.length,
    run: async (cells) => {
      const found = await search(options, cells);
      const document = tuningDocument(found, options);
      return {
        document,
        setting: settingsFragment(over, found.best.values, settingComment(document)),
        summary: summaryTable(
          ["figure", "setting", "seeds", "value", "low", "high", "n"],
          [document.goalReached, ...document.figures].flatMap(({ name, before, tuned }) =>
            Object.entries({ before, tuned }).flatMap(([setting, both]) => [
              { figure: name, setting, seeds: "tuning", ...both.tuning },
              { figure: name, setting, seeds: "held out", ...both.heldOut },
            ]),
          ),
        ),
        page: async () => {
          const [{ renderStudyPage }, { tuningPage }] = await Promise.all([
            import("../page/study-page.ts"),
            import("../page/tuning-page.ts"),
          ]);
          return renderStudyPage(tuningPage(document));
        },
      };
    },
  };
}

async function search(options: TuneOptions, cells: CellRunner): Promise<Tuning> {
  const { scenario, over, goal, constraints, seeds, heldOut, budget, searchSeed = 1, onSetting } = options;
  const most = Math.floor(budget / seeds.length);
  const { hours } = scenario;
  const rowsOf = async (values: readonly number[], moved: Scenario, of: readonly number[]): Promise<RunRow[]> => {
    const variant = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(" ");
    const results = await cells.all(of.map((seed) => ({ variant, scenario: moved, seed })));
    return results.map(({ figures }) => ({ figures, hours }));
  };
  const tried: (TriedSetting & { readonly rank: number; readonly rows: RunRow[]; readonly scenario: Scenario })[] = [];
  let refused = 0;
  const dimensions = dimensionsOf(scenario, over);
  const attempt = async (values: readonly number[], moved: Scenario | null): Promise<number> => {
    if (moved === null) {
      refused++;
      return Infinity;
    }
    const known = tried.find((each) => isDeepStrictEqual(each.scenario, moved));
    if (known !== undefined) return known.rank;
    const rows = await rowsOf(values, moved, seeds);
    const judged = judge(goal, constraints, rows);
    const setting = { values, judged, rank: rankOf(goal, constraints, judged), rows, scenario: moved };
    tried.push(setting);
    onSetting?.(setting, bestOf(tried), tried.length, most);
    return setting.rank;
  };
  const asItIs = dimensions.map(({ start }) => start);
  await attempt(asItIs, scenario);
  // The search begins within the bounds: the scenario as it is may lie without.
  await searchLeast({ dimensions, budget: most, seed: searchSeed, isStopped: () => tried.length >= most }, (values) =>
    attempt(values, scenarioAt(scenario, over, values)),
  );
  const [start, best] = [tried[0]!, bestOf(tried)];
  if (!best.judged.isKept) throw noneKeeps(options, best, tried.length);
  const judgeHeldOut = async (setting: (typeof tried)[number]): Promise<JudgedSetting> => {
    const rows = await rowsOf(setting.values, setting.scenario, heldOut);
    return {
      values: setting.values,
      tuning: setting.judged,
      heldOut: judge(goal, constraints, rows),
      runs: { tuning: setting.rows, heldOut: rows },
    };
  };
  const judgedStart = await judgeHeldOut(start);
  const judgedBest = best === start ? judgedStart : await judgeHeldOut(best);
  return {
    start: judgedStart,
    best: judgedBest,
    settings: tried.length,
    refused,
    runs: tried.length * seeds.length + (best === start ? 1 : 2) * heldOut.length,
    difference: differenceOf(goal, judgedBest.runs.heldOut, judgedStart.runs.heldOut),
  };
}

function bestOf<Each extends { readonly rank: number }>(tried: readonly Each[]): Each {
  return tried.reduce((best, each) => (each.rank < best.rank ? each : best));
}

function differenceOf(goal: Goal, tuned: readonly RunRow[], before: readonly RunRow[]): PooledFigure {
  const valueOf = (run: RunRow): number | null => ("costs" in goal ? costOf(goal.costs, run) : goal.figure.value(run));
  const scale = "costs" in goal ? 1 : goal.figure.scale;
  return meanOf(
    tuned.map((run, i) => {
      const [a, b] = [valueOf(run), valueOf(before[i]!)];
      return a === null || b === null ? null : (a - b) * scale;
    }),
  );
}

function noneKeeps(
  { over, constraints }: TuneOptions,
  { values, judged }: TriedSetting,
  settings: number,
): RingfenceError {
  const at = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(", ");
  const missed = constraints
    .map(({ figure, atLeast, bound }, i) => ({ figure, atLeast, bound, found: judged.constraints[i]! }))
    .filter(({ found }) => !found.isKept)
    .map(({ figure, atLeast, bound, found }) => {
      const value = found.value === null ? "none (n = 0)" : String(Number(found.value.toPrecision(4)));
      return `${figure.name} ${value}, to be ${atLeast ? "at least" : "at most"} ${bound}`;
    });
  return new RingfenceError(
    "noData",
    `no setting tried keeps it: of ${settings}, the nearest is ${at}, with ${missed.join("; ")}. Loosen a constraint, widen --over, or raise --budget`,
  );
}

function check({ over, seeds, heldOut, budget }: TuneOptions): void {
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
  if (budget < seeds.length) {
    fail(`--budget: a setting takes ${seeds.length} runs, one a seed: expected that many at least, found ${budget}`);
  }
}

function fail(message: string): never {
  throw new RingfenceError("usage", message);
}
