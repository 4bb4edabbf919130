/**
 * A front that takes events as they come: those that wait for a partition share its next pack. Whoever sent them is
 * answered once all of them are acknowledged, with their lines.
 */
import { randomBytes } from "node:crypto";
import { RingfenceError } from "../../core/errors.ts";
import { seldom } from "../../core/seldom.ts";
import { within } from "../../core/within.ts";
import { CHUNK_ROWS, EventRows, RowChunks } from "../../rows/event-rows.ts";
import { callerOf } from "../../rows/fill-events.ts";
import type { Row } from "../../rows/row.ts";
import { EventReader } from "../../screen/event-reader.ts";
import { clockMs } from "../clock.ts";
import { EventTimes } from "../event-time.ts";
import { isFull, mayPass, whyUnstored } from "./broker-error.ts";
import { MAX_RECEIPTS } from "./event-pack.ts";
import type { FrontOptions } from "./front.ts";
import { Lane } from "./lane.ts";
import { partitionsInto } from "./partition.ts";
import { Receipts } from "./receipts.ts";

/** Somebody who waits until events are acknowledged. */
interface Asked {
  /** By which the same is asked again; null: it is not. */
  readonly key: string | null;
  /** Line of the first of all its events. */
  readonly first: number;
  /** Events of which it is not known yet what becomes of them. */
  left: number;
  /** Those that were acknowledged. */
  published: number;
  isRefused: boolean;
  readonly resolve: () => void;
  readonly reject: (fault: unknown) => void;
}

interface Held {
  readonly row: Row;
  readonly asked: Asked;
}

export type LiveFrontOptions = Omit<FrontOptions, "packRows" | "holdMs">;

/** Events that may wait for packs: a few of each partition. */
const MOST_HELD = 100_000;

export class LiveFront {
  readonly name: string;
  /** Two of one name that publish the same events are told apart. */
  readonly #process = randomBytes(6).toString("base64url");
  readonly #options: LiveFrontOptions;
  readonly #lanes: readonly Lane[];
  /** By lane, what waits for its next pack. */
  readonly #queues: readonly Held[][];
  readonly #receipts: Receipts;
  readonly #times = new EventTimes();
  readonly #reader = new EventReader();
  readonly #chunks = new RowChunks();
  readonly #remark: (words: string) => void;
  /** Requests that are under way, by key: also those that nobody waits for any more. */
  readonly #pending = new Map<string, Promise<number[]>>();
  /** Since the start. */
  readonly counts = { events: 0, packs: 0, bytes: 0, sentAgain: 0 };
  #held = 0;
  #failure: unknown = null;
  #fail: (fault: unknown) => void = () => {};
  /** Rejects where it cannot go on, as a front of the same name publishes. */
  readonly failed = new Promise<never>((_, reject) => (this.#fail = reject));

  private constructor(options: LiveFrontOptions, lanes: readonly Lane[], receipts: Receipts) {
    this.name = options.front;
    this.#options = options;
    this.#lanes = lanes;
    this.#queues = lanes.map(() => []);
    this.#receipts = receipts;
    this.#remark = seldom(options.tell);
    this.failed.catch(() => {});
    // Lines go on behind those that are there.
    const events = Math.max(...lanes.map(({ through }) => through));
    const hasPast = lanes.some((lane) => lane.hasPast);
    this.#reader.goOnFrom({ ...this.#reader.state, events, hasPast });
  }

  /** Looks up what this front has published before. */
  static async open(options: LiveFrontOptions): Promise<LiveFront> {
    const { broker, front, partitions } = options;
    const receipts = new Receipts();
    const lanes = await Promise.all(Array.from({ length: partitions }, (_, at) => Lane.open(broker, front, at)));
    await Promise.all(lanes.map((lane) => receipts.readFrom(lane)));
    return new LiveFront(options, lanes, receipts);
  }

  /** Why it takes no events; null: it does. */
  get notReady(): string | null {
    if (this.#failure !== null) return "the front has failed: see its output";
    const beforeMs = performance.now() - this.#options.patienceMs;
    const isStuck = this.#lanes.some(({ flight, sinceMs }) => flight !== null && sinceMs < beforeMs);
    return isStuck ? "no acknowledgement comes from the server of NATS" : null;
  }

  /**
   * Publishes an event, or a list of them: resolves to their lines once all are acknowledged. What was published of the
   * same request before, by its key, is not published again. Throws RingfenceError: "usage" for what is no event, in
   * the words of the gateway; "io" where they are not acknowledged.
   */
  publish(given: readonly unknown[], isList: boolean, key: string | null): Promise<number[]> {
    const known = key === null ? undefined : this.#pending.get(key);
    if (known !== undefined) return this.#inTime(known);
    const why = this.notReady ?? (this.#held + given.length > MOST_HELD ? `${this.#held} events wait` : null);
    if (why !== null) throw new RingfenceError("io", `${why}: none of these events is taken: send them again later`);
    const arrivedMs = clockMs();
    const timed = given.map((one) => this.#times.timed(one, arrivedMs).event);
    const taken = this.#take(this.#reader.read(timed, isList), key);
    if (key !== null) {
      this.#pending.set(key, taken);
      taken.finally(() => this.#pending.delete(key)).catch(() => {});
    }
    return this.#inTime(taken);
  }

  async #take(rows: readonly Row[], key: string | null): Promise<number[]> {
    const count = rows.length;
    const callers = Float64Array.from(rows, ({ caller }) => callerOf(caller, this.#options.country));
    const partitionOf = new Uint16Array(count);
    partitionsInto(callers, count, this.#lanes.length, partitionOf);
    const before = rows.map((_, at) => (key === null ? null : this.#receipts.lineOf(key, partitionOf[at]!, at)));
    const events = before.filter((line) => line === null).length;
    if (events > 0) {
      await new Promise<void>((resolve, reject) => {
        const first = rows[0]!.line;
        const asked: Asked = { key, first, left: events, published: 0, isRefused: false, resolve, reject };
        for (const [at, row] of rows.entries()) if (before[at] === null) this.#hold(partitionOf[at]!, { row, asked });
      });
    }
    return rows.map(({ line }, at) => before[at] ?? line);
  }

  #hold(at: number, held: Held): void {
    this.#held++;
    this.#queues[at]!.push(held);
    this.#begin(at);
  }

  #begin(at: number): void {
    const lane = this.#lanes[at]!;
    if (lane.flight !== null) return;
    lane.sinceMs = performance.now();
    // What comes in the same turn shares the pack.
    lane.flight = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#send(at))
      .catch((error: unknown) => this.#giveUp(error))
      .finally(() => {
        lane.flight = null;
        if (this.#queues[at]!.length > 0 && this.#failure === null) this.#begin(at);
      });
  }

  async #send(at: number): Promise<void> {
    const lane = this.#lanes[at]!;
    const sent = this.#fill(at);
    if (sent.size === 0) return;
    const keyed = [...sent.keys()].flatMap(({ key, first }) =>
      key === null ? [] : [[key, first] as [string, number]],
    );
    const { broker } = this.#options;
    let mayBeThere = false;
    const again = (error: unknown): void => {
      // Of a store that is full it is known that the pack is not there.
      if (broker.isGivenUp || !mayPass(error) || (isFull(error) && !mayBeThere)) throw error;
      mayBeThere = true;
      this.counts.sentAgain++;
      this.#remark(`${whyUnstored(error)}: sending again until it does; what was acknowledged is safe`);
    };
    try {
      const receipts = keyed.length === 0 ? undefined : keyed;
      const { hasPast } = this.#reader.state;
      const { rows, bytes } = await lane.send({ process: this.#process, hasPast, receipts }, again);
      this.counts.events += rows;
      this.counts.packs++;
      this.counts.bytes += bytes;
      for (const [key, first] of keyed) {
        this.#receipts.add(key, { partition: lane.partition, first, through: lane.through });
      }
      for (const [asked, own] of sent) {
        asked.published += own;
        settle(asked, own);
      }
    } catch (error) {
      if (!isFull(error)) {
        for (const asked of sent.keys()) asked.reject(UNKNOWN);
        throw error;
      }
      this.#remark("the store of the server is full: events are refused until it has room");
      for (const [asked, own] of sent) {
        asked.isRefused = true;
        settle(asked, own);
      }
    }
  }

  /** Fills a pack with what waits. Returns how many events of whom are in it. */
  #fill(at: number): ReadonlyMap<Asked, number> {
    const { filling } = this.#lanes[at]!;
    const queue = this.#queues[at]!;
    const sent = new Map<Asked, number>();
    const rows = new EventRows(this.#options.country, this.#chunks);
    let next = 0;
    for (; next < queue.length && !filling.isFull && rows.count < CHUNK_ROWS && sent.size < MAX_RECEIPTS; next++) {
      const { row, asked } = queue[next]!;
      if (asked.isRefused) {
        settle(asked, 1);
        continue;
      }
      rows.add(row);
      filling.add(rows.chunks[0]!, rows.count - 1);
      sent.set(asked, (sent.get(asked) ?? 0) + 1);
    }
    queue.splice(0, next);
    this.#held -= next;
    rows.release();
    return sent;
  }

  /** It cannot go on: whoever waits is told. */
  #giveUp(error: unknown): void {
    const { broker } = this.#options;
    this.#failure ??= broker.named(error, "publish events");
    for (const queue of this.#queues) for (const { asked } of queue.splice(0)) asked.reject(UNKNOWN);
    this.#fail(this.#failure);
  }

  async #inTime(taken: Promise<number[]>): Promise<number[]> {
    taken.catch(() => {});
    const lines = await within(taken, this.#options.patienceMs);
    if (lines === null) throw UNKNOWN;
    return lines;
  }
}

/** Of so many more of its events it is known what became of them. */
function settle(asked: Asked, events: number): void {
  asked.left -= events;
  if (asked.left > 0) return;
  if (asked.isRefused) asked.reject(new RingfenceError("io", asked.published > 0 ? SOME_FULL : FULL));
  else asked.resolve();
}

const AGAIN = "send them again with the same Idempotency-Key: without one some may count twice";
const FULL = "the store of the server is full: none of these events is taken: send them again later";
const SOME_FULL = `the store of the server is full, and some of these events are published: ${AGAIN}`;
const UNKNOWN = new RingfenceError(
  "io",
  `no acknowledgement came from the server, and these events may be published: ${AGAIN}`,
);
