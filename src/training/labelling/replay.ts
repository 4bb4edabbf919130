/**
 * Known labels in place of a person: what a model reaches after so many labels, chosen as `Labelling` chooses or at
 * random. Judged on messages that no label is near to, at the threshold that `label` writes.
 */
import { RingfenceError } from "../../core/errors.ts";
import type { LearnedModel } from "../../detect/learned/model.ts";
import { Scorer } from "../../detect/learned/scorer.ts";
import { figuresAt } from "../thresholds.ts";
import { trainModel } from "../train-model.ts";
import { type ExpectedQuality, expectedQuality } from "./expected-quality.ts";
import type { Candidate } from "./label-pool.ts";
import { LabelPool } from "./label-pool.ts";
import { Labelling } from "./labelling.ts";
import type { Reads } from "../examples.ts";

export const REPLAY_ROWS = [25, 50, 100, 200] as const;

/** What one draw comes to at one number of labels. */
export interface ReplayPoint {
  readonly rows: number;
  /** Messages that are no near-duplicates of each other: of half of them labels are chosen. */
  readonly different: number;
  /** Matthews correlation; 0 where the labels are too few for a model. */
  readonly mcc: number;
  /** The same by labels chosen at random. */
  readonly random: number;
  /** What was to be expected of it, by the labels alone. */
  readonly expected: ExpectedQuality | null;
}

/**
 * `candidates` have their true labels. A draw is another order of the messages. Throws RingfenceError "noData" for too
 * few messages. Some seconds a draw.
 */
export function replayLabels(
  candidates: readonly Candidate[],
  reads: Reads,
  starter: LearnedModel | null,
  draw: number,
): readonly ReplayPoint[] {
  const pool = new LabelPool(candidates, reads, draw);
  const different = pool.order.length;
  if (different < 2 * REPLAY_ROWS[0]) {
    throw new RingfenceError(
      "noData",
      `expected ${2 * REPLAY_ROWS[0]} different messages with a label at least, found ${different}: of half of them labels are chosen`,
    );
  }
  const chosen = new Labelling(pool, starter);
  const points: ReplayPoint[] = [];
  for (const rows of REPLAY_ROWS.filter((count) => count <= different / 2)) {
    while (chosen.answers.size < rows) {
      const question = chosen.question();
      if (question === null) break;
      chosen.answer(question.row, pool.candidate(question.row).isFraud ? "fraud" : "benign");
    }
    points.push({
      rows,
      different,
      mcc: reached(pool, [...chosen.answers.keys()]),
      random: reached(pool, pool.order.slice(0, rows)),
      expected: expectedQuality(pool, chosen),
    });
  }
  return points;
}

/** Of a model of these rows on messages that none of them is near to. */
function reached(pool: LabelPool, rows: readonly number[]): number {
  const { table, reads } = pool;
  const isNear = new Set(rows.map((row) => table.group[row]!));
  const judged = table.examples.flatMap((_, row) => (isNear.has(table.group[row]!) ? [] : [row]));
  try {
    const model = trainModel(table.only(rows), { reads, seed: 1, blockedBenign: null, files: [] });
    const scorer = new Scorer(model);
    const scores = Float64Array.from(judged, (row) => table.scoreWith(scorer, row));
    const labels = Int8Array.from(judged, (row) => table.label[row]!);
    return figuresAt(scores, labels, model.card.thresholds.block).mcc ?? 0;
  } catch (error) {
    // So few rows may be of one class.
    if (error instanceof RingfenceError && error.code === "noData") return 0;
    throw error;
  }
}
