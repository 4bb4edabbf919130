/** What few labelled rows of one's own reach: trained on so many, judged on others, again and again. */
import { groupBy } from "../core/group-by.ts";
import { RandomStream, shuffle } from "../core/random.ts";
import { RingfenceError } from "../core/errors.ts";
import { meanInterval } from "../metrics/quantiles.ts";
import { Scorer } from "../detect/learned/scorer.ts";
import type { ExampleTable } from "./examples.ts";
import { figuresAt } from "./thresholds.ts";
import { type TrainOptions, trainModel } from "./train-model.ts";

export interface CurvePoint {
  /** Labelled rows that were trained on. */
  readonly rows: number;
  /** Matthews correlation on rows that were not, and 95 % over the repeats (Student's t). */
  readonly mcc: number;
  readonly low: number;
  readonly high: number;
  readonly repeats: number;
}

export const CURVE_ROWS = [50, 200, 1000] as const;
const REPEATS = 5;
/** Others that each is judged on, at most. */
const JUDGED_ROWS = 4000;

/**
 * Near-duplicates of a row that is trained on are not judged. Of sizes beyond half of the groups there is no point.
 * Cost: some 20 small trainings.
 */
export function learningCurve(
  table: ExampleTable,
  settings: Omit<TrainOptions, "blockedBenign">,
): readonly CurvePoint[] {
  const groups = groupBy([...table.group.keys()], (row) => table.group[row]!);
  const sizes = CURVE_ROWS.filter((size) => size <= groups.size / 2);
  return sizes.flatMap((size) => {
    const reached: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const mcc = reachedBy(table, [...groups.values()], size, repeat, settings);
      if (mcc !== null) reached.push(mcc);
    }
    return reached.length < 3 ? [] : [pointOf(size, reached)];
  });
}

function reachedBy(
  table: ExampleTable,
  groups: readonly (readonly number[])[],
  size: number,
  repeat: number,
  settings: Omit<TrainOptions, "blockedBenign">,
): number | null {
  const order = [...groups];
  shuffle(order, new RandomStream(settings.seed, "learning-curve"), repeat);
  // One row of each group: whoever labels by hand labels no message twice.
  const chosen = order.slice(0, size).map((group) => group[0]!);
  const judged = order.slice(size, size + JUDGED_ROWS).map((group) => group[0]!);
  return mccOf(table, chosen, judged, settings);
}

/** Matthews correlation of a model of `chosen` rows on `judged` ones; null: the chosen are too few for a model. */
export function mccOf(
  table: ExampleTable,
  chosen: readonly number[],
  judged: readonly number[],
  settings: Omit<TrainOptions, "blockedBenign">,
): number | null {
  try {
    const model = trainModel(table.only(chosen), { ...settings, blockedBenign: null });
    const scorer = new Scorer(model);
    const scores = Float64Array.from(judged, (row) => table.scoreWith(scorer, row));
    const labels = Int8Array.from(judged, (row) => table.label[row]!);
    // Undefined where nothing is blocked: a model that learned nothing, which is not to be left out.
    return figuresAt(scores, labels, model.card.thresholds.block).mcc ?? 0;
  } catch (error) {
    // So few rows may be of one class.
    if (error instanceof RingfenceError && error.code === "noData") return null;
    throw error;
  }
}

function pointOf(rows: number, reached: readonly number[]): CurvePoint {
  const { mean, half } = meanInterval(reached);
  return { rows, mcc: mean, low: Math.max(-1, mean - half!), high: Math.min(1, mean + half!), repeats: reached.length };
}
