/** A message with verdicts of a partition, which also says up to which event they reach. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { DECISIONS } from "../../event/findings.ts";
import type { StreamMessage } from "./broker.ts";
import { clockSchema } from "./stream-clock.ts";

const batchSchema = z.object({
  /** The last message of events that has its verdicts, in this message or before. */
  upTo: z.int().nonnegative(),
  /** The message from which the next worker reads events again, for the history of callers. */
  from: z.int().positive(),
  /** The clock before that message. */
  clock: clockSchema,
  partition: z.int().nonnegative(),
  /** Number of messages of events that have their verdicts. */
  messages: z.int().nonnegative(),
  /** Messages of events that could not be read, since the last batch. */
  passedOver: z.int().nonnegative(),
  /** Events with a time a day or more off, since the last batch. */
  timesOff: z.int().nonnegative(),
  verdicts: z.array(z.looseObject({ id: z.string(), verdict: z.enum(DECISIONS), score: z.number() })),
});
export type VerdictBatch = z.output<typeof batchSchema>;

/** Throws RingfenceError "config" for a message of another program. */
export function readVerdicts({ seq, data }: StreamMessage): VerdictBatch {
  try {
    return batchSchema.parse(JSON.parse(Buffer.from(data).toString("utf8")));
  } catch (cause) {
    throw new RingfenceError("config", `message ${seq} of verdicts: expected those of ringfence`, { cause });
  }
}

/** Counts and a digest of verdicts. Their order does not count. */
export class VerdictSum {
  readonly #counts = { events: 0, allow: 0, flag: 0, block: 0, passedOver: 0, timesOff: 0 };
  #digest = 0n;

  add({ passedOver, timesOff, verdicts }: Pick<VerdictBatch, "passedOver" | "timesOff" | "verdicts">): void {
    this.#counts.passedOver += passedOver;
    this.#counts.timesOff += timesOff;
    for (const { id, verdict, score } of verdicts) {
      this.#counts.events++;
      this.#counts[verdict]++;
      const hash = createHash("sha256").update(`${id} ${verdict} ${score}`).digest();
      this.#digest = BigInt.asUintN(64, this.#digest + hash.readBigUInt64BE());
    }
  }

  get total(): Readonly<Record<string, number | string>> {
    return { ...this.#counts, digest: this.#digest.toString(16).padStart(16, "0") };
  }
}
