/**
 * A worker: owns its share of the partitions. Workers hear each other's beats, and one key says whose each partition
 * is: it is changed only by whoever has read its last revision. Nobody's clock counts: another is dead once it has
 * missed some of one's own beats, so a worker that was frozen, or cut off, takes nobody's place when it comes back.
 */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { seldom } from "../../core/seldom.ts";
import type { Broker } from "./broker.ts";
import { mayPass, Overtaken, whyUnstored } from "./broker-error.ts";
import { Owner, type OwnerParts, PartitionLost } from "./owner.ts";
import { MAX_PARTITIONS } from "./partition.ts";
import { programName, TablesShelf } from "./stream-tables.ts";
import { positionSchema } from "./verdict-pack.ts";

export interface WorkerParts {
  readonly broker: Broker;
  readonly partitions: number;
  readonly tell: (words: string) => void;
  /** Seconds after which the state of a partition is kept. */
  readonly keepSeconds: number;
}

const beatSchema = z.object({
  worker: z.string().max(200),
  program: z.string().max(64),
  isLeaving: z.boolean(),
  /** Since it started. */
  counts: z.object({ screenedAgain: z.int(), sentAgain: z.int(), passedOver: z.int() }),
  partitions: z
    .array(
      z.object({
        partition: z.int(),
        isReady: z.boolean(),
        /** Messages that wait; null: none has come yet. */
        waiting: z.int().nullable(),
        ...positionSchema.shape,
      }),
    )
    .max(MAX_PARTITIONS),
});
export type Beat = z.output<typeof beatSchema>;

export const BEAT_MS = 400;
/** Who is heard of for the first time in so many beats may have been there for long. */
const LISTEN_BEATS = 3;
/** Who missed so many is dead. */
const DEAD_BEATS = 4;
const OWNERS_KEY = "owners";
const ownersSchema = z.array(z.string().max(200)).max(MAX_PARTITIONS);

/** State is kept as often as a replay of what came since takes a second or two. */
const KEEP_EVENTS = 400_000;

export class StreamWorker {
  readonly name = `${hostname().replaceAll(/[^\w-]/g, "-")}-${process.pid}-${randomBytes(3).toString("hex")}`;
  readonly #parts: WorkerParts;
  readonly #shelf: TablesShelf;
  readonly #running = new Map<number, { readonly owner: Owner; readonly ended: Promise<void> }>();
  /** By worker, our own beat in which it was heard last. */
  readonly #heard = new Map<string, { readonly beat: number; readonly program: string }>();
  /** Since the start: events that were screened again, and messages that were sent again, and passed over. */
  readonly counts: OwnerParts["counts"] = { screenedAgain: 0, sentAgain: 0, passedOver: 0 };
  #beats = 0;
  #program = "";
  #failure: unknown = null;
  readonly #remark: (words: string) => void;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#remark = seldom(parts.tell);
    this.#shelf = new TablesShelf(parts.broker);
  }

  /**
   * Until `until` is aborted: then states are kept, and partitions given back. Throws RingfenceError: "config" where
   * another worker runs another version, and as an owner does.
   */
  async run(until: AbortSignal): Promise<void> {
    const { broker, tell } = this.#parts;
    // The first tables take a second, in which nobody should wait for us.
    await this.#shelf.get(0);
    this.#program = await programName();
    const stopListening = listenToBeats(broker, (beat) => this.#hear(beat));
    // By a clock of their own: to give a partition back may take longer than a beat.
    const timer = setInterval(() => this.#beat(false), BEAT_MS);
    let owned: readonly number[] = [];
    until.addEventListener("abort", () => (owned = [...this.#running.keys()].toSorted((one, other) => one - other)));
    try {
      while (!until.aborted && this.#failure === null) {
        if (this.#beats > LISTEN_BEATS) {
          this.#refuseOthers();
          await this.#share();
        }
        await sleep(BEAT_MS, undefined, { signal: until }).catch(() => {});
      }
    } finally {
      tell("ending: keeping the state of its partitions");
      await this.#leave(owned);
      clearInterval(timer);
      stopListening();
    }
    if (this.#failure !== null) throw broker.named(this.#failure, "work on its partitions");
  }

  /** Those that it owns, and how far they are. */
  get partitions(): Beat["partitions"] {
    return [...this.#running].map(([partition, { owner }]) => {
      const { isReady, waiting, position } = owner;
      return { partition, isReady, waiting, ...position };
    });
  }

  #beat(isLeaving: boolean): void {
    if (this.#parts.broker.isGivenUp) return;
    this.#beats++;
    const { name: worker, partitions, counts } = this;
    const beat: Beat = { worker, program: this.#program, isLeaving, counts, partitions };
    this.#parts.broker.connection.publish(this.#parts.broker.beatSubject, JSON.stringify(beat));
  }

  #hear({ worker, program, isLeaving }: Beat): void {
    if (worker === this.name) return;
    if (isLeaving) this.#heard.delete(worker);
    else this.#heard.set(worker, { beat: this.#beats, program });
  }

  /** Verdicts of two versions would be mixed. Who came last gives way. */
  #refuseOthers(): void {
    const other = [...this.#heard].find(([, { program }]) => program !== this.#program);
    if (other === undefined || this.#running.size > 0) return;
    throw new RingfenceError(
      "config",
      `worker ${other[0]} runs ringfence ${other[1].program}, and this is ${this.#program}: all workers of a stream ` +
        "run one version, with the tables that ship with it: end those of the other first",
    );
  }

  /** Takes and gives back partitions, until this worker has its share. */
  async #share(): Promise<void> {
    try {
      const { owners, revision } = await this.#readOwners();
      const alive = [this.name, ...this.#heard.keys()].filter((worker) => this.#isAlive(worker)).toSorted();
      this.#follow(owners);
      const held = owners.flatMap((owner, partition) => (owner === this.name ? [partition] : []));
      const quota = quotaOf(alive.indexOf(this.name), alive.length, owners.length);
      if (held.length > quota) return await this.#giveBack(held.slice(quota), owners, revision);
      const free = owners.flatMap((owner, partition) => (this.#isAlive(owner) ? [] : [partition]));
      const taken = free.slice(0, quota - held.length);
      if (taken.length === 0) return;
      const changed = owners.map((owner, partition) => (taken.includes(partition) ? this.name : owner));
      await this.#parts.broker.change(OWNERS_KEY, changed, revision);
      this.#follow(changed);
    } catch (error) {
      // Another was quicker, or the server has no leader for now: the next beat tries again.
      if (error instanceof Overtaken || this.#parts.broker.isGivenUp) return;
      if (!mayPass(error)) throw error;
      this.#remark(`it cannot be settled whose each partition is: ${whyUnstored(error)}: trying again`);
    }
  }

  #isAlive(worker: string): boolean {
    if (worker === this.name) return true;
    return this.#beats - (this.#heard.get(worker)?.beat ?? Number.NEGATIVE_INFINITY) <= DEAD_BEATS;
  }

  async #readOwners(): Promise<{ readonly owners: readonly string[]; readonly revision: number }> {
    const { broker, partitions } = this.#parts;
    const entry = await broker.key(OWNERS_KEY, ownersSchema.length(partitions));
    if (entry === null) return { owners: Array.from({ length: partitions }, () => ""), revision: 0 };
    return { owners: entry.value, revision: entry.revision };
  }

  /** Runs owners of just those partitions that are ours. */
  #follow(owners: readonly string[]): void {
    for (const [partition, { owner }] of this.#running) if (owners[partition] !== this.name) owner.stop();
    for (const [partition, owner] of owners.entries()) {
      if (owner === this.name && !this.#running.has(partition)) this.#start(partition);
    }
  }

  #start(partition: number): void {
    const { broker, tell, keepSeconds } = this.#parts;
    const keep = { keepEvents: KEEP_EVENTS, keepMs: keepSeconds * 1000 };
    const owner = new Owner({
      broker,
      partition,
      worker: this.name,
      program: this.#program,
      shelf: this.#shelf,
      counts: this.counts,
      tell,
      ...keep,
    });
    const ended = owner
      .run()
      .catch((error: unknown) => {
        if (error instanceof PartitionLost) tell(`partition ${partition}: ${error.message} has it now`);
        else this.#failure ??= error;
      })
      .finally(() => this.#running.delete(partition));
    this.#running.set(partition, { owner, ended });
  }

  async #giveBack(partitions: readonly number[], owners: readonly string[], revision: number): Promise<void> {
    await this.#end(partitions);
    const changed = owners.map((owner, partition) => (partitions.includes(partition) ? "" : owner));
    await this.#parts.broker.change(OWNERS_KEY, changed, revision);
  }

  async #end(partitions: readonly number[]): Promise<void> {
    const ending = partitions.flatMap((partition) => this.#running.get(partition) ?? []);
    for (const { owner } of ending) owner.stop();
    await Promise.all(ending.map(({ ended }) => ended));
  }

  async #leave(owned: readonly number[]): Promise<void> {
    await this.#end([...this.#running.keys()]);
    try {
      for (let tries = 0; tries < 3; tries++) {
        const { owners, revision } = await this.#readOwners();
        const held = owners.flatMap((owner, partition) => (owner === this.name ? [partition] : []));
        if (held.length === 0) break;
        await this.#giveBack(held, owners, revision).catch((error: unknown) => {
          if (!(error instanceof Overtaken)) throw error;
        });
      }
      this.#beat(true);
      await this.#parts.broker.connection.flush();
    } catch {
      // Others find out by the beats that are missing.
      if (owned.length === 0) return;
      this.#parts.tell(
        `no server answers: not given back are the partitions ${owned.join(", ")}. Another worker goes on from the state ` +
          "that was kept last, and screens again what came since: nothing is lost",
      );
    }
  }
}

/** Of so many partitions the share of one worker, by its place among those that are alive. */
function quotaOf(place: number, workers: number, partitions: number): number {
  return Math.floor(partitions / workers) + Number(place < partitions % workers);
}

/** Whoever is a worker of the stream tells of itself. Returns how to stop. */
export function listenToBeats({ connection, beatSubject }: Broker, hear: (beat: Beat) => void): () => void {
  const subscription = connection.subscribe(beatSubject, {
    callback: (_, message) => {
      try {
        const beat = beatSchema.safeParse(message.json());
        if (beat.success) hear(beat.data);
      } catch {
        // It is none of ours.
      }
    },
  });
  return () => subscription.unsubscribe();
}
