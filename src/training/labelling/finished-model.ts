/** The model that a session of labels ends with. */
import { Scorer } from "../../detect/learned/scorer.ts";
import type { LearnedModel } from "../../detect/learned/model.ts";
import { MixedMessages } from "../mixed-messages.ts";
import { type OwnThresholds, placeThresholds } from "../own-thresholds.ts";
import { DEFAULT_BLOCKED_BENIGN } from "../thresholds.ts";
import { trainModel } from "../train-model.ts";
import type { LabelPool } from "./label-pool.ts";
import { ExampleTable } from "../examples.ts";

export interface FinishOptions {
  /** Share of benign messages that may be blocked, where it was asked for; null: where the correlation is greatest. */
  readonly blockedBenign?: number | null;
  /** What the model is to be better than. */
  readonly starter?: LearnedModel | null;
  readonly file: string;
  readonly seed: number;
}

/** Of fewer unlabelled messages than this no threshold is set that blocks. */
const LEAST_REST = 50;

/**
 * Trains on the labels, and sets thresholds on the messages that nobody labelled: labels were asked for where it is
 * hard, and say nothing of the rest. Where no share was asked for and the usual one is less than a message, one may be
 * blocked. Throws RingfenceError "noData" for too few labels of a class, or too few messages for the share.
 */
export function finishedModel(
  pool: LabelPool,
  labels: ReadonlyMap<number, 1 | -1>,
  { blockedBenign, file, seed, starter = null }: FinishOptions,
): OwnThresholds {
  const { table, reads } = pool;
  const examples = [...labels].map(([row, label]) => ({
    ...pool.candidate(row),
    label: label === 1 ? "fraud" : "benign",
    isFraud: label === 1,
  }));
  const labelled = new ExampleTable(examples, pool.normaliser, reads);
  const model = trainModel(labelled, {
    reads,
    seed,
    blockedBenign: null,
    files: [file],
    date: null,
  });
  const scorer = new Scorer(model);
  const isNear = new Set([...labels.keys()].map((row) => table.group[row]!));
  const rest = pool.order.filter((row) => !isNear.has(table.group[row]!));
  const scores = Float64Array.from(rest, (row) => table.scoreWith(scorer, row));
  const usual = rest.length < LEAST_REST ? DEFAULT_BLOCKED_BENIGN : Math.max(DEFAULT_BLOCKED_BENIGN, 1 / rest.length);
  const blocked = blockedBenign === undefined ? usual : blockedBenign;
  const isAsked = typeof blockedBenign === "number";
  const rows = `unlabelled messages of ${file}, near-duplicates once`;
  const placed = placeThresholds(model, scores, {
    blocked,
    isAsked,
    flagged: null,
    mayHoldFraud: true,
    rows,
  });
  return starter === null ? placed : { ...placed, remarks: [...placed.remarks, ...worseThan(starter, placed)] };

  /** By the same guess of what is fraud, what the starter flags of it. */
  function worseThan(other: LearnedModel, { model: { card } }: OwnThresholds): string[] {
    const { guess } = card.thresholds;
    const from = other.card.advice?.flag ?? null;
    if (guess === undefined || from === null) return [];
    const theirs = new Scorer(other);
    const flagged = scores.filter((_, at) => table.scoreWith(theirs, rest[at]!) >= from);
    const caught =
      new MixedMessages(flagged, card.calibration).fraud / new MixedMessages(scores, card.calibration).fraud;
    if (caught <= guess.caughtFlagged) return [];
    return [
      `the starter is expected to flag more of the fraud (${percent(caught)}) than this model (${percent(guess.caughtFlagged)}): label more, or allow more with --blocked-benign`,
    ];
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
