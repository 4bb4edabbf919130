/**
 * Publishes the rows of a file to a stream, each to the partition of its caller. The id of a message is a hash, so the
 * same file again publishes nothing twice.
 */
import { createHash, randomUUID } from "node:crypto";
import { within } from "../../core/time.ts";
import { CHINA, type Country } from "../../rows/country.ts";
import { noRows, RowReader, type RowSource } from "../../rows/read-rows.ts";
import type { RowBatch, SetAside } from "../../rows/row.ts";
import type { Broker } from "./broker.ts";
import { MAX_EVENTS, partitionOf, writeEvent } from "./event-lines.ts";

export interface PublisherOptions {
  /** Of a new stream. A stream that exists must have as many. */
  readonly partitions?: number;
  readonly replicas: number;
  readonly country?: Country;
}

/** Most milliseconds that an event of a pipe waits for more events in its message. */
const HOLD_MS = 200;
/** Less than the limit of a message. */
const FULL_UNITS = 128 * 1024;

/**
 * Resolves once all is acknowledged, with the numbers of events and of lines that could not be read. Throws as the
 * broker does, and RingfenceError "noData" without a row.
 */
export async function publishRows(broker: Broker, source: RowSource, options: PublisherOptions) {
  const { partitions, replicas, country = CHINA } = options;
  const isPipe = source.file === "-";
  // Another pipe may have equal data, which then counts too.
  const name = isPipe ? randomUUID() : source.file;
  let queues: readonly Queue[] = [];
  const done = { events: 0, setAside: 0, firstSetAside: null as SetAside | null, partitions: 0 };
  const take = async (batch: RowBatch): Promise<void> => {
    done.setAside += batch.setAside.length;
    done.firstSetAside ??= batch.setAside[0] ?? null;
    done.events += batch.rows.length;
    if (batch.rows.length > 0 && queues.length === 0) {
      done.partitions = (await broker.open(partitions, replicas)).partitions;
      queues = Array.from({ length: done.partitions }, (_, partition) => new Queue(broker, partition, name));
    }
    for (const row of batch.rows) {
      const queue = queues[partitionOf(row.caller, country, queues.length)]!;
      if (queue.add(writeEvent(row))) await queue.send();
    }
  };
  const flush = async (): Promise<void> => {
    for (const queue of queues) await queue.send();
    for (const { flight } of queues) await flight;
  };
  const reader = new RowReader(source);
  for (const batches = reader.batches(); ;) {
    const coming = batches.next();
    let next = isPipe ? await within(coming, HOLD_MS) : await coming;
    for (; next === null; next = await within(coming, HOLD_MS)) await flush();
    if (next.done === true) break;
    await take(next.value);
  }
  await flush();
  if (done.events === 0) throw noRows(source.file, done.setAside, done.firstSetAside);
  return done;
}

/** Events of a partition that are to be sent. One message is in flight at a time, which keeps the order. */
class Queue {
  flight: Promise<unknown> = Promise.resolve();
  readonly #broker: Broker;
  readonly #partition: number;
  readonly #source: string;
  #lines: string[] = [];
  #units = 0;

  constructor(broker: Broker, partition: number, source: string) {
    [this.#broker, this.#partition, this.#source] = [broker, partition, source];
  }

  /** Whether a message is full. */
  add(line: string): boolean {
    this.#units += line.length;
    return this.#lines.push(line) === MAX_EVENTS || this.#units > FULL_UNITS;
  }

  /** Waits for the message before. */
  async send(): Promise<void> {
    await this.flight;
    if (this.#lines.length === 0) return;
    const data = this.#lines.join("\n");
    [this.#lines, this.#units] = [[], 0];
    const msgID = createHash("sha256").update(`${this.#source}\n${data}`).digest("base64url");
    this.flight = this.#broker.publish("events", this.#partition, data, { msgID });
    // Keeps an early rejection from being unhandled: the next message awaits it.
    this.flight.catch(() => {});
  }
}
