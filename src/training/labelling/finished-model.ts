/** The model that a session of labels ends with. */
import { Scorer } from "../../detect/learned/scorer.ts";
import { type OwnThresholds, placeThresholds } from "../own-thresholds.ts";
import { trainModel } from "../train-model.ts";
import type { LabelPool } from "./label-pool.ts";
import { ExampleTable } from "../examples.ts";

export interface FinishOptions {
  /** Share of benign messages that may be blocked. */
  readonly blockedBenign: number;
  readonly file: string;
  readonly seed: number;
}

/** Of fewer unlabelled messages than this no threshold is set that blocks. */
const LEAST_REST = 50;

/**
 * Trains on the labels, and sets thresholds on the messages that nobody labelled: labels were asked for where it is
 * hard, and say nothing of the rest. Of fewer messages than the share asks for, one may be blocked. Throws
 * RingfenceError "noData" for too few labels of a class.
 */
export function finishedModel(
  pool: LabelPool,
  labels: ReadonlyMap<number, 1 | -1>,
  { blockedBenign, file, seed }: FinishOptions,
): OwnThresholds {
  const { table, reads } = pool;
  const examples = [...labels].map(([row, label]) => ({
    ...pool.candidate(row),
    label: label === 1 ? "fraud" : "benign",
    isFraud: label === 1,
  }));
  const labelled = new ExampleTable(examples, pool.normaliser, reads);
  const model = trainModel(labelled, { reads, seed, blockedBenign: null, files: [file], date: null });
  const scorer = new Scorer(model);
  const isNear = new Set([...labels.keys()].map((row) => table.group[row]!));
  const rest = pool.order.filter((row) => !isNear.has(table.group[row]!));
  const scores = Float64Array.from(rest, (row) => table.scoreWith(scorer, row));
  const blocked = rest.length < LEAST_REST ? blockedBenign : Math.max(blockedBenign, 1 / rest.length);
  const rows = `unlabelled messages of ${file}, near-duplicates once`;
  return placeThresholds(model, scores, { blocked, isAsked: false, flagged: null, mayHoldFraud: true, rows });
}
