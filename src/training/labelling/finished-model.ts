/** The model that a session of labels ends with. */
import type { LearnedModel } from "../../detect/learned/model.ts";
import { ExampleTable } from "../examples.ts";
import { type TrainOptions, trainModel } from "../train-model.ts";
import type { LabelPool } from "./label-pool.ts";

export interface FinishOptions extends Pick<TrainOptions, "beside"> {
  /** Share of benign messages that may be blocked; null: where the correlation is greatest. */
  readonly blockedBenign: number | null;
  readonly file: string;
  readonly seed: number;
}

const PICKED =
  "Most of its messages were picked for being hard, so its figures are lower, and its shares of fraud and of benign messages others, than those of all messages.";

/** Of fewer labels, or of fewer of a class, a threshold would be an accident: the model only ranks. */
const LEAST_LABELS = 25;
const LEAST_OF_A_CLASS = 5;

/** Throws RingfenceError "noData" for too few labels of a class to train on, or for the share. */
export function finishedModel(
  pool: LabelPool,
  labels: ReadonlyMap<number, 1 | -1>,
  { blockedBenign, file, seed, beside }: FinishOptions,
): LearnedModel {
  const { reads } = pool;
  const examples = [...labels].map(([row, label]) => ({
    ...pool.candidate(row),
    label: label === 1 ? "fraud" : "benign",
    isFraud: label === 1,
  }));
  const table = new ExampleTable(examples, pool.normaliser, reads);
  const model = trainModel(table, {
    reads,
    seed,
    blockedBenign,
    beside,
    files: [file],
    limits: [PICKED],
    moreRows: "Label more messages",
  });
  const { rows, fraud, benign } = model.card.trainedOn;
  if (rows >= LEAST_LABELS && Math.min(fraud, benign) >= LEAST_OF_A_CLASS) return model;
  const basis = `${fraud} fraud and ${benign} benign labels, too few for a threshold: it takes ${LEAST_LABELS}, and ${LEAST_OF_A_CLASS} of each`;
  return { ...model, card: { ...model.card, advice: { flag: null, basis } } };
}
