/**
 * Weights by bucket, and a card. A message's score: the sum of its weights by the root of their number, plus a bias.
 */
import { checksumOf } from "../../core/stored-table.ts";
import { assert } from "../../core/assert.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { RingfenceError } from "../../core/errors.ts";
import { BUCKETS, FEATURE_VERSION } from "./feature-numbers.ts";
import { type ModelCard, modelCardSchema } from "./model-card.ts";

export interface LearnedModel {
  /** Weights by bucket, in steps of `card.step`. In memory that all threads share. */
  readonly weights: Int16Array;
  readonly card: ModelCard;
}

const MAGIC = "ringfence model 1\n";
const CHECKSUM_BYTES = 32;
const MAX_MODEL_BYTES = 256 * 1024;

/** The bytes of a model file: magic, SHA-256 of the rest, the card as a line of JSON, the weights. */
export function encodeModel({ weights, card }: LearnedModel): Buffer {
  const { error } = modelCardSchema.safeParse(card);
  assert(error === undefined, () => `a model's card does not fit its schema: ${error!.issues[0]!.message}`);
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(card)}\n`), littleEndian(weights)]);
  return Buffer.concat([Buffer.from(MAGIC), checksumOf(content), content]);
}

/**
 * Throws RingfenceError "io" if it cannot be read, "config" if it is no model, damaged, of another version or too
 * large.
 */
export function readModel(path: string): LearnedModel {
  return decodeModel(readBounded(path, MAX_MODEL_BYTES), path);
}

export function decodeModel(bytes: Buffer, path: string): LearnedModel {
  const refuse = (found: string): RingfenceError =>
    new RingfenceError(
      "config",
      `${path}: expected a model that ringfence train wrote, found ${found}: train it again, or copy it again`,
    );
  if (!bytes.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) {
    const isModel = bytes.subarray(0, 15).equals(Buffer.from("ringfence model"));
    throw refuse(isModel ? "one of another version" : "something else");
  }
  const content = bytes.subarray(MAGIC.length + CHECKSUM_BYTES);
  if (!checksumOf(content).equals(bytes.subarray(MAGIC.length, MAGIC.length + CHECKSUM_BYTES))) {
    throw refuse("a damaged one (its checksum does not match)");
  }
  const end = content.indexOf(10);
  const parsed = modelCardSchema.safeParse(jsonOf(content.subarray(0, Math.max(0, end)).toString("utf8")));
  if (!parsed.success) throw refuse(`a card that is not valid (${parsed.error.issues[0]!.message})`);
  const card = parsed.data;
  if (card.featureVersion !== FEATURE_VERSION) {
    throw refuse(`one of feature version ${card.featureVersion}, while this program reads ${FEATURE_VERSION}`);
  }
  const table = content.subarray(end + 1);
  if (table.length !== 2 * BUCKETS) throw refuse(`${table.length} bytes of weights instead of ${2 * BUCKETS}`);
  const weights = new Int16Array(new SharedArrayBuffer(2 * BUCKETS));
  for (let bucket = 0; bucket < BUCKETS; bucket++) weights[bucket] = table.readInt16LE(2 * bucket);
  return { weights, card };
}

function littleEndian(weights: Int16Array): Buffer {
  const bytes = Buffer.alloc(2 * weights.length);
  for (let bucket = 0; bucket < weights.length; bucket++) bytes.writeInt16LE(weights[bucket]!, 2 * bucket);
  return bytes;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The most that its column holds. */
const MOST = 2 ** 31 - 1;

export function hundredths(nats: number): number {
  return Math.max(-MOST, Math.min(MOST, Math.round(100 * nats)));
}

/** Log-odds of fraud among the training rows. They are no evidence about a message. */
export function priorOf({ card }: Pick<LearnedModel, "card">): number {
  return Math.log(card.trainedOn.fraud / card.trainedOn.benign);
}

/**
 * A score as rows state it (modelScore), slope * score + offset: the log-odds of fraud that a text adds, in nats; where
 * no probability is known the score itself.
 */
export function statedScale(model: Pick<LearnedModel, "card">): { readonly slope: number; readonly offset: number } {
  const { calibration } = model.card;
  return calibration === null
    ? { slope: 1, offset: 0 }
    : { slope: calibration.slope, offset: calibration.offset - priorOf(model) };
}

/** A score that no message has. */
export const NO_SCORE = 1e12;

/** A model that never blocks and knows no probability, where thresholds were not set on the user's messages. */
export function asAdvice(model: LearnedModel): LearnedModel {
  const { advice, thresholds } = model.card;
  if (advice === null) return model;
  const flag = advice.flag ?? NO_SCORE;
  return { ...model, card: { ...model.card, calibration: null, thresholds: { ...thresholds, block: NO_SCORE, flag } } };
}
