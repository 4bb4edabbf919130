/**
 * Screens one partition. The last message of verdicts says which events have theirs, and from where events are read
 * again for the history of callers. Verdicts are published with the sequence of the last ones, so that the server
 * refuses a second worker of the same partition.
 */
import { randomUUID } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Screener } from "../../screen/screener.ts";
import type { Broker, StreamMessage } from "./broker.ts";
import { MAX_EVENTS, readEventLines, type StreamEvent } from "./event-lines.ts";
import { type ClockState, NO_CLOCK, StreamClock } from "./stream-clock.ts";
import { readVerdicts, type VerdictBatch } from "./verdict-batch.ts";

/** The history of callers covers up to 26 hours. */
const LOOK_BACK_HOURS = 48;

export interface WorkerParts {
  readonly broker: Pick<Broker, "last" | "messages" | "publish">;
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

  /** Runs until the broker's signal. Throws RingfenceError as the broker does. */
  async run(): Promise<void> {
    const { broker, partition } = this.#parts;
    const last = await broker.last("verdicts", partition);
    const begun = last === null ? { upTo: 0, from: 1, messages: 0, clock: NO_CLOCK } : readVerdicts(last);
    const { upTo, from, messages, clock } = begun;
    this.#lastSeq = last?.seq ?? 0;
    this.#clock = new StreamClock(clock);
    this.#next = { ...this.#next, upTo, messages };
    this.#coveredUpTo = upTo;
    this.#tell(`verdicts cover message ${upTo}, events are read from ${from}`);
    for await (const message of broker.messages("events", from, partition)) {
      await (message === null ? this.#publish() : this.#take(message));
    }
    await this.#publish();
  }

  async #take({ seq, data }: StreamMessage): Promise<void> {
    const verdicts: VerdictBatch["verdicts"] = [];
    const clock = this.#clock.state;
    let [timesOff, passedOver] = [0, 0];
    try {
      timesOff = this.#screen(readEventLines(data), seq, verdicts);
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      [verdicts.length, passedOver] = [0, 1];
      if (seq > this.#coveredUpTo) this.#tell(`message ${seq} is passed over: ${error.message}`);
    }
    if (seq > this.#coveredUpTo) {
      if (this.#next.verdicts.length + verdicts.length > MAX_EVENTS) await this.#publish();
      this.#next.verdicts.push(...verdicts);
      this.#next.passedOver += passedOver;
      this.#next.timesOff += timesOff;
      this.#next.messages++;
      this.#next.upTo = seq;
    }
    const { latestMs } = this.#clock.state;
    if (latestMs === null) return;
    const hour = Math.floor(latestMs / HOUR_MS);
    // After a jump back, later hours are those of a wrong clock.
    while ((this.#hours.at(-1)?.hour ?? hour) > hour) this.#hours.pop();
    if (this.#hours.at(-1)?.hour !== hour) this.#hours.push({ hour, seq, clock });
    while (this.#hours[0]!.hour < hour - LOOK_BACK_HOURS) this.#hours.shift();
  }

  /** Adds to `verdicts`. Returns the number of events with a time that is off. */
  #screen(events: readonly StreamEvent[], seq: number, verdicts: VerdictBatch["verdicts"]): number {
    const { screener } = this.#parts;
    let [timesOff, run, isOff]: [number, StreamEvent[], boolean] = [0, [], false];
    const end = (): void => {
      const found = isOff ? screener.screenWithoutPast(run) : screener.screen(run);
      for (const [at, { verdict, risk, noRisk, score, modelScore, evidence, script, similarity }] of found.entries()) {
        const id = run[at]!.id ?? `${seq}:${verdicts.length + 1}`;
        verdicts.push({ id, verdict, risk, noRisk, score, modelScore, evidence, script, similarity });
      }
      run = [];
    };
    for (const event of events) {
      const how = event.time === null ? "taken" : this.#clock.take(event.time.getTime());
      if (isOff !== (how === "off") || how === "jump") end();
      isOff = how === "off";
      timesOff += Number(isOff);
      if (how === "jump") screener.forget();
      run.push(event);
    }
    end();
    return timesOff;
  }

  async #publish(): Promise<void> {
    const { broker, partition } = this.#parts;
    const { upTo, messages } = this.#next;
    if (upTo === this.#coveredUpTo) return;
    const { seq: from, clock } = this.#hours[0] ?? { seq: upTo + 1, clock: this.#clock.state };
    const batch: VerdictBatch = { ...this.#next, from, clock, partition };
    const expect = { lastSubjectSequence: this.#lastSeq };
    // If the answer is lost, the server knows the batch again by this id. Another worker has another name.
    const options = { msgID: `${this.#name} ${upTo}`, expect };
    this.#lastSeq = await broker.publish("verdicts", partition, JSON.stringify(batch), options);
    this.#coveredUpTo = upTo;
    this.#next = { upTo, messages, ...nothing() };
  }

  #tell(words: string): void {
    this.#parts.tell(`partition ${this.#parts.partition}: ${words}`);
  }
}

function nothing(): Pick<VerdictBatch, "passedOver" | "timesOff" | "verdicts"> {
  return { passedOver: 0, timesOff: 0, verdicts: [] };
}
