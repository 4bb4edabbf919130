/**
 * How good a model of these labels is on messages that nobody labelled, for all that they tell: models of the same
 * labels drawn again (bootstrap) decide on those messages too, and agree with it so far. As labels become enough, they
 * agree ever more (Bloodgood and Vijay-Shanker 2009). It knows nothing of kinds of messages that no label has met, nor
 * of labels that contradict each other: there it is too high (docs/learned.md).
 */
import { RandomStream, below } from "../../core/random.ts";
import { matthews } from "../../metrics/rates.ts";
import type { LabelPool } from "./label-pool.ts";

export interface ExpectedQuality {
  readonly labels: number;
  /** Mean Matthews correlation between those models and this one; the least and the greatest of 20. */
  readonly mcc: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 20;
/** Below, nothing can be said. */
const MIN_OF_A_CLASS = 3;

/**
 * Null where a class has too few labels, or the model takes all the rest for one class. `labels`: 1 or -1 by row. Some
 * 300 ms.
 */
export function expectedQuality(pool: LabelPool, labels: ReadonlyMap<number, 1 | -1>): ExpectedQuality | null {
  const rows = [...labels.keys()];
  const fraud = [...labels.values()].reduce((sum, one) => sum + Number(one === 1), 0);
  if (Math.min(fraud, rows.length - fraud) < MIN_OF_A_CLASS) return null;
  const { group } = pool.table;
  const rest = pool.open(new Set(rows.map((row) => group[row]!)));
  const whole = pool.train(rows, labels);
  const decided = rest.map((row) => pool.score(whole, row) >= 0);
  if (new Set(decided).size < 2) return null;
  const draws = new RandomStream(1, "label-quality");
  const agreed: number[] = [];
  for (let sample = 0; sample < RESAMPLES; sample++) {
    const picked = rows.map((_row, at) => rows[below(draws.draw(sample, at)[0]!, rows.length)]!);
    if (new Set(picked.map((row) => labels.get(row))).size < 2) {
      agreed.push(0);
      continue;
    }
    const other = pool.train(picked, labels);
    const counts = { tp: 0, fn: 0, fp: 0, tn: 0 };
    rest.forEach((row, at) => {
      const isFraud = pool.score(other, row) >= 0;
      counts[decided[at] ? (isFraud ? "tp" : "fp") : isFraud ? "fn" : "tn"]++;
    });
    agreed.push(matthews(counts).value ?? 0);
  }
  agreed.sort((x, y) => x - y);
  return {
    labels: rows.length,
    mcc: agreed.reduce((sum, one) => sum + one, 0) / RESAMPLES,
    low: agreed[0]!,
    high: agreed.at(-1)!,
  };
}
