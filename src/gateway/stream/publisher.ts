/**
 * Publishes the rows of a file to a stream, each to the partition of its caller. A partition has one message in flight,
 * which keeps the order. The id of a message is a hash, so the same file again publishes nothing twice.
 */
import { createHash, randomUUID } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { within } from "../../core/within.ts";
import { CHINA, type Country } from "../../rows/country.ts";
import { noRows } from "../../rows/recorded-rows.ts";
import { RowReader, type RowSource } from "../../rows/read-rows.ts";
import type { RowBatch, SetAside } from "../../rows/row.ts";
import type { Broker, StreamPlan } from "./broker.ts";
import { MAX_EVENTS, partitionOf, type StreamTime, writeEvent } from "./event-lines.ts";

/** The plan of a new stream. A stream that exists must have the same plan. */
export type PublisherOptions = Partial<StreamPlan> & { readonly replicas: number; readonly country?: Country };

/** The history of callers covers up to 26 hours. */
export const LOOK_BACK_HOURS = 48;
/** Most milliseconds that an event of a pipe waits for more events in its message. */
const HOLD_MS = 200;
/** Unreadable lines that are named. */
const MAX_NAMED = 5;
/** Less than the limit of a message. */
const FULL_UNITS = 128 * 1024;

export class Publisher {
  readonly counts = { events: 0, messages: 0, setAside: 0 };
  /** The first lines that could not be read. */
  readonly setAside: SetAside[] = [];
  readonly #broker: Broker;
  readonly #options: PublisherOptions;
  /** By partition: events, and the message in flight. */
  readonly #queues: { lines: string[]; units: number; flight: Promise<unknown> }[] = [];
  #plan: StreamPlan | null = null;
  #source = "";

  constructor(broker: Broker, options: PublisherOptions) {
    this.#broker = broker;
    this.#options = options;
  }

  /** Resolves once all is acknowledged. Throws "config" for another plan or form, "noData" without a row. */
  async publish(source: RowSource): Promise<StreamPlan> {
    const isPipe = source.file === "-";
    // Equal data of another pipe is something else.
    this.#source = isPipe ? randomUUID() : source.file;
    const reader = new RowReader(source);
    for (const batches = reader.batches(); ;) {
      const coming = batches.next();
      let next = isPipe ? await within(coming, HOLD_MS) : await coming;
      for (; next === null; next = await within(coming, HOLD_MS)) {
        await this.#take(reader.pause(), reader.facts.timeForm);
        await this.#flush();
      }
      if (next.done === true) break;
      await this.#take(next.value, reader.facts.timeForm);
    }
    await this.#flush();
    if (this.#plan === null) throw noRows(source.file, this.counts.setAside, this.setAside[0] ?? null);
    return this.#plan;
  }

  async #take({ rows, setAside }: RowBatch, form: StreamTime | null): Promise<void> {
    this.counts.setAside += setAside.length;
    this.setAside.push(...setAside.slice(0, MAX_NAMED - this.setAside.length));
    if (rows.length === 0) return;
    const { partitions, times } = (this.#plan ??= await this.#open(form ?? "none"));
    if (form !== null && form !== times) {
      const words = `the file writes its times as ${form}, and the stream states ${times}`;
      throw new RingfenceError("config", `${words}: write them so, or name another stream with --stream`);
    }
    for (const row of rows) {
      const partition = partitionOf(row.caller, this.#options.country ?? CHINA, partitions);
      const queue = this.#queues[partition]!;
      const line = writeEvent(row, times);
      queue.units += line.length;
      if (queue.lines.push(line) === MAX_EVENTS || queue.units > FULL_UNITS) await this.#send(partition);
    }
  }

  async #open(form: StreamTime): Promise<StreamPlan> {
    const { partitions, lookBack = LOOK_BACK_HOURS, times = form, replicas } = this.#options;
    const plan = await this.#broker.open({ partitions, lookBack, times }, replicas);
    for (const name of ["partitions", "lookBack", "times"] as const) {
      const wanted = this.#options[name] ?? plan[name];
      if (wanted === plan[name]) continue;
      throw new RingfenceError("config", `--${name}: expected ${plan[name]}, as the stream states, found ${wanted}`);
    }
    for (let at = 0; at < plan.partitions; at++) this.#queues.push({ lines: [], units: 0, flight: Promise.resolve() });
    return plan;
  }

  async #flush(): Promise<void> {
    for (const partition of this.#queues.keys()) await this.#send(partition);
    for (const { flight } of this.#queues) await flight;
  }

  /** Waits for the message before. */
  async #send(partition: number): Promise<void> {
    const queue = this.#queues[partition]!;
    await queue.flight;
    const { lines } = queue;
    if (lines.length === 0) return;
    [queue.lines, queue.units] = [[], 0];
    const data = lines.join("\n");
    const msgID = createHash("sha256").update(`${this.#source}\n${data}`).digest("base64url");
    queue.flight = this.#broker.publish("events", partition, data, { msgID }).then(() => {
      this.counts.events += lines.length;
      this.counts.messages++;
    });
    // Keeps an early rejection from being unhandled: the next message awaits it.
    queue.flight.catch(() => {});
  }
}
