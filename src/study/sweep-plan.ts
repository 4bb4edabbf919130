/** A sweep's runs, resolved before anything is written: its points, their scenarios, its seeds. */
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { figuresNamed, STUDY_FIGURES } from "./figures.ts";
import { DEFAULT_SCENARIO, loadScenario, type Setting } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Axis, levelsOf, readAxis, valueAt } from "./design/axis.ts";
import { latinPlaces } from "./design/latin-hypercube.ts";
import { checkSeeds } from "./check-seeds.ts";
import type { VariantValue } from "./run-table.ts";
import type { ArmName } from "./variants/arms.ts";

/** Every combination of values, the rows of a list, or points drawn from ranges. */
export const DESIGNS = ["grid", "list", "latin-hypercube"] as const;
type DesignName = (typeof DESIGNS)[number];

/** Values by path. */
export type ListPoint = Readonly<Record<string, string | number | boolean>>;

export interface PlanOptions {
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
  /** More paired runs than `figures` need. Default: none. */
  readonly arms?: readonly SweepArm[] | undefined;
  /** Leading figures of the page, by name. Default: `LEADING_FIGURES`. */
  readonly figures?: readonly string[] | undefined;
}

export const LEADING_FIGURES = ["peopleLost", "lostYuan", "interception", "falseInterception"] as const;

export const SWEEP_ARMS = ["interceptionOnly", "noDefences"] as const satisfies readonly ArmName[];
export type SweepArm = (typeof SWEEP_ARMS)[number];

interface SweepStatement {
  readonly scenario: string;
  readonly settings: readonly string[];
  readonly design: DesignName;
  readonly designPoints: number | null;
  readonly designSeed: number;
  readonly over: readonly string[];
  readonly list?: readonly ListPoint[];
  readonly seeds: readonly number[];
  readonly arms: readonly SweepArm[];
  readonly figures: readonly string[];
  readonly parameters: readonly string[];
  /** As in the resolved scenarios. */
  readonly points: readonly (readonly VariantValue[])[];
}

interface SweepPoint {
  readonly parameters: readonly VariantValue[];
  readonly scenario: Scenario;
}

export interface SweepPlan {
  readonly statement: SweepStatement;
  readonly points: readonly SweepPoint[];
}

export const MAX_CELLS = 100_000;
const DEFAULT_SEEDS = [1, 2, 3, 4, 5];

/**
 * Throws RingfenceError "usage" for contradicting options, a range that a design cannot take and a study that is too
 * large, and "config" for a point whose scenario is invalid, in the scenario's words.
 */
export function planSweep(options: PlanOptions): SweepPlan {
  const { scenario = DEFAULT_SCENARIO, settings = [], list, points, designSeed = 1, seeds = DEFAULT_SEEDS } = options;
  checkSeeds(seeds);
  if (list !== undefined && options.over !== undefined && options.over.length > 0) {
    throw new RingfenceError("usage", "a sweep takes --over or --list, not both: put the parameter into the list");
  }
  if (list !== undefined && points !== undefined) {
    throw new RingfenceError("usage", "a list has its own points: leave out --points");
  }
  if (points !== undefined && !(Number.isInteger(points) && points >= 1)) {
    throw new RingfenceError("usage", `points: expected a whole number from 1 on, found ${points}`);
  }
  const design: DesignName = list !== undefined ? "list" : points === undefined ? "grid" : "latin-hypercube";
  const drawn = list === undefined ? ofAxes(options.over ?? [], points, designSeed) : ofList(list);
  const cells = drawn.settings.length * seeds.length;
  if (cells > MAX_CELLS) {
    const found = `${drawn.settings.length} points with ${seeds.length} seeds are ${cells} runs`;
    throw new RingfenceError("usage", `a sweep has at most ${MAX_CELLS} runs, but ${found}: take fewer`);
  }
  checkPaths(drawn.paths, settings);
  const figures = figuresAsked(options.figures ?? LEADING_FIGURES);
  const resolved = drawn.settings.map((point, at): SweepPoint => {
    const moved = loadPoint(scenario, settings, point, `point ${at + 1} of ${drawn.settings.length}`);
    return { parameters: drawn.paths.map((path) => valueOf(moved, path)), scenario: moved };
  });
  return {
    statement: {
      scenario,
      settings: settings.map(settingWords),
      design,
      designPoints: points ?? null,
      designSeed,
      over: [...(options.over ?? [])],
      ...(list === undefined ? {} : { list: list.map((point) => ({ ...point })) }),
      seeds: [...seeds],
      arms: armsOf(options.arms ?? [], figures),
      figures,
      parameters: drawn.paths,
      points: resolved.map(({ parameters }) => [...parameters]),
    },
    points: resolved,
  };
}

function figuresAsked(names: readonly string[]): string[] {
  const known = STUDY_FIGURES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearestTo(unknown, known);
    const hint = near === null ? "" : `. Did you mean ${near}?`;
    throw new RingfenceError(
      "usage",
      `--figures: there is no figure "${unknown}": expected some of ${known.join(", ")}${hint}`,
    );
  }
  return [...new Set(names)];
}

/** Arms asked for, and arms that these figures need. */
function armsOf(asked: readonly SweepArm[], names: readonly string[]): SweepArm[] {
  const needed = figuresNamed(names).flatMap(({ arms }) => arms);
  return [...new Set([...asked, ...SWEEP_ARMS.filter((arm) => needed.includes(arm))])];
}

interface Drawn {
  readonly paths: string[];
  readonly settings: readonly (readonly string[])[];
}

function ofAxes(over: readonly string[], points: number | undefined, seed: number): Drawn {
  const axes = over.map(readAxis);
  const paths = axes.map(({ path }) => path);
  if (axes.length === 0 && points !== undefined) {
    throw new RingfenceError("usage", "--points draws values of parameters: --over warnings.low=0.5..0.95");
  }
  const again = paths.find((path, at) => paths.indexOf(path) !== at);
  if (again !== undefined) throw new RingfenceError("usage", `--over ${again} is given twice: put all values into one`);
  if (points === undefined) return { paths, settings: product(axes) };
  const stepped = axes.find(({ values }) => values.kind === "range" && values.steps !== null);
  if (stepped !== undefined) {
    const advice = "leave the steps out, or leave out --points for a grid";
    throw new RingfenceError("usage", `--over ${stepped.path}: --points draws its values: ${advice}`);
  }
  const settings = latinPlaces(axes.length, points, seed).map((place) =>
    axes.map((axis, at) => `${axis.path}=${valueAt(axis, place[at]!)}`),
  );
  return { paths, settings };
}

/** All combinations: the last parameter moves fastest. */
function product(axes: readonly Axis[]): string[][] {
  const levels = axes.map((axis) => levelsOf(axis).map((value) => `${axis.path}=${value}`));
  const size = levels.reduce((count, list) => count * list.length, 1);
  if (size > MAX_CELLS) throw new RingfenceError("usage", `a grid of ${size} points is more than ${MAX_CELLS} runs`);
  return levels.reduce<string[][]>(
    (made, list) => made.flatMap((point) => list.map((value) => [...point, value])),
    [[]],
  );
}

function ofList(list: readonly ListPoint[]): Drawn {
  const paths = [...new Set(list.flatMap((point) => Object.keys(point)))];
  if (list.length === 0 || paths.length === 0) throw new RingfenceError("usage", "the list of points is empty");
  const settings = list.map((point, at) =>
    paths.map((path) => {
      if (Object.hasOwn(point, path) && point[path] !== "") return `${path}=${String(point[path])}`;
      throw new RingfenceError("usage", `point ${at + 1} of the list has no value of ${path}`);
    }),
  );
  return { paths, settings };
}

function settingWords(setting: Setting): string {
  if (typeof setting === "string") return setting;
  const { path, value } = setting;
  return `${path.join(".")}=${typeof value === "string" ? value : JSON.stringify(value)}`;
}

function checkPaths(paths: readonly string[], settings: readonly Setting[]): void {
  const fixed = settings.map(settingWords).map((setting) => setting.slice(0, Math.max(0, setting.indexOf("="))).trim());
  const both = paths.find((path) => fixed.includes(path));
  if (both === undefined) return;
  throw new RingfenceError("usage", `${both} is swept, and --set ${both} fixes it: leave out one of them`);
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
function valueOf(scenario: Scenario, path: string): VariantValue {
  let value: unknown = scenario;
  for (const key of path.split(".")) value = (value as Record<string, unknown>)[key];
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return value as VariantValue;
}
