/**
 * Screens one partition. How far it is lies with its verdicts: the last of them says which events it covers, and from
 * where on events are read again to know what callers did. Verdicts are published behind the last that the worker knows
 * of, so the server refuses a second worker of the same partition.
 */
import { randomUUID } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Screener } from "../../screen/screener.ts";
import type { Broker, StreamMessage, StreamPlan } from "./broker.ts";
import { MAX_EVENTS, readEventLines } from "./event-lines.ts";
import { Overtaken } from "./nats-error.ts";
import { readVerdicts, type VerdictBatch } from "./verdict-batch.ts";

export interface WorkerParts {
  readonly broker: Pick<Broker, "last" | "messages" | "publish">;
  readonly plan: StreamPlan;
  readonly partition: number;
  /** Of this partition alone. */
  readonly screener: Pick<Screener, "screen" | "latestMs">;
  readonly tell: (words: string) => void;
}

export class PartitionWorker {
  readonly #parts: WorkerParts;
  readonly #name = randomUUID();
  /** Of the last verdicts. */
  #lastSeq = 0;
  #coveredUpTo = 0;
  /** What is not published yet. */
  #next: Pick<VerdictBatch, "upTo" | "passedOver" | "verdicts"> = { upTo: 0, passedOver: 0, verdicts: [] };
  /** By hour of the events' time, in order, the first message of it: no older hours than are looked back on. */
  readonly #hours: { readonly hour: number; readonly seq: number }[] = [];

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /**
   * Until the broker's signal. Throws RingfenceError: "invalid" where another worker has the partition, "io" and
   * "config" as the broker does.
   */
  async run(): Promise<void> {
    const { broker, partition, tell } = this.#parts;
    const last = await broker.last("verdicts", partition);
    const { upTo, from } = last === null ? { upTo: 0, from: 1 } : readVerdicts(last);
    this.#lastSeq = last?.seq ?? 0;
    this.#next.upTo = this.#coveredUpTo = upTo;
    tell(`partition ${partition}: verdicts cover message ${upTo}, events are read from ${from}`);
    for await (const message of broker.messages("events", from, partition)) {
      await (message === null ? this.#publish() : this.#take(message));
    }
    await this.#publish();
  }

  async #take({ seq, data }: StreamMessage): Promise<void> {
    const { screener, plan, partition, tell } = this.#parts;
    const verdicts: VerdictBatch["verdicts"] = [];
    let why: string | null = null;
    try {
      const events = readEventLines(data, plan.times);
      const found = screener.screen(events);
      for (const [at, { verdict, risk, score, modelScore, evidence, script, similarity }] of found.entries()) {
        const id = events[at]!.id ?? `${seq}:${at + 1}`;
        verdicts.push({ id, verdict, risk, score, modelScore, evidence, script, similarity });
      }
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      why = error.message;
    }
    if (seq > this.#coveredUpTo) {
      if (why !== null) tell(`partition ${partition}, message ${seq} is passed over: ${why}`);
      if (this.#next.verdicts.length + verdicts.length > MAX_EVENTS) await this.#publish();
      this.#next.verdicts.push(...verdicts);
      this.#next.passedOver += Number(why !== null);
      this.#next.upTo = seq;
    }
    if (screener.latestMs === null) return;
    const hour = Math.floor(screener.latestMs / HOUR_MS);
    if (hour > (this.#hours.at(-1)?.hour ?? Number.NEGATIVE_INFINITY)) this.#hours.push({ hour, seq });
    while (this.#hours[0]!.hour < hour - plan.lookBack) this.#hours.shift();
  }

  async #publish(): Promise<void> {
    const { broker, partition } = this.#parts;
    const { upTo } = this.#next;
    if (upTo === this.#coveredUpTo) return;
    const batch: VerdictBatch = { ...this.#next, from: this.#hours[0]?.seq ?? upTo + 1, worker: this.#name };
    const expect = { lastSubjectSequence: this.#lastSeq };
    try {
      this.#lastSeq = await broker.publish("verdicts", partition, JSON.stringify(batch), { expect });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      this.#lastSeq = await this.#ownSequence(upTo);
    }
    this.#coveredUpTo = upTo;
    this.#next = { upTo, passedOver: 0, verdicts: [] };
  }

  /** Of what was published by a try that got no answer. Throws RingfenceError "invalid" where another published. */
  async #ownSequence(upTo: number): Promise<number> {
    const { broker, partition } = this.#parts;
    const last = await broker.last("verdicts", partition);
    const found = last && readVerdicts(last);
    if (found?.worker === this.#name && found.upTo === upTo) return last!.seq;
    const words = `partition ${partition}: another worker publishes its verdicts (wrong last sequence)`;
    throw new RingfenceError("invalid", `${words}: a partition has one worker; nothing is published twice`);
  }
}
