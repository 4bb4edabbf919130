/**
 * Calibration: parameters of a scenario are moved until figures of its run come close to targets. One seed, so that all
 * runs share their luck (common random numbers). The search is in pattern-search.ts. For other figures than those of
 * `targets` it says nothing, and other settings may do as well: docs/decisions/0010-calibration.md.
 */
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { parameters } from "../scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";
import { numberAt, rangeOf, withNumber } from "./parameter-paths.ts";
import { type Dimension, searchLeast } from "./pattern-search.ts";

/**
 * The parameters that move the reported figures most, of those without a source: volumes, who reports, who is taken in,
 * what is lost, what the platform sees, when it warns, and what persuades.
 */
export const CALIBRATED_PARAMETERS: readonly string[] = [
  "gangs.callsPerDay",
  "gangs.messagesPerDay",
  "complaints.callShare",
  "complaints.messageShare",
  "investigations.hostComplaints",
  "episodes.callTakesHold",
  "episodes.messageTakesHold",
  "episodes.meanLossYuan",
  "observation.lookUps",
  "warnings.low",
  "belief.base",
  "belief.telephone",
];

/** A figure that is to come out. */
export interface Target {
  readonly name: string;
  /** Above 0. */
  readonly value: number;
  /** What counts as a miss of 1: in the figure's own unit. */
  readonly tolerance: number;
}

/** A parameter that may move. */
export interface Bounds {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
}

export interface CalibrationOptions {
  readonly scenario: Scenario;
  readonly over: readonly Bounds[];
  readonly targets: readonly Target[];
  /** Settings tried at most, that of the scenario included. */
  readonly budget: number;
  readonly seed: number;
  /** The figures of a run, in the order of the targets; null for one that is none. */
  readonly measure: (scenario: Scenario) => Promise<readonly (number | null)[]>;
  /** Called after each setting, with the best so far. */
  readonly onTrial?: (trial: Trial, best: Trial, trials: number) => void;
  readonly isStopped?: () => boolean;
}

/** A setting, and what came of it. */
export interface Trial {
  /** In the order of `over`. */
  readonly values: readonly number[];
  /** In the order of the targets. */
  readonly figures: readonly (number | null)[];
  /** The sum of squares of all misses, each in units of its tolerance. */
  readonly loss: number;
}

export interface Calibration {
  /** The scenario as it was. */
  readonly start: Trial;
  readonly best: Trial;
  readonly trials: number;
}

/** A figure that is none counts as this many tolerances. */
const MISSING = 10;

/** The same for any number of workers, as the figures are. */
export async function calibrate(options: CalibrationOptions): Promise<Calibration> {
  const { scenario, over, targets, measure, onTrial, ...search } = options;
  const dimensions = over.map((bounds) => dimensionOf(scenario, bounds));
  let start: Trial | null = null;
  let best: Trial | null = null;
  let trials = 0;
  await searchLeast({ dimensions, ...search }, async (values) => {
    const moved = scenarioAt(scenario, over, values);
    const figures = moved === null ? targets.map(() => null) : await measure(moved);
    const trial = { values, figures, loss: moved === null ? Infinity : lossOf(targets, figures) };
    trials++;
    start ??= trial;
    if (best === null || trial.loss < best.loss) best = trial;
    onTrial?.(trial, best, trials);
    return trial.loss;
  });
  return { start: start!, best: best!, trials };
}

/** By how many tolerances a figure is above its target, or below it. */
export function missOf({ value, tolerance }: Target, figure: number | null): number {
  return figure === null ? MISSING : (figure - value) / tolerance;
}

function lossOf(targets: readonly Target[], figures: readonly (number | null)[]): number {
  return targets.reduce((sum, target, i) => {
    const miss = missOf(target, figures[i]!);
    return sum + miss * miss;
  }, 0);
}

/** Null where the parameters of a group would not hold together. */
function scenarioAt(scenario: Scenario, over: readonly Bounds[], values: readonly number[]): Scenario | null {
  const moved = over.reduce((each, { parameter }, i) => withNumber(each, parameter, values[i]!), scenario);
  const parsed = scenarioSchema.safeParse(moved);
  return parsed.success ? parsed.data : null;
}

function dimensionOf(scenario: Scenario, { parameter, low, high }: Bounds): Dimension {
  return { low, high, start: numberAt(scenario, parameter), isWhole: rangeOf(parameter)!.isWhole };
}

/**
 * Reads "path=low..high", or "path" alone for half to twice its value. Throws RingfenceError "usage" where that is no
 * number of the scenario, or out of its range.
 */
export function readBounds(scenario: Scenario, written: string): Bounds {
  const [parameter, ends] = split(written, "=");
  const range = rangeOf(parameter);
  if (range === null) {
    const near = nearestTo(
      parameter,
      parameters()
        .map(({ path }) => path)
        .filter((path) => rangeOf(path) !== null),
    );
    const hint = near === null ? "" : `. Did you mean "${near}"?`;
    throw new RingfenceError("usage", `--over: "${parameter}" is no parameter that is a number${hint}`);
  }
  const { minimum, maximum } = range;
  const value = numberAt(scenario, parameter);
  if (ends === null) {
    const [half, twice] = [Math.max(minimum, value / 2), Math.min(maximum, value * 2)];
    if (half < twice) return { parameter, low: half, high: twice };
    throw new RingfenceError("usage", `--over ${parameter}: it is ${value}: expected bounds, as in ${parameter}=1..5`);
  }
  const [low, high] = ends.split("..").map((end) => (end.trim() === "" ? Number.NaN : Number(end)));
  if (low! >= minimum && low! < high! && high! <= maximum) return { parameter, low: low!, high: high! };
  throw new RingfenceError(
    "usage",
    `--over ${parameter}: expected two numbers from ${minimum} to ${maximum}, the lower one first, as in ${parameter}=1..5, but found "${ends}"`,
  );
}

function split(written: string, mark: string): [string, string | null] {
  const at = written.indexOf(mark);
  return at < 0 ? [written.trim(), null] : [written.slice(0, at).trim(), written.slice(at + 1).trim()];
}
