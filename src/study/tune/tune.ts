/**
 * Tuning: finds the best setting within bounds that keeps all constraints on the tuning seeds, and judges it on seeds
 * that had no part in the choice. It makes whole runs, not new scores of old evidence: blocks and warnings change what
 * gangs and people do next.
 */
import { isDeepStrictEqual } from "node:util";
import { RingfenceError } from "../../core/errors.ts";
import { boundWords, ENDS_COUNT, missWords } from "../../metrics/constraint.ts";
import { rangeOf } from "../../scenario/keys.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { en } from "../../ui/words.ts";
import { type Bounds, parameterOf, readBounds, scenarioAt, settingsFragment, type Values } from "../axis.ts";
import { REPORT } from "../cells/cell.ts";
import type { CellRunner } from "../cells/cell-runner.ts";
import { type Head, namedOf, type TuningDocument } from "../document.ts";
import { armsFor, figureNamed, LEADING_FIGURES } from "../figures.ts";
import { goalText, tuningPage } from "../page/tune-page.ts";
import { seedWords } from "../page/words.ts";
import { searchLeast } from "../pattern-search.ts";
import { checkSeeds, refuse, repeated } from "../refusals.ts";
import { type Study, type StudyOptions, type StudyResult, wholeStudy } from "../study.ts";
import { judgeFamily, measure, pooled } from "../worlds.ts";
import {
  type Constraint,
  type Goal,
  type GoalOptions,
  judge,
  type Judgement,
  rankOf,
  readConstraint,
  readGoal,
} from "./goal.ts";

export interface SearchOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** "path=low..high", or "path" for half to twice its value: numbers of the scenario that may move. At least one. */
  readonly over: readonly string[];
  /** `seeds` choose a setting, `heldOut` judge it: no seed is in both. */
  readonly seeds: readonly number[];
  readonly heldOut: readonly number[];
  /** Runs on the tuning seeds at most: a setting takes one for each such seed. */
  readonly budget: number;
  readonly searchSeed?: number | undefined;
}

export interface TuneOptions extends SearchOptions, GoalOptions {
  /** What must hold: "accuracy>=0.7". */
  readonly subjectTo?: readonly string[] | undefined;
}

/**
 * Random settings, then a pattern search (pattern-search.ts), all on the same tuning seeds. Without a goal: the fewest
 * people who lose money. Deterministic: the same options give the same result, for any number of workers. Cost: `budget`
 * runs, and two on each held-out seed, each with the paired runs that goal and constraints need.
 *
 * Throws RingfenceError: "usage" where seeds overlap, or there are none, or the budget is too small for one setting, or
 * no run would have a figure that is named; "noData" where no setting that was tried keeps the constraints on the
 * tuning seeds, by the bounds of intervals: the nearest one is named. So a result keeps its constraints there; on
 * held-out seeds it may not, and the document says so.
 */
export async function tune(options: TuneOptions): Promise<StudyResult<TuningDocument>> {
  return wholeStudy(tuning(options), options);
}

interface Plan extends Pick<SearchOptions, "scenario" | "seeds" | "heldOut" | "budget"> {
  readonly over: readonly Bounds[];
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
  readonly searchSeed: number;
}

export function tuning(options: TuneOptions): Study<TuningDocument> {
  return searchStudy("tune", options, readGoal(options), (options.subjectTo ?? []).map(readConstraint));
}

export function searchStudy(
  verb: "tune" | "calibrate",
  options: SearchOptions,
  goal: Goal,
  constraints: readonly Constraint[],
): Study<TuningDocument> {
  const { scenario, seeds, heldOut, budget, searchSeed = 1 } = options;
  const over = options.over.map((each) => readBounds(scenario, each));
  const plan: Plan = { ...options, over, goal, constraints, searchSeed };
  check(plan);
  return {
    verb,
    scenario,
    seeds,
    most: Math.floor(budget / seeds.length) * seeds.length + 2 * heldOut.length,
    run: async (cells) => documentOf(plan, await search(plan, cells)),
    page: tuningPage,
    setting: (document) => {
      const tuned = document.over.map((each) => [each.parameter, each.tuned] as const);
      return settingsFragment(Object.fromEntries(tuned), settingComment(document));
    },
    summary: ({ figures }) =>
      figures.flatMap(({ name, unit, before, tuned }) =>
        Object.entries({ before, tuned }).flatMap(([setting, both]) => [
          { figure: name, unit, setting, seeds: "tuning", ...both.tuning },
          { figure: name, unit, setting, seeds: "held out", ...both.heldOut },
        ]),
      ),
  };
}

/** Noted of every tuning. */
const ALWAYS = [...LEADING_FIGURES, "accuracy", "coverage", "success"];

/** A setting on the tuning seeds. */
interface Tried extends Judgement {
  /** In the order of the parameters. */
  readonly values: Values;
  readonly scenario: Scenario;
  readonly rank: number;
}

type Found = Awaited<ReturnType<typeof search>>;

/** The scenario as it was, and the setting of the least rank; `before` and `after` judge them on held-out seeds. */
async function search(plan: Plan, cells: CellRunner) {
  const { scenario, over, goal, constraints, seeds, heldOut, budget, searchSeed } = plan;
  const arms = armsFor([goal, ...constraints.map(({ figure }) => figure)]);
  const readings = goal.drawn.length === 0 ? [] : [REPORT];
  const judgeOn = async (of: "tuning" | "held out", moved: Scenario, values: Values): Promise<Judgement> => {
    const cell = { variant: wordsOf(values), scenario: moved, arms, readings, columns: { seeds: of, ...values } };
    const results = await cells.run((of === "tuning" ? seeds : heldOut).map((seed) => ({ ...cell, seed })));
    return judge(goal, constraints, results!);
  };
  /** In the order in which they were tried. */
  const tried: Tried[] = [];
  const attempt = async (moved: Scenario, values: Values): Promise<Tried> => {
    const known = tried.find((each) => isDeepStrictEqual(each.scenario, moved));
    if (known !== undefined) return known;
    const judged = await judgeOn("tuning", moved, values);
    const made = { values, scenario: moved, ...judged, rank: rankOf(goal, constraints, judged) };
    tried.push(made);
    return made;
  };
  const dimensions = over.map(({ parameter, low, high }) => {
    return { low, high, start: parameterOf(scenario, parameter) as number, isWhole: rangeOf(parameter)!.isWhole };
  });
  const valuesAt = (point: readonly number[]): Values =>
    Object.fromEntries(over.map(({ parameter }, i) => [parameter, point[i]!]));
  const start = await attempt(scenario, valuesAt(dimensions.map((dimension) => dimension.start)));
  // The search starts within the bounds: the scenario's own value may lie outside.
  const isWithin = dimensions.every(({ low, high, start: at }) => at >= low && at <= high);
  const settings = Math.floor(budget / seeds.length) - (isWithin ? 0 : 1);
  /** Settings whose parameters contradict each other, which were not run. */
  let refused = 0;
  const { point } = await searchLeast({ dimensions, budget: settings, seed: searchSeed }, async (at) => {
    const moved = scenarioAt(scenario, valuesAt(at));
    if (moved !== null) return (await attempt(moved, valuesAt(at))).rank;
    refused++;
    return Infinity;
  });
  const last = tried.find(({ values }) => isDeepStrictEqual(values, valuesAt(point)));
  const best = last === undefined || last.rank >= start.rank ? start : last;
  refuseUnkept(plan, best, tried.length);
  const before = await judgeOn("held out", scenario, start.values);
  const after = best === start ? before : await judgeOn("held out", best.scenario, best.values);
  return { start, best, before, after, tried, refused };
}

/** "warnings.low=0.5 dissuasion.agents=4". */
function wordsOf(values: Values): string {
  return Object.entries(values)
    .map(([path, value]) => `${path}=${value}`)
    .join(" ");
}

function documentOf(plan: Plan, found: Found): Omit<TuningDocument, keyof Head> {
  const { over, goal, constraints, heldOut, budget, searchSeed } = plan;
  const { start, best, before, after, tried, refused } = found;
  const alike = tried.filter((each) => each !== best && each.isKept && isAlike(goal, each, best));
  const named = [...constraints.map(({ figure }) => figure.name), ...ALWAYS];
  const figures = [goal, ...goal.drawn, ...named.map((name) => figureNamed(name, "--subject-to"))];
  return {
    heldOut: [...heldOut],
    searchSeed,
    budget,
    targets: [...goal.targets],
    settings: tried.map(({ values, goal: reached, constraints: kept }) => {
      return { values: Object.values(values), goal: reached, constraints: [...kept] };
    }),
    alike: {
      settings: alike.length,
      ranges: over.map(({ parameter }) => {
        const values = [best, ...alike].map((each) => each.values[parameter]!);
        return { parameter, low: Math.min(...values), high: Math.max(...values) };
      }),
    },
    refused,
    over: over.map((each) => {
      return { ...each, before: start.values[each.parameter]!, tuned: best.values[each.parameter]! };
    }),
    constraints: constraints.map((constraint, i) => ({
      figure: constraint.figure.name,
      constraint: boundWords(constraint.figure.name, constraint),
      tuning: best.constraints[i]!.verdict,
      heldOut: after.constraints[i]!.verdict,
    })),
    figures: figures
      .filter(({ name }, at) => figures.findIndex((each) => each.name === name) === at)
      .map((figure) => ({
        ...judgeFamily([{ ...namedOf(figure), difference: measure(figure.name, before.rows, after.rows) }])[0]!,
        before: { tuning: pooled(figure, start.rows), heldOut: pooled(figure, before.rows) },
        tuned: { tuning: pooled(figure, best.rows), heldOut: pooled(figure, after.rows) },
      })),
  };
}

/** The tuning seeds cannot tell it from the best. */
function isAlike({ name }: Goal, { rows }: Tried, best: Tried): boolean {
  const { verdict, difference } = judgeFamily([{ difference: measure(name, best.rows, rows) }])[0]!;
  return difference.n < 2 ? verdict === "same" : verdict !== "sure" && verdict !== "no figure";
}

/** The comment above the setting in a file for `--settings`: how it was found, and its results. */
function settingComment(document: TuningDocument): string[] {
  const { reproduce, version, seeds, heldOut, constraints, settings } = document;
  return [
    reproduce,
    `ringfence ${version}; tuning seeds ${seedWords(seeds)}, held-out seeds ${seedWords(heldOut)}`,
    `the best of ${settings.length} settings on the tuning seeds`,
    en(goalText(document)),
    ...constraints.map((each) => `${each.constraint}: tuning seeds: ${each.tuning}; held out: ${each.heldOut}`),
  ];
}

function refuseUnkept({ goal, constraints }: Plan, best: Tried, settings: number): void {
  const missed = constraints.flatMap((constraint, i) => {
    const found = best.constraints[i]!;
    return found.verdict === "kept" ? [] : [missWords(constraint.figure.name, constraint, found)];
  });
  if (missed.length > 0) {
    throw new RingfenceError(
      "noData",
      `no setting tried keeps it: of ${settings}, the nearest is ${wordsOf(best.values)}, with ${missed.join("; ")}. ${ENDS_COUNT}: loosen a constraint, take more --seeds, widen --over, or raise --budget`,
    );
  }
  if (best.goal.value !== null) return;
  throw new RingfenceError(
    "noData",
    `none of ${settings} settings tried has a value of ${goal.name}, so none is best: choose another goal, or more hours or people`,
  );
}

function check({ over, constraints, seeds, heldOut, budget }: Plan): void {
  if (over.length === 0) refuse("--over: expected a parameter at least, as in --over warnings.low=0.5..1.5");
  const twice = repeated(over.map(({ parameter }) => parameter));
  if (twice !== undefined) refuse(`--over: ${twice} is named more than once`);
  checkSeeds(heldOut);
  const both = seeds.filter((seed) => heldOut.includes(seed));
  if (both.length > 0) {
    refuse(`--held-out: ${both.join(", ")} is among --seeds: a setting would be judged by what chose it`);
  }
  if (constraints.length > 0 && seeds.length < 2) {
    refuse("--subject-to: the bound of a 95 % interval must keep it, and one seed has none: take two --seeds or more");
  }
  if (budget < seeds.length) {
    refuse(`--budget: a setting takes ${seeds.length} runs, one a seed: expected that many at least, found ${budget}`);
  }
}
