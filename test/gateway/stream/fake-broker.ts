/** As much of a server of NATS as a front needs, in memory: it may lose answers, be full, or away. */
import { onTestFinished } from "vitest";
import { RingfenceError } from "../../../src/core/errors.ts";
import { Entrance } from "../../../src/gateway/entrance.ts";
import { doorSettings } from "../../../src/gateway/settings.ts";
import type { Broker } from "../../../src/gateway/stream/broker.ts";
import { openFrontDoor } from "../../../src/gateway/stream/front-door.ts";
import { BEGINNING, type Position } from "../../../src/gateway/stream/verdict-pack.ts";
import type { Beat } from "../../../src/gateway/stream/worker.ts";
import { ask } from "../running-gateway.ts";
import { Overtaken } from "../../../src/gateway/stream/broker-error.ts";

export const PARTITIONS = 4;

interface Stored {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly time: Date;
}

type Hearing = (error: null, message: { json(): unknown }) => void;

export class FakeBroker {
  readonly eventsStream = "events";
  readonly verdictsStream = "verdicts";
  readonly complaintsStream = "complaints";
  readonly beatSubject = "beat";
  #hear: Hearing = () => {};
  readonly connection = {
    info: { version: "2.10.27", server_name: "s0" },
    subscribe: (_: string, { callback }: { callback: Hearing }) => {
      this.#hear = callback;
      return { unsubscribe: () => {} };
    },
  };
  /** Of each stream. */
  state = { messages: 12, bytes: 3_400_000 };
  room = 8_000_000;
  readonly jsm = {
    streams: {
      info: async (name: string) => {
        if (this.isAway) throw new RingfenceError("io", "no answer from a server of NATS there");
        const config = { name, max_bytes: name === "events" ? this.room : -1, num_replicas: 1 };
        return { config, state: this.state, ts: new Date().toISOString() };
      },
    },
  };
  isAway = false;
  readonly stored: Stored[] = [];
  /** What a try to publish on a subject comes to; null: it is stored. "lost": it is stored, and the answer is lost. */
  fault: (subject: string) => Error | "lost" | null = () => null;

  get asBroker(): Broker {
    return this as unknown as Broker;
  }

  eventsSubject(partition: number, front = "*"): string {
    return `events.${partition}.${front}`;
  }

  verdictsSubject(partition: number): string {
    return `verdicts.${partition}`;
  }

  beat(beat: Beat): void {
    this.#hear(null, { json: () => beat });
  }

  doing<Result>(_: string, act: () => Promise<Result>): Promise<Result> {
    return act();
  }

  async next(_: string, subject: string, seq: number): Promise<Stored | null> {
    const start = subject.replace(/\*$/, "");
    return this.stored.find((one) => one.seq >= seq && one.subject.startsWith(start)) ?? null;
  }

  async last(_: string, subject: string): Promise<Stored | null> {
    return this.stored.findLast((one) => one.subject === subject) ?? null;
  }

  async message(_: string, seq: number): Promise<Stored | null> {
    return this.stored.find((one) => one.seq === seq) ?? null;
  }

  named(error: unknown): unknown {
    return error;
  }

  async append(
    _: string,
    subject: string,
    data: Uint8Array,
    after: number,
    again: (error: unknown) => void,
  ): Promise<number> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const fault = this.fault(subject);
      if (fault instanceof Error) {
        again(fault);
        continue;
      }
      const last = await this.last("", subject);
      if ((last?.seq ?? 0) !== after) {
        if (last !== null && Buffer.compare(last.data, data) === 0) return last.seq;
        throw new Overtaken(last?.data ?? null);
      }
      const seq = this.stored.length + 1;
      this.stored.push({ seq, subject, data: data.slice(), time: new Date() });
      if (fault === null) return seq;
      again(AWAY);
    }
  }
}

export const FULL = Object.assign(new Error("maximum bytes exceeded"), { code: 10_077 });
export const AWAY = Object.assign(new Error("timeout"), { name: "TimeoutError" });

/** A front of this process, which ends with the test. */
export async function runFront(broker: FakeBroker, over: Parameters<typeof doorSettings>[2] = {}, patienceMs = 10_000) {
  const settings = doorSettings([], [], { port: 0, ...over });
  const told: string[] = [];
  const front = { front: "door", partitions: PARTITIONS, patienceMs, tell: (words: string) => void told.push(words) };
  const door = await openFrontDoor({
    ...front,
    broker: broker.asBroker,
    settings,
    entrance: new Entrance(settings),
    onFault: (fault) => void told.push(String(fault)),
  });
  onTestFinished(() => door.close());
  const post = (body: unknown, headers: Record<string, string> = {}, path = "/v1/events") =>
    ask(door.url, path, body, { headers });
  return { ...door, told, post };
}

/** What a worker that owns these tells of itself. */
export function beatOf(worker: string, owned: readonly number[], over: Partial<Position> = {}): Beat {
  const position = { ...BEGINNING, input: 9, events: 7, tables: 1, ...over };
  const partitions = owned.map((partition) => ({ partition, isReady: true, waiting: 2, ...position }));
  return {
    worker,
    program: "0.5.0",
    isLeaving: false,
    counts: { screenedAgain: 5, sentAgain: 1, passedOver: 0 },
    partitions,
  };
}
