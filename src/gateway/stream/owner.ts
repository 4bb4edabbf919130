/**
 * Owns one partition: screens its input and publishes verdicts. Its position lies with the output: the last verdict
 * names the input that it followed. A verdict is published only behind the one that its owner knows of, so whoever was
 * thought dead, and another took its place, loses. The state of the callers is kept now and then; what lies between it
 * and the last verdict is screened again, without publishing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { z } from "zod";
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { seldom } from "../../core/seldom.ts";
import { CHINA } from "../../rows/country.ts";
import { EventRows, RowChunks } from "../../rows/event-rows.ts";
import type { Broker } from "./broker.ts";
import { mayPass, Overtaken, whyUnstored } from "./broker-error.ts";
import { type EventPackHead, readEventPack, RECEIPTS_MS } from "./event-pack.ts";
import { PartitionScreener } from "./partition-screener.ts";
import { readSwitch, TABLES_FRONT, type TablesShelf } from "./stream-tables.ts";
import { BEGINNING, type Position, positionSchema, readVerdictPack, writeVerdictPack } from "./verdict-pack.ts";
import type { Following } from "./following.ts";

/** Another has the partition: whoever had it stops, and has done no harm. */
export class PartitionLost extends Error {
  override readonly name = "PartitionLost";
}

export interface OwnerParts {
  readonly broker: Broker;
  readonly partition: number;
  /** The name of the worker. */
  readonly worker: string;
  /** What it runs: `programName`. */
  readonly program: string;
  readonly shelf: TablesShelf;
  readonly tell: (words: string) => void;
  readonly counts: { screenedAgain: number; sentAgain: number; passedOver: number };
  /** Events after which state is kept, and milliseconds. */
  readonly keepEvents: number;
  readonly keepMs: number;
}

/** Where a kept state belongs. */
const stateSchema = z.strictObject({
  /** Its pieces on the server. */
  pieces: z.array(z.int()).min(1),
  position: positionSchema,
  /** Which version of ringfence made it. */
  program: z.string(),
  /** By front, its last message, the last line of its events, and whether any of its packs has receipts. */
  fronts: z.record(
    z.string(),
    z.strictObject({ sequence: z.int().nonnegative(), line: z.int(), isKeyed: z.boolean() }),
  ),
});
type KeptState = z.output<typeof stateSchema>;

/** A front of which nothing has come. */
const NEW_FRONT = { sequence: 0, line: -1, isKeyed: false };

/** Messages that are asked for ahead: some megabytes. */
const AHEAD = 8;
const RETRY_MS = 250;
/** Between two looks whether a state is to be kept while no message comes. */
const IDLE_MS = 1000;
/** Most of a state is nothing: little work makes it small. */
const deflate = promisify(deflateRaw);
const inflate = promisify<Buffer, Buffer>(inflateRaw);
const PACKING = { level: 1 };

export class Owner {
  /** Messages of the partition that wait, as of the last that came; null before the first. */
  waiting: number | null = null;
  /** Whether it has caught up with the last verdict. */
  isReady = false;
  readonly #parts: OwnerParts;
  readonly #remark: (words: string) => void;
  readonly #rows = new RowChunks();
  readonly #stop = new AbortController();
  #screener: PartitionScreener | null = null;
  #messages: Following | null = null;
  /** Where the verdicts that are published end: up to there events are screened again. */
  #target: Position = BEGINNING;
  /** Sequence of the last verdict on its subject. */
  #outSequence = 0;
  #pending: Promise<void> = Promise.resolve();
  #turn: Promise<void> = Promise.resolve();
  #kept: { readonly revision: number; readonly state: KeptState | null } = { revision: 0, state: null };
  #keptMs = 0;
  #keeping: Promise<void> | null = null;
  #fronts = new Map<string, typeof NEW_FRONT>();
  /** By front, the message before which all are dropped. */
  readonly #dropped = new Map<string, number>();
  /** By front, its packs with receipts that were screened lately. */
  readonly #recent = new Map<string, { readonly sequence: number; readonly takenMs: number }[]>();

  constructor(parts: OwnerParts) {
    this.#parts = parts;
    this.#remark = seldom((words) => parts.tell(`partition ${parts.partition}: ${words}`));
  }

  get position(): Position {
    return this.#screener?.position ?? BEGINNING;
  }

  /**
   * Until it is stopped: then the state is kept. Throws PartitionLost where another has the partition, and
   * RingfenceError: "config" where it cannot go on from what is there, "invariant" where a replay comes to others.
   */
  async run(): Promise<void> {
    for (;;) {
      try {
        await this.#begin();
        await this.#follow();
        await this.#keeping?.catch(() => {});
        await this.#keep();
        return;
      } catch (error) {
        if (this.#parts.broker.isGivenUp) return;
        if (!mayPass(error)) throw error;
        if (this.#stop.signal.aborted) return;
        this.#remark(`no answer from the server (${messageOf(error)}): trying again`);
        await sleep(RETRY_MS);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#messages?.stop();
  }

  /** Finds where the partition stands, and the state that belongs there, or before. */
  async #begin(): Promise<void> {
    const { broker, partition, shelf, tell } = this.#parts;
    await this.#keeping?.catch(() => {});
    this.#pending = Promise.resolve();
    const subject = broker.verdictsSubject(partition);
    const last = await broker.last(broker.verdictsStream, subject);
    const entry = await broker.key(this.#stateKey, stateSchema);
    const state = entry?.value ?? null;
    this.#kept = { revision: entry?.revision ?? 0, state };
    this.#keptMs = performance.now();
    this.#outSequence = last?.seq ?? 0;
    const target = last === null ? BEGINNING : readVerdictPack(last.data, subject);
    const from = state?.position ?? BEGINNING;
    const tables = await shelf.get(from.tables);
    this.#screener = new PartitionScreener(tables, from);
    this.#fronts = new Map(Object.entries(state?.fronts ?? {}));
    // Nobody knows for how long those of the one before have been there.
    for (const [front, { isKeyed }] of this.#fronts) if (isKeyed && !this.#recent.has(front)) this.#receive(front, 0);
    if (state !== null) {
      const packed = await broker.doing(`read the state of partition ${partition}`, () => broker.blob(state.pieces));
      await this.#screener.restore(await inflate(packed));
    }
    this.#target = from.input > target.input ? from : target;
    if (state !== null && state.program !== this.#parts.program && from.input < target.input) {
      throw new RingfenceError(
        "config",
        `partition ${partition}: ringfence ${state.program} screened it, and did not end in order: events that it has ` +
          `screened would have to be screened again by ${this.#parts.program}: let a worker of ${state.program} end it`,
      );
    }
    this.isReady = this.#target.input === from.input;
    tell(`partition ${partition}: begins behind message ${from.input}, published up to ${this.#target.input}`);
  }

  async #follow(): Promise<void> {
    const { broker, partition } = this.#parts;
    const filter_subjects = broker.eventsSubject(partition);
    const place = { deliver_policy: "by_start_sequence", opt_start_seq: this.position.input + 1 } as const;
    const messages = await broker.follow(broker.eventsStream, { filter_subjects, ...place }, AHEAD);
    this.#messages = messages;
    if (this.#stop.signal.aborted) messages.stop();
    // A full store has no next message before what was screened is dropped.
    const timer = setInterval(() => void this.#inTurn(() => this.#keepWhenDue()).catch(() => {}), IDLE_MS);
    try {
      for await (const { seq, subject, data, info } of messages) {
        if (this.#stop.signal.aborted) break;
        this.waiting = info.pending;
        await this.#inTurn(async () => {
          await this.#take(seq, subject, data);
          await this.#keepWhenDue();
        });
      }
      await this.#pending;
      if (!this.#stop.signal.aborted) throw new RingfenceError("io", "the server ended the consumer");
    } finally {
      clearInterval(timer);
      this.#messages = null;
      await messages.close();
      await this.#turn;
    }
  }

  /** One after the other: a state that is kept belongs to the last message whose verdicts are published. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** One message of the input, whatever it is. */
  async #take(input: number, subject: string, data: Uint8Array): Promise<void> {
    const screener = this.#screener!;
    if (input > this.#target.input && screener.position.input < this.#target.input) this.#checkReplay();
    const front = subject.slice(subject.lastIndexOf(".") + 1);
    const rows = new EventRows(CHINA, this.#rows);
    let passedOver: string | null = null;
    let publisher: string | null = null;
    try {
      if (front === TABLES_FRONT) {
        const number = readSwitch(data, subject);
        screener.useTables(await this.#parts.shelf.get(number), number, input);
        screener.verdicts.rows = 0;
      } else {
        const before = this.#fronts.get(front) ?? NEW_FRONT;
        const head = readEventPack(data, `${subject}, message ${input}`, rows, before.line);
        publisher = head.front;
        if (head.receipts !== undefined) this.#receive(front, input);
        this.#checkOrder(front, head, before, input);
        if (rows.count === 0) {
          throw new RingfenceError(
            "config",
            `${subject}, message ${input}: a copy of events that were screened before`,
          );
        }
        screener.screen(rows, head, input);
      }
    } catch (error) {
      // Of tables nobody may do without.
      if (!(error instanceof RingfenceError) || error.code !== "config" || front === TABLES_FRONT) throw error;
      passedOver = error.message;
      this.#parts.tell(`passed over: ${passedOver}`);
      this.#parts.counts.passedOver++;
      screener.passOver(input);
    }
    rows.release();
    if (input <= this.#target.input) this.#parts.counts.screenedAgain += screener.verdicts.rows;
    if (input < this.#target.input) return;
    if (input === this.#target.input) return this.#checkReplay();
    this.isReady = true;
    const head = { ...screener.position, front: publisher, worker: this.#parts.worker, passedOver };
    const verdicts = writeVerdictPack(head, screener.verdicts);
    // The next is screened while this one is on its way, and published once it has arrived.
    await this.#pending;
    this.#pending = this.#publish(verdicts);
    // Whoever waits for the next message is told.
    this.#pending.catch(() => this.#messages?.stop());
  }

  #receive(front: string, sequence: number): void {
    const recent = this.#recent.get(front);
    if (recent === undefined) this.#recent.set(front, [{ sequence, takenMs: performance.now() }]);
    else recent.push({ sequence, takenMs: performance.now() });
  }

  /** Whether each pack follows the one that its front has published before it. */
  #checkOrder(front: string, head: EventPackHead, before: typeof NEW_FRONT, input: number): void {
    const isKeyed = before.isKeyed || head.receipts !== undefined;
    this.#fronts.set(front, { sequence: input, line: Math.max(before.line, head.lastLine), isKeyed });
    if (before.sequence === head.after || head.lastLine <= before.line) return;
    const { partition, tell } = this.#parts;
    tell(
      `partition ${partition}: message ${input} of ${front} follows ${head.after}, and ${before.sequence} was the last ` +
        "that is here: the server has lost what it had acknowledged",
    );
  }

  /** What was screened again must have come to the same. */
  #checkReplay(): void {
    const { position } = this.#screener!;
    const target = this.#target;
    if (position.input === target.input && position.digest === target.digest && position.events === target.events) {
      this.isReady = true;
      return;
    }
    throw new RingfenceError(
      "invariant",
      `partition ${this.#parts.partition}: screened again up to message ${position.input}, ${position.events} events ` +
        `come to ${position.digest}; published up to ${target.input}: ${target.events} events and ${target.digest}. ` +
        "Another version screened them, or events are lost: end all workers, and begin a new stream",
    );
  }

  async #publish(verdicts: Uint8Array): Promise<void> {
    const { broker, partition } = this.#parts;
    const subject = broker.verdictsSubject(partition);
    try {
      this.#outSequence = await broker.append(broker.verdictsStream, subject, verdicts, this.#outSequence, (error) => {
        if (!mayPass(error) || this.#stop.signal.aborted) throw error;
        this.#remark(whyUnstored(error));
        this.#parts.counts.sentAgain++;
      });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      throw new PartitionLost(error.last === null ? "nobody" : readVerdictPack(error.last, subject).worker);
    }
  }

  async #keepWhenDue(): Promise<void> {
    const { broker, keepEvents, keepMs } = this.#parts;
    const events = this.position.events - (this.#kept.state?.position.events ?? 0);
    if (this.#keeping !== null || !this.isReady) return;
    if (events < keepEvents && performance.now() - this.#keptMs < keepMs) return;
    await this.#pending;
    this.#keeping = this.#keep().finally(() => (this.#keeping = null));
    this.#keeping.catch((error: unknown) => {
      this.#remark(`its state is not kept (${messageOf(broker.named(error, "keep it"))}): trying again`);
      // Whose state lies there is found out anew.
      if (error instanceof PartitionLost) this.#messages?.stop();
    });
  }

  async #keep(): Promise<void> {
    this.#keptMs = performance.now();
    if (!this.isReady) return;
    if (this.position.input !== (this.#kept.state?.position.input ?? 0)) await this.#keepState();
    await this.#dropDone();
  }

  /** Keeps the state as of now: all that was published before is done with. */
  async #keepState(): Promise<void> {
    const { broker } = this.#parts;
    const screener = this.#screener!;
    const { position } = screener;
    const fronts = Object.fromEntries(this.#fronts);
    const packed = await deflate(Buffer.concat(await screener.state()), PACKING);
    const pieces = await broker.putBlob(this.#stateKey, packed);
    const state: KeptState = { pieces, position, program: this.#parts.program, fronts };
    try {
      const revision = await broker.change(this.#stateKey, state, this.#kept.revision);
      this.#kept = { revision, state };
    } catch (error) {
      throw error instanceof Overtaken ? new PartitionLost("another") : error;
    }
    await broker.dropBlobsBefore(this.#stateKey, Math.min(...pieces));
  }

  /** Of each front its last message stays: it goes on behind that; and its receipts, for a while. */
  async #dropDone(): Promise<void> {
    const { broker, partition } = this.#parts;
    const beforeMs = performance.now() - RECEIPTS_MS;
    for (const [front, { sequence }] of Object.entries(this.#kept.state?.fronts ?? {})) {
      const recent = (this.#recent.get(front) ?? []).filter(({ takenMs }) => takenMs > beforeMs);
      this.#recent.set(front, recent);
      const first = Math.min(sequence, recent[0]?.sequence ?? sequence);
      if (first <= (this.#dropped.get(front) ?? 0)) continue;
      await broker.dropBefore(broker.eventsStream, broker.eventsSubject(partition, front), first);
      this.#dropped.set(front, first);
    }
  }

  get #stateKey(): string {
    return `state.${this.#parts.partition}`;
  }
}
