/**
 * Calibration: parameters of a scenario are moved until figures of its run come close to targets. One seed, so that all
 * runs share their luck (common random numbers). The search is in pattern-search.ts. For other figures than those of
 * `targets` it says nothing, and other settings may do as well: docs/decisions/0010-calibration.md.
 */
import { searchLeast } from "../core/search/pattern-search.ts";
import { type Bounds, dimensionsOf, scenarioAt } from "../scenario/bounds.ts";
import type { Scenario } from "../scenario/schema.ts";

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
  const dimensions = dimensionsOf(scenario, over);
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
