/**
 * What was decided of the events of one message, in one message: it names the input that it followed, and the count and
 * the digest of all verdicts of its partition up to there. So the last one is the position of whoever goes on.
 */
import { z } from "zod";
import { DECISIONS } from "../../event/findings.ts";
import type { Findings } from "../../event/findings.ts";
import { FRONT_NAME, MAX_PACK_ROWS } from "./event-pack.ts";
import { frame, unframe } from "./frame.ts";

const digest = z.string().regex(/^[0-9a-f]{16}$/);

/** Where a partition stands. */
export const positionSchema = z.strictObject({
  /** Stream sequence of the message that was screened last; 0: none was. */
  input: z.int().nonnegative(),
  /** Events of the partition up to it, and of these how many were flagged and blocked. */
  events: z.int().nonnegative(),
  flagged: z.int().nonnegative(),
  blocked: z.int().nonnegative(),
  /** Over all verdicts up to it. */
  digest,
  /** Number of the tables that it was screened with. */
  tables: z.int().nonnegative(),
});
export type Position = z.output<typeof positionSchema>;

export const BEGINNING: Position = {
  input: 0,
  events: 0,
  flagged: 0,
  blocked: 0,
  digest: "0".repeat(16),
  tables: 0,
};

const headSchema = z.strictObject({
  ...positionSchema.shape,
  /** Who published the events; null: the message had none. */
  front: z.string().regex(FRONT_NAME).nullable(),
  /** Who decided. */
  worker: z.string(),
  rows: z.int().min(0).max(MAX_PACK_ROWS),
  firstLine: z.int().nonnegative(),
  /** Why the message was passed over; null: it was not. */
  passedOver: z.string().nullable(),
});
export type VerdictPackHead = z.output<typeof headSchema>;

const columnSpec = ({ rows }: Pick<VerdictPackHead, "rows">) =>
  ({
    /** Behind the first. */
    line: ["u32", rows],
    score: ["i32", rows],
    evidence: ["u32", rows],
    decision: ["u8", rows],
  }) as const;

/** Of the events of one message, by row. */
export class VerdictColumns {
  readonly line = new Float64Array(MAX_PACK_ROWS);
  readonly score = new Int32Array(MAX_PACK_ROWS);
  readonly evidence = new Uint32Array(MAX_PACK_ROWS);
  readonly decision = new Uint8Array(MAX_PACK_ROWS);
  rows = 0;

  /** What was found of event `index` of a batch, at a place. */
  set(place: number, { outcome }: Findings, index: number): void {
    this.score[place] = outcome.score[index]!;
    this.evidence[place] = outcome.evidence[index]!;
    this.decision[place] = outcome.decision[index]!;
  }
}

/**
 * A sum over verdicts, whatever their order: of each its line, what was decided, the score, and the evidence. Two
 * halves of 32 bits.
 */
export class VerdictDigest {
  #low: number;
  #high: number;

  constructor(written = BEGINNING.digest) {
    this.#high = Number.parseInt(written.slice(0, 8), 16) | 0;
    this.#low = Number.parseInt(written.slice(8), 16) | 0;
  }

  add({ line, score, evidence, decision, rows }: VerdictColumns): void {
    let [low, high] = [this.#low, this.#high];
    for (let row = 0; row < rows; row++) {
      let hash = Math.imul(line[row]! | 0, 0x9e3779b1) ^ Math.imul(score[row]! ^ (decision[row]! << 24), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15) ^ evidence[row]!, 0xc2b2ae35);
      low = (low + (hash ^ (hash >>> 13))) | 0;
      hash = Math.imul(hash ^ Math.imul(evidence[row]!, 0x27d4eb2f) ^ (hash >>> 16), 0x165667b1);
      high = (high + (hash ^ (hash >>> 15))) | 0;
    }
    this.#low = low;
    this.#high = high;
  }

  /** With those of another. */
  merge(written: string): void {
    const other = new VerdictDigest(written);
    this.#low = (this.#low + other.#low) | 0;
    this.#high = (this.#high + other.#high) | 0;
  }

  get written(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

export function writeVerdictPack(
  head: Omit<VerdictPackHead, "rows" | "firstLine">,
  { rows, line, score, evidence, decision }: VerdictColumns,
): Uint8Array {
  const firstLine = rows === 0 ? 0 : line[0]!;
  const lines = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) lines[row] = line[row]! - firstLine;
  const whole: VerdictPackHead = { ...head, rows, firstLine };
  return frame("RFV1", whole, columnSpec(whole), { line: lines, score, evidence, decision });
}

/** Throws RingfenceError "config" for what is no such message; fills `into`, where it is given. */
export function readVerdictPack(message: Uint8Array, where: string, into?: VerdictColumns): VerdictPackHead {
  const { head, columns, wrong } = unframe("RFV1", message, headSchema, columnSpec, where);
  if (into === undefined) return head;
  if (columns.decision.some((decision) => decision >= DECISIONS.length)) throw wrong("a decision that there is not");
  into.rows = head.rows;
  into.score.set(columns.score);
  into.evidence.set(columns.evidence);
  into.decision.set(columns.decision);
  for (let row = 0; row < head.rows; row++) into.line[row] = head.firstLine + columns.line[row]!;
  return head;
}
