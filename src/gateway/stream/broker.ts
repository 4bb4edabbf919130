/**
 * A NATS server with JetStream. A stream has two parts, events and verdicts, with a subject for each partition.
 * Requests without an answer are repeated, since servers that lost their leader elect another. The client is loaded on
 * demand.
 */
import type { JetStreamClient, JetStreamManager, JetStreamPublishOptions } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { STREAM_TIMES } from "./event-lines.ts";
import { codeOf, isTemporary, namedError, STREAM_EXISTS, STREAM_NOT_FOUND } from "./nats-error.ts";

export interface BrokerOptions {
  readonly nats: string;
  readonly stream: string;
  readonly login?: string;
}

/** The metadata of a stream. */
const planSchema = z.object({
  partitions: z.coerce.number().int().min(1).max(1024),
  /** Hours of the events' own time that a worker reads again when it starts. */
  lookBack: z.coerce.number().min(1),
  /** How events write their time. */
  times: z.enum(STREAM_TIMES),
});
export type StreamPlan = z.output<typeof planSchema>;

type Part = "events" | "verdicts";

export interface StreamMessage {
  readonly seq: number;
  readonly data: Uint8Array;
}

const [ANSWER_MS, RETRY_MS] = [3000, 250];
/** Time for servers to elect a leader: some seconds, more on a busy machine. */
const PATIENCE_MS = 60_000;
/** Between two requests for a message that has not come yet. */
const POLL_MS = 25;
/** Within this time a repeated message is stored once. */
const REPEAT_NANOS = 3600 * 1e9;

interface Parts {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly stream: string;
  /** On abort: repeat no request. */
  readonly until: AbortSignal;
}

export class Broker {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws RingfenceError "io" and "config". */
  static async connect({ nats, stream, login }: BrokerOptions, until: AbortSignal): Promise<Broker> {
    const { connect } = await import("@nats-io/transport-node");
    const { jetstream, jetstreamManager } = await import("@nats-io/jetstream");
    const user = login === undefined ? {} : readLogin(login);
    const how = { timeout: ANSWER_MS, maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS, pingInterval: ANSWER_MS };
    try {
      const connection = await connect({ servers: nats.split(","), name: "ringfence", ...how, ...user });
      const js = jetstream(connection, { timeout: ANSWER_MS });
      const jsm = await jetstreamManager(connection, { timeout: ANSWER_MS, checkAPI: false });
      if (connection.info?.jetstream === true) return new Broker({ connection, js, jsm, stream, until });
      await connection.close();
    } catch (error) {
      throw namedError(error, "connect to --nats");
    }
    throw new RingfenceError("config", "--nats: the server has no JetStream: start it with -js");
  }

  /** The plan of the stream, which is made with `make` where there is none. Throws RingfenceError "config" and "io". */
  async open(make?: Partial<StreamPlan>, replicas = 1): Promise<StreamPlan> {
    const { jsm, stream } = this.#parts;
    const found = await this.#patiently(`look up ${stream}`, async () => {
      const info = await jsm.streams.info(`${stream}-events`).catch(nullIf(STREAM_NOT_FOUND));
      return info && (info.config.metadata ?? {});
    });
    if (found === null) {
      const words = `there is no stream ${stream}: gateway publish FILE --partitions N makes it`;
      if (make?.partitions === undefined) throw new RingfenceError("config", words);
      for (const part of ["verdicts", "events"] as const) await this.#make(part, make, replicas);
      return this.open();
    }
    const parsed = planSchema.safeParse(found);
    if (parsed.success) return parsed.data;
    const wrong = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new RingfenceError(
      "config",
      `the stream ${stream}: expected its metadata to state ${wrong}: use another --stream`,
    );
  }

  /** If two processes make it at a time, the first counts. */
  async #make(part: Part, plan: Partial<StreamPlan>, num_replicas: number): Promise<void> {
    const { jsm, stream } = this.#parts;
    const metadata = Object.fromEntries(Object.entries(plan).map(([key, value]) => [key, String(value)]));
    const kept = { discard: "new", allow_direct: true, duplicate_window: REPEAT_NANOS, num_replicas } as const;
    // No wildcard: so the server refuses events of unknown partitions.
    const subjects = Array.from({ length: plan.partitions ?? 0 }, (_, partition) => `${stream}.${part}.${partition}`);
    const config = { name: `${stream}-${part}`, subjects, metadata, ...kept };
    await this.#patiently(`make ${config.name}`, () => jsm.streams.add(config).catch(nullIf(STREAM_EXISTS)));
  }

  /** Number of all messages of a part so far: their sequences have no gaps. */
  async published(part: Part): Promise<number> {
    const { jsm, stream } = this.#parts;
    return (await this.#patiently(`look up ${stream}`, () => jsm.streams.info(`${stream}-${part}`))).state.last_seq;
  }

  /** The last message of a partition, read from the leader, or null. */
  last(part: Part, partition: number): Promise<StreamMessage | null> {
    const { jsm, stream } = this.#parts;
    const query = { last_by_subj: `${stream}.${part}.${partition}` };
    return this.#patiently(`read ${part}`, () => jsm.streams.getMessage(`${stream}-${part}`, query));
  }

  /**
   * Messages of a partition, or of all (*), from sequence `seq` on, in order; null while the next has not come yet.
   * Each message is a request, made in advance: a consumer could be lost with its server.
   */
  async *messages(part: Part, seq: number, partition: number | "*"): AsyncGenerator<StreamMessage | null> {
    const { jsm, stream, until } = this.#parts;
    const next_by_subj = `${stream}.${part}.${partition}`;
    const next = (from: number): Promise<StreamMessage | null> => {
      const query = { seq: from, next_by_subj };
      return this.#patiently(`read ${part}`, () => jsm.direct.getMessage(`${stream}-${part}`, query));
    };
    for (let [from, coming] = [seq, next(seq)]; !until.aborted;) {
      const message = await coming;
      if (message === null) yield null;
      if (message === null) await sleep(POLL_MS);
      else from = message.seq + 1;
      coming = next(from);
      // Keeps an early rejection from being unhandled: the next turn awaits it.
      coming.catch(() => {});
      if (message !== null) yield message;
    }
  }

  /** Resolves to the sequence. `options` make a repeated message harmless. */
  publish(part: Part, partition: number, data: string, options: Partial<JetStreamPublishOptions>): Promise<number> {
    const { js, stream } = this.#parts;
    const how = { timeout: ANSWER_MS, retries: 0, ...options };
    const act = async () => (await js.publish(`${stream}.${part}.${partition}`, data, how)).seq;
    return this.#patiently(`publish ${part}`, act);
  }

  async #patiently<T>(what: string, act: () => Promise<T>): Promise<T> {
    for (const startedMs = performance.now(); ; await sleep(RETRY_MS)) {
      try {
        return await act();
      } catch (error) {
        const isLate = performance.now() - startedMs > PATIENCE_MS || this.#parts.until.aborted;
        if (isLate || !isTemporary(error)) throw namedError(error, what);
      }
    }
  }

  close(): Promise<void> {
    return this.#parts.connection.close();
  }
}

function nullIf(code: number): (error: unknown) => null {
  return (error) => {
    if (codeOf(error) === code) return null;
    throw error;
  };
}

/** Each user has its own inboxes, so that permissions can keep others out. */
function readLogin(login: string): { readonly user: string; readonly pass: string; readonly inboxPrefix: string } {
  const [user = "", pass] = readBounded(login, 1 << 16)
    .toString("utf8")
    .trim()
    .split(/\s+/);
  if (/^[\w-]+$/.test(user) && pass !== undefined) return { user, pass, inboxPrefix: `_INBOX_${user}` };
  throw new RingfenceError("config", "--login: expected a user (letters, digits, - and _) and a password in one line");
}
