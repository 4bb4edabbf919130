/** How a stream that runs is: its servers, partitions, workers by what they tell of themselves, and what is wrong. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StreamInfo } from "@nats-io/jetstream";
import type { StreamAnswer } from "../protocol.ts";
import type { Broker } from "./broker.ts";
import { findingsOf } from "./findings.ts";
import { readPositions } from "./verdict-reader.ts";
import { readWaiting } from "./waiting.ts";
import { BEAT_MS, type Beat, listenToBeats } from "./worker.ts";

export type Diagnosis = Pick<StreamAnswer, "findings" | "streams" | "partitions" | "workers">;
type PartitionState = Diagnosis["partitions"][number];

/** All workers tell of themselves within so long. */
const LISTEN_MS = 4 * BEAT_MS;
/** More than any stream has. */
const MOST_WORKERS = 4096;

/** Hears the workers of a stream from now on. */
export class StreamWatch {
  readonly #broker: Broker;
  readonly #partitions: number;
  readonly #heard = new Map<string, { readonly beat: Beat; readonly atMs: number }>();
  readonly stop: () => void;

  constructor(broker: Broker, partitions: number) {
    this.#broker = broker;
    this.#partitions = partitions;
    this.stop = listenToBeats(broker, (beat) => {
      if (beat.isLeaving) this.#heard.delete(beat.worker);
      else if (this.#heard.size < MOST_WORKERS) this.#heard.set(beat.worker, { beat, atMs: performance.now() });
    });
  }

  /** `mostCounted`: messages that are read at most to count what waits. Throws RingfenceError as Broker does. */
  async look(mostCounted?: number): Promise<Diagnosis> {
    const broker = this.#broker;
    const streams = [broker.eventsStream, broker.verdictsStream, broker.complaintsStream];
    const infos = await Promise.all(
      streams.map((name) => broker.doing(`look at the stream ${name}`, () => broker.jsm.streams.info(name))),
    );
    const positions = await readPositions(broker, this.#partitions);
    const waiting = await readWaiting(broker, positions, mostCounted);
    const workers = this.#alive();
    const partitions = positions.map((position, partition): PartitionState => {
      const owner = workers.find((worker) => worker.partitions.some((one) => one.partition === partition));
      const own = owner?.partitions.find((one) => one.partition === partition);
      const { isReady = false, waiting: messages = null, ...at } = own ?? {};
      return {
        ...position,
        ...at,
        partition,
        owner: owner?.worker ?? null,
        isReady,
        messages,
        waiting: waiting[partition]!,
      };
    });
    return {
      findings: findingsOf(broker, infos, workers, partitions),
      streams: infos.map((info) => stateOf(info, broker)),
      partitions,
      workers: workers.map(({ worker, program, counts }) => ({ worker, program, counts })),
    };
  }

  #alive(): Beat[] {
    const sinceMs = performance.now() - LISTEN_MS;
    for (const [worker, { atMs }] of this.#heard) if (atMs < sinceMs) this.#heard.delete(worker);
    return [...this.#heard.values()].map(({ beat }) => beat);
  }
}

export async function diagnose(broker: Broker, partitions: number): Promise<Diagnosis> {
  const watch = new StreamWatch(broker, partitions);
  try {
    await sleep(LISTEN_MS);
    return await watch.look();
  } finally {
    watch.stop();
  }
}

function stateOf({ config, state, cluster }: StreamInfo, { connection }: Broker): Diagnosis["streams"][number] {
  const { name, max_bytes: most } = config;
  const { messages, bytes } = state;
  // A server of its own has no cluster.
  const leader = cluster === undefined ? connection.info?.server_name : cluster.leader;
  const followers = (cluster?.replicas ?? []).map((one) => {
    return { name: one.name, state: one.offline ? "away" : one.current ? "follows" : "behind" } as const;
  });
  const servers = [...(leader ? [{ name: leader, state: "leads" } as const] : []), ...followers];
  return { name, messages, bytes, room: most > 0 ? Math.max(0, most - bytes) : null, servers };
}
