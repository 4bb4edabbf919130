/**
 * A server of NATS with JetStream, and what of it is ours: streams of events and of verdicts, keys that are changed by
 * revision, and blobs. Keys and blobs are streams too: the client's own buckets of objects wait for each piece, hash in
 * JavaScript, and may wait for ever where a piece is gone. The client is loaded where somebody asks for it alone.
 */
import type {
  JetStreamClient,
  JetStreamManager,
  OrderedConsumerOptions,
  StoredMsg,
  StreamConfig,
} from "@nats-io/jetstream";
import type { ConnectionOptions, NatsConnection } from "@nats-io/transport-node";
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { readBounded } from "../../core/file/bounded-file.ts";
import { RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { brokerError, codeOf, isUnanswered, Overtaken, shownUrl } from "./broker-error.ts";
import { endForgotten, endSockets, leaveStale, watchSockets } from "./client-sockets.ts";
import { consumption, Following } from "./following.ts";
import { FRONT_NAME } from "./event-pack.ts";
import { greeted } from "./greeting.ts";
import { MAX_PARTITIONS } from "./partition.ts";

export interface BrokerOptions {
  /** nats:// or tls:// with host and port; several, separated by commas, of one cluster. */
  readonly url: string;
  /** A file with user and password in one line; left out: none. */
  readonly login?: string | undefined;
  /** A file of the certificate that vouches for the servers; left out: those that the system trusts. */
  readonly ca?: string | undefined;
  /** What streams and subjects are called by: several may live on one server. */
  readonly stream: string;
  /** As others see this process. */
  readonly client: string;
}

/** What a stream is made with. */
export interface StreamPlan {
  readonly partitions?: number | undefined;
  /** Servers that hold each message; left out: one. */
  readonly replicas?: number | undefined;
  /** Bytes of events that may wait; left out: as many as the server has room for. */
  readonly maxBytes?: number | undefined;
}

/** The number is raised when the same messages mean something else. */
const FORMAT = "1";
const [PARTITIONS_KEY, FORMAT_KEY] = ["ringfence.partitions", "ringfence.format"];

/** In which a server must answer: whoever is asked while there is no leader never does, and another is there soon. */
const ANSWER_MS = 2000;
/** In which it must have taken something large. */
const TAKEN_MS = 8000;
/** In which servers that lost their leader must have another: some seconds, and more on a machine that is busy. */
const ELECTION_MS = 20_000;
/** Wait between two tries to reach a server that was lost. */
const RECONNECT_MS = 250;
const PING_MS = 1000;
/** In which a server must take a connection: one that is cut off takes none, and another does. */
const CONNECT_MS = 2500;
/** Between two looks whether a server has answered. */
const WATCH_MS = 100;
/** Between two tries to publish. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [50, 1000];
const MAX_SECRET_BYTES = 1 << 16;

/** Below what a message may have, with its headers. */
const PIECE_BYTES = 512 * 1024;
const PIECES_AT_ONCE = 8;

export interface KeyHeld<Value> {
  readonly value: Value;
  readonly revision: number;
}

/** Codes of JetStream's errors. */
const WRONG_LAST_SEQUENCE = 10_071;
const STREAM_EXISTS = 10_058;
const STREAM_NOT_FOUND = 10_059;

export class Broker {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly eventsStream: string;
  readonly verdictsStream: string;
  readonly complaintsStream: string;
  readonly #keysStream: string;
  readonly #blobsStream: string;
  readonly #options: BrokerOptions;
  /** When a server last answered, for `giveUpAfter`. */
  #answeredMs = 0;
  #watch: NodeJS.Timeout | null = null;
  /** Whether it was closed because nobody answered. */
  isGivenUp = false;

  private constructor(connection: NatsConnection, js: JetStreamClient, jsm: JetStreamManager, options: BrokerOptions) {
    this.connection = connection;
    this.js = js;
    this.jsm = jsm;
    this.#options = options;
    this.eventsStream = `${options.stream}-events`;
    this.verdictsStream = `${options.stream}-verdicts`;
    this.complaintsStream = `${options.stream}-complaints`;
    this.#keysStream = `${options.stream}-keys`;
    this.#blobsStream = `${options.stream}-blobs`;
  }

  /**
   * Throws RingfenceError: "usage" for what is no address, "io" where no server answers there, "config" where it
   * refuses the user, or has no JetStream.
   */
  static async connect(options: BrokerOptions): Promise<Broker> {
    if (!FRONT_NAME.test(options.stream)) {
      throw new RingfenceError("usage", "--stream: expected letters, digits, - and _, 64 at most");
    }
    const { connect } = await import("@nats-io/transport-node");
    const { jetstream } = await import("@nats-io/jetstream");
    const { servers, ...how } = connectionOptions(options);
    watchSockets();
    await greeted(servers, CONNECT_MS);
    let connection: NatsConnection;
    try {
      connection = await connect({ servers: servers.map(({ host }) => host), ...how });
      void leaveStale(connection);
    } catch (error) {
      endForgotten();
      throw brokerError(error, options.url);
    }
    try {
      const js = jetstream(connection, { timeout: ANSWER_MS });
      const manager = (): Promise<JetStreamManager> => js.jetstreamManager();
      const jsm = await (connection.info?.jetstream ? patiently(manager) : manager());
      return new Broker(connection, js, jsm, options);
    } catch (error) {
      await connection.close();
      throw brokerError(error, options.url);
    }
  }

  /** Of one front, or of all. */
  eventsSubject(partition: number, front = "*"): string {
    return `${this.#options.stream}.events.${partition}.${front}`;
  }

  verdictsSubject(partition: number): string {
    return `${this.#options.stream}.verdicts.${partition}`;
  }

  complaintsSubject(front: string): string {
    return `${this.#options.stream}.complaints.${front}`;
  }

  get beatSubject(): string {
    return `${this.#options.stream}.beat`;
  }

  /**
   * Opens the streams, and makes them where they are not there and `plan` says of how many partitions. Returns how many
   * they have. Throws RingfenceError "config" where they were made otherwise, or by another version.
   */
  async open(plan: StreamPlan): Promise<number> {
    const { stream } = this.#options;
    const num_replicas = plan.replicas ?? 1;
    return this.doing(`open the stream ${stream}`, async () => {
      const partitions = await this.#openEvents(plan);
      const make = (name: string, subjects: string, more: Partial<StreamConfig> = {}): Promise<void> =>
        this.#make({ name, subjects: [subjects], discard: "old", num_replicas, ...more });
      await make(this.verdictsStream, `${stream}.verdicts.*`);
      await make(this.complaintsStream, `${stream}.complaints.*`, { discard: "new" });
      await make(this.#keysStream, `${stream}.keys.>`, { max_msgs_per_subject: 1 });
      await make(this.#blobsStream, `${stream}.blobs.>`, { allow_direct: true });
      return partitions;
    });
  }

  async #openEvents({ partitions, replicas = 1, maxBytes = -1 }: StreamPlan): Promise<number> {
    const { stream } = this.#options;
    const found = await this.#configOf(this.eventsStream);
    const subjects = [`${stream}.events.*.*`];
    if (found === null) {
      if (partitions === undefined) {
        throw new RingfenceError(
          "config",
          `there is no stream ${stream}: expected the --stream that it was made with. ` +
            "ringfence gateway publish FILE --partitions N makes one",
        );
      }
      const metadata = { [PARTITIONS_KEY]: String(partitions), [FORMAT_KEY]: FORMAT };
      const limits = { discard: "new", max_bytes: maxBytes, num_replicas: replicas } as const;
      await this.#make({ name: this.eventsStream, subjects, metadata, ...limits });
      return this.#openEvents({});
    }
    const format = found.metadata?.[FORMAT_KEY];
    const has = Number(found.metadata?.[PARTITIONS_KEY]);
    const wrong = (
      expected: string,
      actual: unknown,
      remedy = "name another with --stream, or delete this one",
    ): RingfenceError =>
      new RingfenceError(
        "config",
        `the stream ${this.eventsStream} was made otherwise: expected ${expected}, ` +
          `found ${printable(String(actual))}: ${remedy}`,
      );
    if (format !== FORMAT) throw wrong(`format ${FORMAT} of ringfence`, format ?? "none");
    if (!(Number.isInteger(has) && has >= 1 && has <= MAX_PARTITIONS)) throw wrong("a number of partitions", has);
    if (partitions !== undefined && partitions !== has) {
      throw wrong(`${partitions} partitions`, has, "leave --partitions out, or name another with --stream");
    }
    if (String(found.subjects) !== String(subjects)) throw wrong(`the subjects ${String(subjects)}`, found.subjects);
    if (found.discard !== "new") throw wrong("that it refuses events when it is full (discard new)", found.discard);
    if (found.retention !== "limits") throw wrong("that it keeps what was read (retention limits)", found.retention);
    if (found.storage !== "file") throw wrong("that it is on disk (storage file)", found.storage);
    return has;
  }

  async #make(config: Partial<StreamConfig> & { readonly name: string }): Promise<void> {
    // Whoever only works with a stream need not have the right to make one.
    if ((await this.#configOf(config.name)) !== null) return;
    try {
      await this.jsm.streams.add({ ...config, retention: "limits", storage: "file" });
    } catch (error) {
      // Others made it meanwhile, or with limits of their own.
      if (codeOf(error) !== STREAM_EXISTS) throw error;
    }
  }

  async #configOf(stream: string): Promise<StreamConfig | null> {
    try {
      return (await this.jsm.streams.info(stream)).config;
    } catch (error) {
      if (codeOf(error) === STREAM_NOT_FOUND) return null;
      throw error;
    }
  }

  /** The last message of a subject; null: there is none. */
  async last(stream: string, subject: string): Promise<StoredMsg | null> {
    return this.doing(`read ${subject}`, () => this.jsm.streams.getMessage(stream, { last_by_subj: subject }));
  }

  /** The first message of subjects from sequence `seq` on; null: there is none. */
  async next(stream: string, subjects: string, seq: number): Promise<StoredMsg | null> {
    const query = { seq, next_by_subj: subjects };
    return this.doing(`read ${subjects}`, () => this.jsm.streams.getMessage(stream, query));
  }

  /** One message of a stream; null: it is not there, or no longer. */
  async message(stream: string, seq: number): Promise<StoredMsg | null> {
    return this.doing(`read ${stream}`, () => this.jsm.streams.getMessage(stream, { seq }));
  }

  /**
   * Publishes on a subject behind its message `after`, until it is acknowledged: a repeat is harmless, as it finds
   * itself there. `again` sees why a try came to nothing, and throws where there shall be no other. Returns the
   * sequence. Throws Overtaken where something else lies there.
   */
  async append(
    stream: string,
    subject: string,
    message: Uint8Array,
    after: number,
    again: (error: unknown) => void = untilElected(),
  ): Promise<number> {
    const options = { expect: { lastSubjectSequence: after }, retries: 0 };
    let timeout = ANSWER_MS;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        const { seq } = await this.js.publish(subject, message, { ...options, timeout });
        this.#answeredMs = performance.now();
        return seq;
      } catch (error) {
        if (codeOf(error) === WRONG_LAST_SEQUENCE) {
          const last = await this.last(stream, subject);
          if (last !== null && Buffer.compare(last.data, message) === 0) return last.seq;
          throw new Overtaken(last?.data ?? null);
        }
        again(error);
        timeout = Math.min(2 * timeout, TAKEN_MS);
      }
      await sleep(waitMs);
    }
  }

  /** Throws where this user may not publish on a subject of a stream. Nothing is published: no message lies there. */
  async mayPublish(subject: string): Promise<void> {
    const expect = { lastSubjectSequence: Number.MAX_SAFE_INTEGER };
    try {
      await this.js.publish(subject, "", { expect, timeout: ANSWER_MS, retries: 0 });
    } catch (error) {
      if (codeOf(error) !== WRONG_LAST_SEQUENCE) throw error;
    }
  }

  /** Messages of a stream as they come, `ahead` of them asked for at a time. */
  async follow(stream: string, from: Partial<OrderedConsumerOptions>, ahead: number): Promise<Following> {
    // A consumer lives on one server: the next try may find another, under another name.
    const consumer = await this.doing(`read ${stream}`, () => this.js.consumers.get(stream, { ...from }));
    return new Following(await consumer.consume(consumption(ahead)));
  }

  /** What a key holds, and its revision; null: it holds nothing. Throws RingfenceError "config" for something else. */
  async key<Schema extends z.ZodType>(name: string, schema: Schema): Promise<KeyHeld<z.output<Schema>> | null> {
    const last = await this.last(this.#keysStream, this.#keySubject(name));
    if (last === null) return null;
    const parsed = schema.safeParse(last.json());
    if (parsed.success) return { value: parsed.data, revision: last.seq };
    throw new RingfenceError("config", `the key ${name} of the stream was written by another version of ringfence`);
  }

  /**
   * Changes a key of which `revision` is the last; 0: there is none yet. Returns its new revision. Throws Overtaken
   * where it has another.
   */
  change(name: string, value: unknown, revision: number): Promise<number> {
    return this.append(this.#keysStream, this.#keySubject(name), Buffer.from(JSON.stringify(value)), revision);
  }

  #keySubject(name: string): string {
    return `${this.#options.stream}.keys.${name}`;
  }

  /** Returns the sequences of its pieces, by which it is read. */
  async putBlob(name: string, bytes: Uint8Array): Promise<number[]> {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) pieces.push(bytes.subarray(at, at + PIECE_BYTES));
    const sequences: number[] = [];
    for (let at = 0; at < pieces.length; at += PIECES_AT_ONCE) {
      const some = pieces.slice(at, at + PIECES_AT_ONCE);
      const sent = some.map((piece) => this.js.publish(this.#blobSubject(name), piece, { timeout: TAKEN_MS }));
      sequences.push(...(await Promise.all(sent)).map(({ seq }) => seq));
      this.#answeredMs = performance.now();
    }
    return sequences;
  }

  /** Throws RingfenceError "io" where a piece is not there, or not yet at the server that was asked. */
  async blob(sequences: readonly number[]): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for (const seq of sequences) {
      const piece = await this.jsm.direct.getMessage(this.#blobsStream, { seq });
      if (piece === null) throw new RingfenceError("io", `piece ${seq} of ${this.#blobsStream} is not there`);
      pieces.push(piece.data);
    }
    return Buffer.concat(pieces);
  }

  /** Drops the pieces of blobs of this name that lie before one. */
  async dropBlobsBefore(name: string, seq: number): Promise<void> {
    await this.dropBefore(this.#blobsStream, this.#blobSubject(name), seq);
  }

  /** Drops the messages of a subject that lie before one. */
  async dropBefore(stream: string, filter: string, seq: number): Promise<void> {
    // The server takes 1 for no bound at all, and would drop the message itself and all behind it.
    if (seq > 1) await this.jsm.streams.purge(stream, { filter, seq });
  }

  #blobSubject(name: string): string {
    return `${this.#options.stream}.blobs.${name}`;
  }

  /** Asks the server for something that may be asked twice; what goes wrong is said in our words. */
  async doing<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
    try {
      const result = await patiently(act);
      this.#answeredMs = performance.now();
      return result;
    } catch (error) {
      throw this.named(error, what);
    }
  }

  /** An error of the server in our words. */
  named(error: unknown, what: string): unknown {
    return brokerError(error, this.#options.url, what);
  }

  /** For whoever is ending: where no server answers for so long, from now on, the connection is closed. */
  giveUpAfter(silentMs: number): void {
    this.#answeredMs = performance.now();
    this.#watch = setInterval(() => {
      if (performance.now() - this.#answeredMs < silentMs) return;
      this.isGivenUp = true;
      void this.close();
    }, WATCH_MS);
  }

  async close(): Promise<void> {
    if (this.#watch !== null) clearInterval(this.#watch);
    // What was sent and has no answer yet is given up.
    await this.connection.close();
    endSockets(this.connection);
  }
}

/** Asks again while nobody answers: servers that have lost their leader elect another. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (const again = untilElected(); ; await sleep(RECONNECT_MS)) {
    try {
      return await act();
    } catch (error) {
      again(error);
    }
  }
}

/** Throws what it is given, unless servers may still be electing a leader. */
function untilElected(): (error: unknown) => void {
  const startedMs = performance.now();
  return (error) => {
    if (!isUnanswered(error) || performance.now() - startedMs > ELECTION_MS) throw error;
  };
}

function connectionOptions({
  url,
  login,
  ca,
  client,
}: BrokerOptions): Omit<ConnectionOptions, "servers"> & { servers: URL[] } {
  const servers = url.split(",").map((one) => urlOf(one.trim()));
  const isTls = servers.some(({ protocol }) => protocol === "tls:");
  if (ca !== undefined && !isTls) {
    throw new RingfenceError("usage", `--ca: expected --nats as tls://HOST:PORT, found ${shownUrl(url)}`);
  }
  const [user, pass] =
    login === undefined
      ? [decodeURIComponent(servers[0]!.username), decodeURIComponent(servers[0]!.password)]
      : readBounded(login, MAX_SECRET_BYTES).toString("utf8").trim().split(/\s+/);
  if (login !== undefined && (user === "" || pass === undefined)) {
    throw new RingfenceError("config", `${printable(login)}: expected user and password in one line`);
  }
  return {
    servers,
    name: client,
    ...(user ? { user, pass: pass ?? "" } : {}),
    ...(isTls ? { tls: ca === undefined ? {} : { ca: readBounded(ca, MAX_SECRET_BYTES).toString("utf8") } } : {}),
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    reconnectJitter: RECONNECT_MS,
    pingInterval: PING_MS,
  };
}

function urlOf(written: string): URL {
  const full = /^[a-z]+:\/\//.test(written) ? written : `nats://${written}`;
  const parsed = URL.canParse(full) ? new URL(full) : null;
  if (parsed === null || !["nats:", "tls:"].includes(parsed.protocol) || parsed.hostname === "") {
    throw new RingfenceError("usage", `--nats ${printable(written)}: expected an address as nats://127.0.0.1:4222`);
  }
  return parsed;
}
