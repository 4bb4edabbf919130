/** A parameter of a sweep with its values, written as `path=values`. */
import { RingfenceError } from "../../core/errors.ts";
import { rangeOf } from "../../scenario/keys.ts";

/** Values as `--set` takes them behind "=". */
type AxisValues =
  | { readonly kind: "list"; readonly values: readonly string[] }
  | {
      readonly kind: "range";
      readonly low: number;
      readonly high: number;
      readonly log: boolean;
      /** Null for designs that draw. */
      readonly steps: number | null;
    };

export interface Axis {
  readonly path: string;
  readonly values: AxisValues;
}

const FORMS = "a,b,c or low..high or low..high:steps, with :log behind a range for even steps of its logarithm";

export function readAxis(written: string): Axis {
  const equals = written.indexOf("=");
  const path = written.slice(0, Math.max(0, equals)).trim();
  const values = written.slice(equals + 1).trim();
  if (path === "") throw wrong(written, "expected path=values, as in warnings.low=0.5,0.95");
  if (values === "") throw wrong(written, `there are no values: expected ${FORMS}`);
  const range = /^([^.,]*(?:\.\d+)?)\.\.([^:,]+)(?::(\d+))?(:log)?$/.exec(values);
  return { path, values: range === null ? readList(written, values) : readRange(written, path, range) };
}

function readList(written: string, values: string): AxisValues {
  const list = splitOutsideBrackets(values);
  if (list.includes("")) throw wrong(written, "there is nothing between two commas, or behind the last");
  const again = list.find((value, at) => list.indexOf(value) !== at);
  if (again !== undefined) throw wrong(written, `${again} stands there twice`);
  return { kind: "list", values: list };
}

function readRange(written: string, path: string, [, from, to, many, log]: readonly string[]): AxisValues {
  const [low, high] = [Number(from), Number(to)];
  const isRead = from !== "" && Number.isFinite(low) && Number.isFinite(high);
  if (!isRead) throw wrong(written, `expected two numbers around "..", found "${from}" and "${to}"`);
  if (low >= high) throw wrong(written, `the range has to go up, but ${low} is not below ${high}`);
  if (log !== undefined && low <= 0) throw wrong(written, "a range with :log begins above 0");
  const steps = many === undefined ? null : Number(many);
  if (steps !== null && (steps < 2 || steps > MAX_STEPS)) throw wrong(written, `expected 2 to ${MAX_STEPS} steps`);
  const allowed = rangeOf(path);
  if (allowed !== null && (low < allowed.minimum || high > allowed.maximum)) {
    throw wrong(written, `${path} goes from ${allowed.minimum} to ${allowed.maximum}`);
  }
  return { kind: "range", low, high, log: log !== undefined, steps };
}

const MAX_STEPS = 10_000;

function wrong(written: string, what: string): RingfenceError {
  return new RingfenceError("usage", `--over ${written}: ${what}`);
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

export function levelsOf(axis: Axis): string[] {
  const { path, values } = axis;
  if (values.kind === "list") return [...values.values];
  const { low, high, steps } = values;
  if (steps === null) {
    throw wrong(
      `${path}=${low}..${high}`,
      `a grid needs the number of steps: ${low}..${high}:5, or a list; --points draws from a range`,
    );
  }
  const levels = Array.from({ length: steps }, (_, at) => numberAt(axis, at / (steps - 1)));
  return [...new Set(levels.map(String))];
}

export function valueAt(axis: Axis, place: number): string {
  const { values } = axis;
  if (values.kind === "range") return String(numberAt(axis, place, true));
  const list = values.values;
  return list[Math.min(list.length - 1, Math.floor(place * list.length))]!;
}

/** So many digits of a drawn number: enough for every purpose, and short in a table. */
const DIGITS = 8;

/** `isDrawn`: all whole numbers are equally likely, also the ends. */
function numberAt({ path, values }: Axis, place: number, isDrawn = false): number {
  const { low, high, log } = values as Extract<AxisValues, { kind: "range" }>;
  const isWhole = rangeOf(path)?.isWhole === true;
  if (isWhole && isDrawn && !log) return Math.min(high, Math.floor(low + place * (high - low + 1)));
  // Its last bits differ between engines: they are rounded away.
  const value = log ? low * Math.exp(place * Math.log(high / low)) : low + place * (high - low);
  return isWhole ? Math.round(value) : Number(value.toPrecision(DIGITS));
}
