/**
 * A NATS server with JetStream. A stream has two parts, events and verdicts, with a subject for each partition.
 * Requests without an answer are repeated, since servers that lost their leader elect another.
 */
import type { JetStreamManager, JetStreamPublishOptions } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { setTimeout as sleep } from "node:timers/promises";
import { RingfenceError } from "../../core/errors.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { codeOf, isTemporary, namedError, STREAM_NOT_FOUND } from "./nats-error.ts";

export interface BrokerOptions {
  readonly nats: string;
  readonly stream: string;
  readonly login?: string;
}

type Part = "events" | "verdicts";

export interface StreamMessage {
  readonly seq: number;
  readonly data: Uint8Array;
}

/** Of all streams. */
const FORM = "events: JSON, one a line, their time as ISO 8601; verdicts: JSON";
const [ANSWER_MS, RETRY_MS] = [3000, 250];
/** Time for servers to elect a leader: some seconds, more on a busy machine. */
const PATIENCE_MS = 60_000;
/** Between two requests for a message that has not come yet. */
const POLL_MS = 25;
/** Within this time a repeated message is stored once. */
const REPEAT_NANOS = 3600 * 1e9;

export class Broker {
  readonly #connection: NatsConnection;
  readonly #jsm: JetStreamManager;
  readonly #stream: string;
  /** On abort: repeat no request. */
  readonly #until: AbortSignal;

  private constructor(connection: NatsConnection, jsm: JetStreamManager, stream: string, until: AbortSignal) {
    [this.#connection, this.#jsm, this.#stream, this.#until] = [connection, jsm, stream, until];
  }

  /** Throws RingfenceError "io" and "config". */
  static async connect({ nats, stream, login }: BrokerOptions, until: AbortSignal): Promise<Broker> {
    // On demand: few runs need the client.
    const { connect } = await import("@nats-io/transport-node");
    const { jetstreamManager } = await import("@nats-io/jetstream");
    const user = login === undefined ? {} : readLogin(login);
    const how = { timeout: ANSWER_MS, maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS, pingInterval: ANSWER_MS };
    try {
      const connection = await connect({ servers: nats.split(","), name: "ringfence", ...how, ...user });
      const jsm = await jetstreamManager(connection, { timeout: ANSWER_MS, checkAPI: false });
      if (connection.info?.jetstream === true) return new Broker(connection, jsm, stream, until);
      await connection.close();
    } catch (error) {
      throw namedError(error, "connect to --nats");
    }
    throw new RingfenceError("config", "--nats: the server has no JetStream: start it with -js");
  }

  /**
   * Finds the stream, or makes it with `wanted` partitions. `published`: number of all messages of events so far.
   * Throws RingfenceError "config" for another number or another stream, and "io".
   */
  async open(wanted?: number, replicas = 1): Promise<{ readonly partitions: number; readonly published: number }> {
    const name = `${this.#stream}-events`;
    const info = await this.#patiently(`look up ${name}`, async () => {
      try {
        return await this.#jsm.streams.info(name);
      } catch (error) {
        if (codeOf(error) === STREAM_NOT_FOUND) return null;
        throw error;
      }
    });
    if (info === null) {
      const words = `there is no stream ${this.#stream}: gateway publish FILE --partitions N makes it`;
      if (wanted === undefined) throw new RingfenceError("config", words);
      for (const part of ["verdicts", "events"] as const) await this.#make(part, wanted, replicas);
      return { partitions: wanted, published: 0 };
    }
    const { subjects } = info.config;
    const found = subjects.length;
    if (subjects.some((subject, partition) => subject !== this.#subject("events", partition))) {
      const expected = `the subjects ${this.#subject("events", 0)} and so on`;
      throw new RingfenceError("config", `${name}: expected ${expected}, found ${subjects[0]}: use another --stream`);
    }
    // Their sequences have no gaps.
    if ((wanted ?? found) === found) return { partitions: found, published: info.state.last_seq };
    throw new RingfenceError("config", `--partitions: expected ${found}, as the stream has, found ${wanted}`);
  }

  async #make(part: Part, partitions: number, num_replicas: number): Promise<void> {
    const kept = { discard: "new", allow_direct: true, duplicate_window: REPEAT_NANOS, num_replicas } as const;
    // No wildcard: so the server refuses events of unknown partitions.
    const subjects = Array.from({ length: partitions }, (_, partition) => this.#subject(part, partition));
    const config = { name: `${this.#stream}-${part}`, subjects, description: FORM, ...kept };
    // If two processes make it at a time, both succeed.
    await this.#patiently(`make ${config.name}`, () => this.#jsm.streams.add(config));
  }

  #subject(part: Part, partition: number | "*"): string {
    return `${this.#stream}.${part}.${partition}`;
  }

  /** The last message of a partition, read from the leader, or null. */
  last(part: Part, partition: number): Promise<StreamMessage | null> {
    const query = { last_by_subj: this.#subject(part, partition) };
    return this.#patiently(`read ${part}`, () => this.#jsm.streams.getMessage(`${this.#stream}-${part}`, query));
  }

  /**
   * Messages of a partition, or of all (*), from sequence `seq` on, in order; null while the next has not come yet.
   * Each message is a request, made in advance: a consumer could be lost with its server.
   */
  async *messages(part: Part, seq: number, partition: number | "*"): AsyncGenerator<StreamMessage | null> {
    const next = (from: number): Promise<StreamMessage | null> => {
      const query = { seq: from, next_by_subj: this.#subject(part, partition) };
      return this.#patiently(`read ${part}`, () => this.#jsm.direct.getMessage(`${this.#stream}-${part}`, query));
    };
    for (let [from, coming] = [seq, next(seq)]; !this.#until.aborted;) {
      const message = await coming;
      if (message === null) {
        yield null;
        await sleep(POLL_MS);
      } else from = message.seq + 1;
      coming = next(from);
      // Keeps an early rejection from being unhandled: the next turn awaits it.
      coming.catch(() => {});
      if (message !== null) yield message;
    }
  }

  /**
   * Resolves to the sequence, also where the same `msgID` was published before. Throws RingfenceError "invalid" where
   * the last message is another than `options` expect.
   */
  publish(part: Part, partition: number, data: string, options: Partial<JetStreamPublishOptions>): Promise<number> {
    const how = { timeout: ANSWER_MS, retries: 0, ...options };
    return this.#patiently(`publish ${part} of partition ${partition}`, async () => {
      return (await this.#jsm.jetstream().publish(this.#subject(part, partition), data, how)).seq;
    });
  }

  async #patiently<T>(what: string, act: () => Promise<T>): Promise<T> {
    for (const startedMs = performance.now(); ; await sleep(RETRY_MS)) {
      try {
        return await act();
      } catch (error) {
        const isLate = performance.now() - startedMs > PATIENCE_MS || this.#until.aborted;
        if (isLate || !isTemporary(error)) throw namedError(error, what);
      }
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** Each user has its own inboxes, so that permissions can keep others out. */
function readLogin(path: string): { readonly user: string; readonly pass: string; readonly inboxPrefix: string } {
  const [user = "", pass] = readBounded(path, 1 << 16)
    .toString("utf8")
    .trim()
    .split(/\s+/);
  if (/^[\w-]+$/.test(user) && pass !== undefined) return { user, pass, inboxPrefix: `_INBOX_${user}` };
  throw new RingfenceError("config", "--login: expected a user (letters, digits, - and _) and a password in one line");
}
