/**
 * Screens one partition. The last message of verdicts says which events have theirs, and from where events are read
 * again for the history of callers. Verdicts are published with the sequence of the last ones, so that the server
 * refuses a second worker of the same partition.
 */
import { randomUUID } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Screener } from "../../screen/screener.ts";
import type { ScreenerEvent } from "../../screen/screened-event.ts";
import type { Broker, StreamMessage, StreamPlan } from "./broker.ts";
import { MAX_EVENTS, readEventLines } from "./event-lines.ts";
import { Overtaken } from "./nats-error.ts";
import { type ClockState, NO_CLOCK, StreamClock } from "./stream-clock.ts";
import { readVerdicts, type VerdictBatch } from "./verdict-batch.ts";

export interface WorkerParts {
  readonly broker: Pick<Broker, "last" | "messages" | "publish">;
  readonly plan: StreamPlan;
  readonly partition: number;
  /** Used for this partition only. */
  readonly screener: Pick<Screener, "screen" | "screenWithoutPast" | "forget">;
  readonly tell: (words: string) => void;
}

export class PartitionWorker {
  readonly #parts: WorkerParts;
  readonly #name = randomUUID();
  /** Sequence of the last message of verdicts. */
  #lastSeq = 0;
  #coveredUpTo = 0;
  /** The next batch. */
  #next = { upTo: 0, messages: 0, ...nothing() };
  #clock = new StreamClock(NO_CLOCK);
  /** By hour of the clock: its first message, and the clock before it. Only the hours of the look-back. */
  readonly #hours: { readonly hour: number; readonly seq: number; readonly clock: ClockState }[] = [];

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /**
   * Runs until the broker's signal. Throws RingfenceError: "invalid" where another worker has the partition, "io" and
   * "config" as the broker does.
   */
  async run(): Promise<void> {
    const { broker, partition, tell } = this.#parts;
    const last = await broker.last("verdicts", partition);
    const begun = last === null ? { upTo: 0, from: 1, messages: 0, clock: NO_CLOCK } : readVerdicts(last);
    const { upTo, from, messages, clock } = begun;
    this.#lastSeq = last?.seq ?? 0;
    this.#clock = new StreamClock(clock);
    this.#next = { ...this.#next, upTo, messages };
    this.#coveredUpTo = upTo;
    tell(`partition ${partition}: verdicts cover message ${upTo}, events are read from ${from}`);
    for await (const message of broker.messages("events", from, partition)) {
      await (message === null ? this.#publish() : this.#take(message));
    }
    await this.#publish();
  }

  async #take({ seq, data }: StreamMessage): Promise<void> {
    const { plan, partition, tell } = this.#parts;
    const verdicts: VerdictBatch["verdicts"] = [];
    const off: string[] = [];
    const clock = this.#clock.state;
    let why: string | null = null;
    try {
      this.#screen(readEventLines(data, plan.times), seq, verdicts, off);
    } catch (error) {
      verdicts.length = 0;
      if (!(error instanceof RingfenceError)) throw error;
      why = error.message;
    }
    if (seq > this.#coveredUpTo) {
      if (why !== null) tell(`partition ${partition}, message ${seq} is passed over: ${why}`);
      else if (off.length > 0) {
        const words = `times a day or more off the latest, screened without history: ${off.length}, first ${off[0]}`;
        tell(`partition ${partition}, message ${seq}: ${words}`);
      }
      if (this.#next.verdicts.length + verdicts.length > MAX_EVENTS) await this.#publish();
      this.#next.verdicts.push(...verdicts);
      this.#next.passedOver += Number(why !== null);
      this.#next.timesOff += why === null ? off.length : 0;
      this.#next.messages++;
      this.#next.upTo = seq;
    }
    const { latestMs } = this.#clock.state;
    if (latestMs === null) return;
    const hour = Math.floor(latestMs / HOUR_MS);
    // After a jump back, later hours are those of a wrong clock.
    while ((this.#hours.at(-1)?.hour ?? hour) > hour) this.#hours.pop();
    if (this.#hours.at(-1)?.hour !== hour) this.#hours.push({ hour, seq, clock });
    while (this.#hours[0]!.hour < hour - plan.lookBack) this.#hours.shift();
  }

  /** Adds to `verdicts`, and names events with a time that is off in `off`. */
  #screen(events: readonly ScreenerEvent[], seq: number, verdicts: VerdictBatch["verdicts"], off: string[]): void {
    const { screener } = this.#parts;
    let [run, isOff]: [ScreenerEvent[], boolean] = [[], false];
    const end = (): void => {
      const found = isOff ? screener.screenWithoutPast(run) : screener.screen(run);
      for (const [at, { verdict, risk, score, modelScore, evidence, script, similarity }] of found.entries()) {
        const id = run[at]!.id ?? `${seq}:${verdicts.length + 1}`;
        verdicts.push({ id, verdict, risk, score, modelScore, evidence, script, similarity });
      }
      run = [];
    };
    for (const [at, event] of events.entries()) {
      const time = event.time as Date | undefined;
      const how = time === undefined ? "taken" : this.#clock.take(time.getTime());
      if (isOff !== (how === "off") || how === "jump") end();
      isOff = how === "off";
      if (isOff) off.push(`event ${at + 1}, ${time!.toISOString()}`);
      if (how === "jump") screener.forget();
      run.push(event);
    }
    end();
  }

  async #publish(): Promise<void> {
    const { broker, partition } = this.#parts;
    const { upTo, messages } = this.#next;
    if (upTo === this.#coveredUpTo) return;
    const { seq: from, clock } = this.#hours[0] ?? { seq: upTo + 1, clock: this.#clock.state };
    const batch: VerdictBatch = { ...this.#next, from, clock, partition, worker: this.#name };
    const expect = { lastSubjectSequence: this.#lastSeq };
    try {
      this.#lastSeq = await broker.publish("verdicts", partition, JSON.stringify(batch), { expect });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      this.#lastSeq = await this.#ownSequence(upTo);
    }
    this.#coveredUpTo = upTo;
    this.#next = { upTo, messages, ...nothing() };
  }

  /** The sequence of a batch whose publication got no answer. Throws RingfenceError "invalid" if another published. */
  async #ownSequence(upTo: number): Promise<number> {
    const { broker, partition } = this.#parts;
    const last = await broker.last("verdicts", partition);
    const found = last && readVerdicts(last);
    if (found?.worker === this.#name && found.upTo === upTo) return last!.seq;
    const words = `partition ${partition}: another worker publishes its verdicts (wrong last sequence)`;
    throw new RingfenceError("invalid", `${words}: a partition has one worker; nothing is published twice`);
  }
}

function nothing(): Pick<VerdictBatch, "passedOver" | "timesOff" | "verdicts"> {
  return { passedOver: 0, timesOff: 0, verdicts: [] };
}
