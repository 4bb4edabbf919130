/** A scenario along some of its parameters: points of a grid, of a list, or drawn from ranges. */
import { RingfenceError } from "../core/errors.ts";
import { DEFAULT_SCENARIO, loadScenario, parseSetting, type Setting } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Axis, levelsOf, readAxis, valueAt } from "./design/axis.ts";
import { latinPlaces } from "./design/latin-hypercube.ts";
import { type Study, type StudyOptions, type StudyResult, wholeStudy } from "./study.ts";
import { type ParameterValue, type VariantsDocument } from "./document.ts";
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
  const { scenario = DEFAULT_SCENARIO, settings = [], seeds = DEFAULT_SEEDS, figures, reproduce } = options;
  const { paths, points } = pointsOf(options);
  refuseFixed(paths, settings);
  const cells = points.length * seeds.length;
  if (cells > MAX_CELLS) {
    const found = `${points.length} points with ${seeds.length} seeds are ${cells} runs`;
    fail(`a sweep has at most ${MAX_CELLS} runs, but ${found}: take fewer`);
  }
  const variants = points.map((point, at): StudyVariant => {
    const moved = loadPoint(scenario, settings, point, `point ${at + 1} of ${points.length}`);
    const parameters = paths.map((path) => [path, valueOf(moved, path)] as const);
    const name = parameters.map(([path, value]) => `${path}=${String(value)}`).join(" ");
    return { name: name === "" ? moved.name : name, scenario: moved, parameters: Object.fromEntries(parameters) };
  });
  return variantsStudy({ study: "sweep", family: "figure", variants, seeds, figures, over: paths, reproduce });
}

interface Points {
  readonly paths: string[];
  /** Settings of each point, in the order of the paths. */
  readonly points: readonly (readonly string[])[];
}

function pointsOf({ over = [], list, points, designSeed = 1 }: SweepOptions): Points {
  if (list !== undefined) {
    if (over.length > 0) fail("a sweep takes --over or --list, not both: put the parameter into the list");
    if (points !== undefined) fail("a list has its own points: leave out --points");
    return ofList(list);
  }
  const axes = over.map(readAxis);
  const paths = axes.map(({ path }) => path);
  const again = paths.find((path, at) => paths.indexOf(path) !== at);
  if (again !== undefined) fail(`--over ${again} is given twice: put all values into one`);
  if (points === undefined) return { paths, points: product(axes) };
  if (!(Number.isInteger(points) && points >= 1)) fail(`points: expected a whole number from 1 on, found ${points}`);
  if (axes.length === 0) fail("--points draws values of parameters: --over warnings.low=0.5..0.95");
  const stepped = axes.find(({ values }) => values.kind === "range" && values.steps !== null);
  if (stepped !== undefined) {
    const advice = "leave the steps out, or leave out --points for a grid";
    fail(`--over ${stepped.path}: --points draws its values: ${advice}`);
  }
  const places = latinPlaces(axes.length, points, designSeed);
  return { paths, points: places.map((place) => axes.map((axis, at) => `${axis.path}=${valueAt(axis, place[at]!)}`)) };
}

/** All combinations: the last parameter moves fastest. */
function product(axes: readonly Axis[]): string[][] {
  const levels = axes.map((axis) => levelsOf(axis).map((value) => `${axis.path}=${value}`));
  const size = levels.reduce((count, list) => count * list.length, 1);
  if (size > MAX_CELLS) fail(`a grid of ${size} points is more than ${MAX_CELLS} runs`);
  return levels.reduce<string[][]>(
    (made, list) => made.flatMap((point) => list.map((value) => [...point, value])),
    [[]],
  );
}

function ofList(list: readonly ListPoint[]): Points {
  const paths = [...new Set(list.flatMap((point) => Object.keys(point)))];
  if (list.length === 0 || paths.length === 0) fail("the list of points is empty");
  const points = list.map((point, at) =>
    paths.map((path) => {
      if (Object.hasOwn(point, path) && point[path] !== "") return `${path}=${String(point[path])}`;
      return fail(`point ${at + 1} of the list has no value of ${path}`);
    }),
  );
  return { paths, points };
}

function refuseFixed(paths: readonly string[], settings: readonly Setting[]): void {
  const fixed = settings.map((setting) => (typeof setting === "string" ? parseSetting(setting) : setting));
  const both = paths.find((path) => fixed.some((setting) => setting.path.join(".") === path));
  if (both !== undefined) fail(`${both} is swept, and --set ${both} fixes it: leave out one of them`);
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
function valueOf(scenario: Scenario, path: string): ParameterValue {
  let value: unknown = scenario;
  for (const key of path.split(".")) value = (value as Record<string, unknown>)[key];
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as ParameterValue);
}

function fail(message: string): never {
  throw new RingfenceError("usage", message);
}
