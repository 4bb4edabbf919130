/**
 * A front: publishes events in packs, each to the partition of its callers. One pack of a partition is on its way at a
 * time, so their order is kept. What was acknowledged is on the subject of the front, so a front that starts again goes
 * on behind it: nothing is published twice, and nothing acknowledged is lost.
 */
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { seldom } from "../../core/seldom.ts";
import { printable } from "../../core/terminal/printable.ts";
import type { Country } from "../../rows/country.ts";
import type { EventRows } from "../../rows/event-rows.ts";
import type { RowSource } from "../../rows/read-rows.ts";
import { readEvents } from "../../screen/read-piece.ts";
import type { Broker } from "./broker.ts";
import { isFull, mayPass, whyUnstored } from "./broker-error.ts";
import { MAX_PACK_ROWS } from "./event-pack.ts";
import { Lane } from "./lane.ts";
import { partitionsInto } from "./partition.ts";

export interface FrontOptions {
  readonly broker: Broker;
  readonly partitions: number;
  /** By which it goes on after a crash: the same input has the same name. */
  readonly front: string;
  readonly country: Country;
  /** Events of a pack at most. */
  readonly packRows?: number | undefined;
  /** Milliseconds that an event waits at most for others of its pack. */
  readonly holdMs: number;
  /** Milliseconds without an acknowledgement after which it gives up. */
  readonly patienceMs: number;
  /** Words for people. */
  readonly tell: (words: string) => void;
}

/** What became of a source. */
export interface Published {
  /** Events that were acknowledged now, and those that an earlier start had published. */
  readonly events: number;
  readonly before: number;
  /** Lines that could not be read. */
  readonly setAside: number;
  readonly packs: number;
  /** Of all packs. */
  readonly bytes: number;
  /** Times that a pack was sent again, as no acknowledgement had come. */
  readonly repeats: number;
}

export class Front {
  readonly #options: FrontOptions;
  readonly #lanes: Lane[] = [];
  readonly #partitionOf = new Uint16Array(MAX_PACK_ROWS);
  readonly #counts = { events: 0, before: 0, setAside: 0, packs: 0, bytes: 0, repeats: 0 };
  #hasPast = false;
  /** Lines of earlier starts of a pipe, which nobody can read again: new ones are numbered behind them. */
  #lineOffset = 0;
  #failure: unknown = null;
  readonly #remark: (words: string) => void;

  private constructor(options: FrontOptions) {
    this.#options = options;
    this.#remark = seldom(options.tell);
  }

  /** Looks up what this front has published before. */
  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options);
    const { broker, partitions, packRows } = options;
    for (let partition = 0; partition < partitions; partition++) {
      front.#lanes.push(await Lane.open(broker, options.front, partition, packRows));
    }
    return front;
  }

  /**
   * Publishes the rows of a source. Resolves once all are acknowledged. Throws as RowReader does, and RingfenceError:
   * "io" where no acknowledgement comes for too long, "config" where another front has the same name.
   */
  async publish(source: RowSource): Promise<Published> {
    const { country, holdMs } = this.#options;
    if (source.file === "-") this.#lineOffset = Math.max(...this.#lanes.map(({ through }) => through));
    const timer = setInterval(() => this.#flushOld(), holdMs);
    try {
      for await (const { rows, setAside, facts } of readEvents(source, country, holdMs)) {
        const { columns, leftOut } = facts;
        if (columns !== null && columns.caller === null) this.#sayNoCaller(leftOut.map(({ column }) => column));
        this.#hasPast = (columns?.callee ?? null) !== null && (columns?.time ?? null) !== null;
        this.#counts.setAside += setAside.length;
        await this.#take(rows);
        rows.release();
      }
      for (const lane of this.#lanes) await this.#send(lane);
      for (const lane of this.#lanes) await lane.flight;
      this.#check();
      return { ...this.#counts };
    } finally {
      clearInterval(timer);
    }
  }

  #sayNoCaller(others: readonly string[]): void {
    const found = others.length === 0 ? "" : ` (not used: ${printable(others.join(", "))})`;
    this.#remark(
      `no column of callers is there${found}: name it with --caller. Without it all events go to one partition, and ` +
        "nothing is remembered of a caller",
    );
  }

  async #take(rows: EventRows): Promise<void> {
    const partitionOf = this.#partitionOf;
    for (const chunk of rows.chunks) {
      const { count, caller } = chunk.events;
      partitionsInto(caller, count, this.#lanes.length, partitionOf);
      for (let index = 0; index < count; index++) {
        const lane = this.#lanes[partitionOf[index]!]!;
        if (this.#lineOffset > 0) chunk.line[index]! += this.#lineOffset;
        if (chunk.line[index]! <= lane.through) {
          this.#counts.before++;
          continue;
        }
        if (lane.filling.rows === 0) lane.sinceMs = performance.now();
        lane.filling.add(chunk, index);
        if (lane.filling.isFull) await this.#send(lane);
      }
    }
    this.#check();
  }

  /** Packs that have waited long enough, where none is on its way. */
  #flushOld(): void {
    // Whoever reads the source says what went wrong.
    if (this.#failure !== null) return;
    const before = performance.now() - this.#options.holdMs;
    for (const lane of this.#lanes) {
      if (lane.flight === null && lane.filling.rows > 0 && lane.sinceMs <= before) void this.#send(lane);
    }
  }

  /** Sends the pack that fills, once the one before is acknowledged. */
  async #send(lane: Lane): Promise<void> {
    while (lane.flight !== null) await lane.flight;
    this.#check();
    if (lane.filling.rows === 0) return;
    const { patienceMs } = this.#options;
    const startedMs = performance.now();
    const again = (error: unknown): void => {
      if (!mayPass(error) || performance.now() - startedMs > patienceMs) throw this.#gaveUp(error);
      this.#remark(`${whyUnstored(error)}: sending again until it does; what was acknowledged is safe`);
      this.#counts.repeats++;
    };
    lane.flight = lane
      .send({ hasPast: this.#hasPast }, again)
      .then(({ rows, bytes }) => {
        this.#counts.events += rows;
        this.#counts.packs++;
        this.#counts.bytes += bytes;
      })
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => (lane.flight = null));
  }

  #gaveUp(error: unknown): RingfenceError {
    const { events, before } = this.#counts;
    const acknowledged = `${events + before} events are acknowledged: the same command goes on behind them`;
    if (isFull(error)) return new RingfenceError("io", `the store of the server is full; ${acknowledged}`);
    if (mayPass(error)) return new RingfenceError("io", `no acknowledgement came from the server; ${acknowledged}`);
    const named = this.#options.broker.named(error, "publish events");
    return new RingfenceError("config", `${messageOf(named)}; ${acknowledged}`, { cause: error });
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
