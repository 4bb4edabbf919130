/** A scenario along some of its parameters: points of a grid, of a list, or drawn from ranges. */
import { RingfenceError } from "../core/errors.ts";
import { DEFAULT_SCENARIO, loadScenario, parseSetting, type Setting } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Axis, latinPlaces, levelsOf, parameterOf, readAxis, valueAt } from "./axis.ts";
import type { ParameterValue, VariantsDocument } from "./document.ts";
import { refuse, repeated } from "./refusals.ts";
import { type Study, type StudyOptions, type StudyResult, wholeStudy } from "./study.ts";
import { type StudyVariant, variantsStudy } from "./variants-study.ts";

/** Values by path. */
export type ListPoint = Readonly<Record<string, string | number | boolean>>;

export interface SweepOptions extends StudyOptions {
  /** A shipped scenario by name, or the path of a .yaml file. */
  readonly scenario?: string | undefined;
  /** "path=value", or from a file, for every point. */
  readonly settings?: readonly Setting[] | undefined;
  /** "path=values", a parameter each. Without any, a grid is one point: the unchanged scenario, with every seed. */
  readonly over?: readonly string[] | undefined;
  /** Replaces `over`. */
  readonly list?: readonly ListPoint[] | undefined;
  /** Points drawn from the ranges of `over`, as a Latin hypercube; default: a grid. */
  readonly points?: number | undefined;
  /** For drawn points. */
  readonly designSeed?: number | undefined;
  /** Every point runs with each: points of one seed differ by their parameters alone. */
  readonly seeds?: readonly number[] | undefined;
  /** By name, with the paired runs that they need. Default: people who lost money first. */
  readonly figures?: readonly string[] | undefined;
}

/** With more runs nobody waits for them. */
export const MAX_CELLS = 100_000;
const DEFAULT_SEEDS = [1, 2, 3, 4, 5];

/**
 * Runs a scenario at each point of a design with each seed, side by side on all workers, and keeps what was run. Table
 * and page are the same bytes for any number of workers and interruptions. Shares are 0 to 1, money is yuan, times are
 * as their figures say (`STUDY_FIGURES`). Each point but the first is compared with the first, seed by seed. Throws
 * RingfenceError "usage" and "config" before anything is written where the options or a point do not hold together,
 * "io" where the disk refuses, and what a run throws, once the other runs have ended. Cost: points times seeds runs of
 * the scenario, one a worker at a time.
 */
export async function sweep(options: SweepOptions): Promise<StudyResult<VariantsDocument>> {
  return wholeStudy(sweepStudy(options), options);
}

/** In the scenario's words, throws "config" for a point whose scenario is invalid. */
export function sweepStudy(options: SweepOptions): Study<VariantsDocument> {
  const { scenario = DEFAULT_SCENARIO, settings = [], seeds = DEFAULT_SEEDS, figures } = options;
  const { paths, points } = pointsOf(options);
  const fixed = settings.map((one) => (typeof one === "string" ? parseSetting(one) : one).path.join("."));
  const both = paths.find((path) => fixed.includes(path));
  if (both !== undefined) refuse(`${both} is swept, and --set ${both} fixes it: leave out one of them`);
  const cells = points.length * seeds.length;
  if (cells > MAX_CELLS) {
    const found = `${points.length} points with ${seeds.length} seeds are ${cells} runs`;
    refuse(`a sweep has at most ${MAX_CELLS} runs, but ${found}: take fewer`);
  }
  const variants = points.map((point, at): StudyVariant => {
    const moved = loadPoint(scenario, settings, point, `point ${at + 1} of ${points.length}`);
    const parameters = paths.map((path) => [path, plainAt(moved, path)] as const);
    const name = parameters.map(([path, value]) => `${path}=${String(value)}`).join(" ");
    return { name: name === "" ? moved.name : name, scenario: moved, parameters: Object.fromEntries(parameters) };
  });
  return variantsStudy("sweep", { family: "figure", variants, seeds, figures, over: paths });
}

interface Points {
  readonly paths: readonly string[];
  /** Settings of each point, in the order of the paths. */
  readonly points: readonly (readonly string[])[];
}

function pointsOf({ over = [], list, points, designSeed = 1 }: SweepOptions): Points {
  if (list !== undefined) {
    if (over.length > 0) refuse("a sweep takes --over or --list, not both: put the parameter into the list");
    if (points !== undefined) refuse("a list has its own points: leave out --points");
    return ofList(list);
  }
  const axes = over.map(readAxis);
  const paths = axes.map(({ path }) => path);
  const again = repeated(paths);
  if (again !== undefined) refuse(`--over ${again} is given twice: put all values into one`);
  if (points === undefined) return { paths, points: product(axes) };
  if (!(Number.isInteger(points) && points >= 1)) refuse(`points: expected a whole number from 1 on, found ${points}`);
  if (axes.length === 0) refuse("--points draws values of parameters: --over warnings.low=0.5..0.95");
  const stepped = axes.find(({ values }) => "low" in values && values.steps !== null);
  if (stepped !== undefined) {
    refuse(`--over ${stepped.path}: --points draws its values: leave the steps out, or leave out --points for a grid`);
  }
  const places = latinPlaces(axes.length, points, designSeed);
  return { paths, points: places.map((place) => axes.map((axis, at) => `${axis.path}=${valueAt(axis, place[at]!)}`)) };
}

/** All combinations: the last parameter moves fastest. */
function product(axes: readonly Axis[]): string[][] {
  const levels = axes.map((axis) => levelsOf(axis).map((value) => `${axis.path}=${value}`));
  const size = levels.reduce((count, list) => count * list.length, 1);
  if (size > MAX_CELLS) refuse(`a grid of ${size} points is more than ${MAX_CELLS} runs`);
  return levels.reduce<string[][]>(
    (made, list) => made.flatMap((point) => list.map((value) => [...point, value])),
    [[]],
  );
}

function ofList(list: readonly ListPoint[]): Points {
  const paths = [...new Set(list.flatMap((point) => Object.keys(point)))];
  if (list.length === 0 || paths.length === 0) refuse("the list of points is empty");
  const points = list.map((point, at) =>
    paths.map((path) => {
      if (Object.hasOwn(point, path) && point[path] !== "") return `${path}=${String(point[path])}`;
      return refuse(`point ${at + 1} of the list has no value of ${path}`);
    }),
  );
  return { paths, points };
}

function loadPoint(scenario: string, settings: readonly Setting[], point: readonly string[], where: string): Scenario {
  try {
    return loadScenario(scenario, [...settings, ...point]);
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const message = point.reduce((words, one) => words.replaceAll(`--set ${one}`, `--over ${one}`), error.message);
    throw new RingfenceError(error.code, `${where}: ${message}`, { cause: error });
  }
}

/** A group or a list as JSON. */
function plainAt(scenario: Scenario, path: string): ParameterValue {
  const value = parameterOf(scenario, path);
  return typeof value === "object" ? JSON.stringify(value) : (value as ParameterValue);
}
