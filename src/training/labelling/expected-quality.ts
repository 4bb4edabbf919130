/**
 * How good a model of these labels is on messages that nobody labelled, for all that they tell. Three estimates, each
 * wrong in its own way, and the middle one counts: models of the same labels drawn again (bootstrap) agree with it so
 * far (Bloodgood and Vijay-Shanker 2009), which is too high where labels contradict each other; the odds that the labels
 * give each message, which are too cautious, as hard messages were labelled; and the labels themselves, those of random
 * messages for all that were not picked, which are few. None knows of kinds of messages that no label has met.
 */
import { RandomStream, below } from "../../core/random.ts";
import { matthews } from "../../metrics/rates.ts";
import { calibrateScores } from "../calibrate-scores.ts";
import type { LabelPool } from "./label-pool.ts";
import type { Labelling } from "./labelling.ts";

export interface ExpectedQuality {
  readonly labels: number;
  /** Matthews correlation with the truth: the middle estimate, the least and the greatest. */
  readonly mcc: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 20;
const FOLDS = 5;
/** Below, nothing can be said. */
const MIN_OF_A_CLASS = 3;

/** Null where a class has too few labels, or the model takes all the rest for one class. Some 300 ms. */
export function expectedQuality(pool: LabelPool, labelling: Labelling): ExpectedQuality | null {
  const labels = labelling.labels();
  const rows = [...labels.keys()];
  const sides = rows.map((row) => labels.get(row)!);
  const fraud = sides.filter((side) => side === 1).length;
  if (Math.min(fraud, rows.length - fraud) < MIN_OF_A_CLASS) return null;
  const { group } = pool.table;
  const rest = pool.open(new Set(rows.map((row) => group[row]!)));
  const whole = pool.train(rows, labels);
  const scores = rest.map((row) => pool.score(whole, row));
  const decided = scores.map((score) => score >= 0);
  if (new Set(decided).size < 2) return null;
  const heldOut = heldOutScores(pool, rows, labels);
  const { slope, offset } = calibrateScores(heldOut, Int8Array.from(sides));
  const random = rows.filter((row) => isRandom(row)).length;
  const weights = rows.map((row) => (isRandom(row) ? (random + pool.order.length - rows.length) / random : 1));
  const estimates = [
    agreement(),
    correlation(scores.map((score) => [slope * score + offset >= 0, odds(slope * score + offset), 1])),
    correlation(rows.map((_, at) => [slope * heldOut[at]! + offset >= 0, Number(sides[at] === 1), weights[at]!])),
  ].sort((a, b) => a - b);
  return { labels: rows.length, low: estimates[0]!, mcc: estimates[1]!, high: estimates[2]! };

  /** Labels that nobody picked are taken to be drawn at random. */
  function isRandom(row: number): boolean {
    const reason = labelling.reasonOf(row);
    return reason === null || reason === "random";
  }

  function agreement(): number {
    const draws = new RandomStream(1, "label-quality");
    let sum = 0;
    for (let sample = 0; sample < RESAMPLES; sample++) {
      const picked = rows.map((_row, at) => rows[below(draws.draw(sample, at)[0]!, rows.length)]!);
      if (new Set(picked.map((row) => labels.get(row))).size < 2) continue;
      const other = pool.train(picked, labels);
      sum += correlation(rest.map((row, at) => [decided[at]!, Number(pool.score(other, row) >= 0), 1]));
    }
    return sum / RESAMPLES;
  }
}

/** Of each label, by a model of the labels of other folds. */
function heldOutScores(pool: LabelPool, rows: readonly number[], labels: ReadonlyMap<number, 1 | -1>): Float64Array {
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    pool.train(
      rows.filter((row) => row % FOLDS !== fold),
      labels,
    ),
  );
  return Float64Array.from(rows, (row) => pool.score(models[row % FOLDS]!, row));
}

function odds(nats: number): number {
  return 1 / (1 + Math.exp(-nats));
}

/** Matthews correlation of decisions with probabilities of fraud, by weight; 0 where nothing varies. */
function correlation(decisions: readonly (readonly [blocked: boolean, fraud: number, weight: number])[]): number {
  const counts = { tp: 0, fn: 0, fp: 0, tn: 0 };
  for (const [blocked, fraud, weight] of decisions) {
    counts[blocked ? "tp" : "fn"] += weight * fraud;
    counts[blocked ? "fp" : "tn"] += weight * (1 - fraud);
  }
  return matthews(counts).value ?? 0;
}
