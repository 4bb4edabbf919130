/**
 * Parameters that a study moves: the values of a sweep, written as `path=values`, with places on them that are drawn;
 * and the bounds of a search, with what it found as a file of settings.
 */
import { stringify } from "yaml";
import { RandomStream, shuffle, unit } from "../core/random.ts";
import { parameters, rangeOf } from "../scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";
import { refuse, refuseName, repeated } from "./refusals.ts";

interface Range {
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
  /** Null where values are drawn. */
  readonly steps: number | null;
}

export interface Axis {
  readonly path: string;
  /** A list has values as `--set` takes them behind "=". */
  readonly values: readonly string[] | Range;
}

const FORMS = "a,b,c or low..high or low..high:steps, with :log behind a range for even steps of its logarithm";

export function readAxis(written: string): Axis {
  const equals = written.indexOf("=");
  const path = written.slice(0, Math.max(0, equals)).trim();
  const values = written.slice(equals + 1).trim();
  if (path === "") refuseAxis(written, "expected path=values, as in warnings.low=0.5,0.95");
  if (values === "") refuseAxis(written, `there are no values: expected ${FORMS}`);
  const range = /^([^.,]*(?:\.\d+)?)\.\.([^:,]+)(?::(\d+))?(:log)?$/.exec(values);
  return { path, values: range === null ? readList(written, values) : readRange(written, path, range) };
}

function readList(written: string, values: string): readonly string[] {
  const list = splitOutsideBrackets(values);
  if (list.includes("")) refuseAxis(written, "there is nothing between two commas, or behind the last");
  const again = repeated(list);
  if (again !== undefined) refuseAxis(written, `${again} stands there twice`);
  return list;
}

function readRange(written: string, path: string, [, from, to, many, log]: readonly string[]): Range {
  const [low, high] = [Number(from), Number(to)];
  const isRead = from !== "" && Number.isFinite(low) && Number.isFinite(high);
  if (!isRead) refuseAxis(written, `expected two numbers around "..", found "${from}" and "${to}"`);
  if (low >= high) refuseAxis(written, `the range has to go up, but ${low} is not below ${high}`);
  const isLog = log !== undefined;
  if (isLog && low <= 0) refuseAxis(written, "a range with :log begins above 0");
  const steps = many === undefined ? null : Number(many);
  if (steps !== null && (steps < 2 || steps > MAX_STEPS)) refuseAxis(written, `expected 2 to ${MAX_STEPS} steps`);
  const allowed = rangeOf(path);
  if (allowed !== null && (low < allowed.minimum || high > allowed.maximum)) {
    refuseAxis(written, `${path} goes from ${allowed.minimum} to ${allowed.maximum}`);
  }
  return { low, high, isLog, steps };
}

const MAX_STEPS = 10_000;

function refuseAxis(written: string, what: string): never {
  return refuse(`--over ${written}: ${what}`);
}

/** A list among the values, [1,2], stays whole. */
function splitOutsideBrackets(values: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of values) {
    if ("[{".includes(character)) depth++;
    if ("]}".includes(character)) depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

export function levelsOf({ path, values }: Axis): readonly string[] {
  if (!("low" in values)) return values;
  const { low, high, steps } = values;
  if (steps === null) {
    const advice = `a grid needs the number of steps: ${low}..${high}:5, or a list; --points draws from a range`;
    return refuseAxis(`${path}=${low}..${high}`, advice);
  }
  const levels = Array.from({ length: steps }, (_, at) => numberAt(path, values, at / (steps - 1)));
  return [...new Set(levels.map(String))];
}

/** At a place from 0 to 1. */
export function valueAt({ path, values }: Axis, place: number): string {
  if ("low" in values) return String(numberAt(path, values, place, true));
  return values[Math.min(values.length - 1, Math.floor(place * values.length))]!;
}

/** So many digits of a drawn number: enough for every purpose, and short in a table. */
const DIGITS = 8;

/** `isDrawn`: all whole numbers are equally likely, also the ends. */
function numberAt(path: string, { low, high, isLog }: Range, place: number, isDrawn = false): number {
  const isWhole = rangeOf(path)?.isWhole === true;
  if (isWhole && isDrawn && !isLog) return Math.min(high, Math.floor(low + place * (high - low + 1)));
  // Its last bits differ between engines: they are rounded away.
  const value = isLog ? low * Math.exp(place * Math.log(high / low)) : low + place * (high - low);
  return isWhole ? Math.round(value) : Number(value.toPrecision(DIGITS));
}

/**
 * A Latin hypercube: each point has a place from 0 to 1 on every axis. Every axis is cut into as many strips as there
 * are points, and each strip has one (McKay, Beckman and Conover 1979). Another number of points is another design.
 */
export function latinPlaces(axes: number, points: number, seed: number): number[][] {
  const draws = new RandomStream(seed, `design-latin-${points}`);
  const strips = Array.from({ length: axes }, (_, axis) => {
    const strip = Array.from({ length: points }, (_unused, at) => at);
    shuffle(strip, draws, axis);
    return strip;
  });
  return Array.from({ length: points }, (_, point) =>
    strips.map((strip, axis) => (strip[point]! + unit(draws.draw(point, axis, 1)[0]!)) / points),
  );
}

export interface Bounds {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
}

/**
 * Reads "path=low..high", or "path" alone for half to twice its value. Throws RingfenceError "usage" if that is no
 * number of the scenario, or out of its range.
 */
export function readBounds(scenario: Scenario, written: string): Bounds {
  const parameter = written.split("=", 1)[0]!.trim();
  const range = rangeOf(parameter);
  if (range === null) {
    const numbers = parameters().flatMap(({ path }) => (rangeOf(path) === null ? [] : [path]));
    return refuseName(`--over: "${parameter}" is no parameter that is a number`, parameter, numbers);
  }
  const { minimum, maximum, isWhole } = range;
  if (!written.includes("=")) {
    const value = parameterOf(scenario, parameter) as number;
    const [low, high] = [Math.max(minimum, value / 2), Math.min(maximum, value * 2)];
    if (low < high) return { parameter, low, high };
    refuse(`--over ${parameter}: it is ${value}: expected bounds, as in ${parameter}=1..5`);
  }
  const { values } = readAxis(written);
  if ("low" in values && values.steps === null && !values.isLog) {
    const { low, high } = values;
    if (!isWhole || Math.ceil(low) <= high) return { parameter, low, high };
  }
  const what = `expected two ${isWhole ? "whole numbers" : "numbers"} from ${minimum} to ${maximum}`;
  return refuse(`--over ${written}: ${what}, the lower one first, as in ${parameter}=1..5`);
}

/** Values of parameters by path. */
export type Values = Readonly<Record<string, number>>;

/** The scenario at these values; null if the parameters of a group contradict each other. */
export function scenarioAt(scenario: Scenario, values: Values): Scenario | null {
  return scenarioSchema.safeParse(withValues(structuredClone(scenario), values)).data ?? null;
}

export function parameterOf(scenario: Scenario, path: string): unknown {
  return path.split(".").reduce<unknown>((group, key) => (group as Record<string, unknown>)[key], scenario);
}

function withValues(tree: object, values: Values): object {
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split(".");
    let group = tree as Record<string, unknown>;
    for (const key of keys.slice(0, -1)) group = (group[key] ??= {}) as Record<string, unknown>;
    group[keys.at(-1)!] = value;
  }
  return tree;
}

/** YAML of the parameters at these values, below a comment. `comment` is written line by line and cannot end itself. */
export function settingsFragment(values: Values, comment: readonly string[]): string {
  const lines = comment.flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/));
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n${stringify(withValues({}, values))}`;
}
