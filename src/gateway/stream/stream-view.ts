/** How the stream is, as page and figures of a front show it: looked at when somebody asks, and not too often. */
import { RingfenceError } from "../../core/errors.ts";
import { within } from "../../core/within.ts";
import { escaped, type Metrics } from "../metrics.ts";
import type { Broker } from "./broker.ts";
import { type Diagnosis, StreamWatch } from "./doctor.ts";
import { addPartitionGauges, WORKER_COUNTS } from "./worker-metrics.ts";

/** A look asks the server for some messages of each partition. */
const FRESH_MS = 2000;
const ANSWER_MS = 3000;
/** Messages that are read at most to count what waits: whoever takes events has other work. */
const MOST_COUNTED = 32;

export class StreamView {
  readonly #watch: StreamWatch;
  #last: Diagnosis | null = null;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<true> | null = null;

  constructor(broker: Broker, partitions: number) {
    this.#watch = new StreamWatch(broker, partitions);
  }

  /** As of some seconds ago at most. Throws RingfenceError "io" where the server does not answer. */
  async seen(): Promise<Diagnosis> {
    if (performance.now() - this.#lookedMs > FRESH_MS) {
      this.#looking ??= this.#look();
      this.#looking.catch(() => {});
      const isThere = await within(this.#looking, ANSWER_MS);
      if (isThere === null) throw new RingfenceError("io", "no answer comes from the server of NATS");
    }
    return this.#last!;
  }

  async #look(): Promise<true> {
    try {
      this.#last = await this.#watch.look(MOST_COUNTED);
      this.#lookedMs = performance.now();
      return true;
    } finally {
      this.#looking = null;
    }
  }

  /** As of the last look. */
  addGauges(metrics: Metrics): void {
    const partitions = () => this.#last?.partitions ?? [];
    addPartitionGauges(metrics, () => partitions().map((one) => ({ ...one, waiting: one.messages })));
    metrics.gauge("ringfence_stream_owned", "Whether a worker has the partition.", () =>
      each(partitions(), ({ partition, owner }) => [`partition="${partition}"`, Number(owner !== null)]),
    );
    metrics.gauge("ringfence_stream_unscreened", "Events without a verdict, as many as were counted.", () =>
      each(partitions(), ({ partition, waiting }) => [`partition="${partition}"`, waiting.events]),
    );
    const streams = [
      ["stored_messages", "Messages of a stream.", "messages"],
      ["stored_bytes", "Bytes of a stream.", "bytes"],
      ["room_bytes", "Bytes that a stream may still take, where it has a limit.", "room"],
    ] as const;
    for (const [name, help, of] of streams) {
      metrics.gauge(`ringfence_stream_${name}`, help, () => {
        const known = this.#last?.streams.filter((stream) => stream[of] !== null);
        return each(known, (stream) => [`stream="${escaped(stream.name)}"`, stream[of]!]);
      });
    }
    for (const [count, name, help] of WORKER_COUNTS) {
      metrics.gauge(`ringfence_stream_${name}`, help, () =>
        each(this.#last?.workers, ({ worker, counts }) => [`worker="${escaped(worker)}"`, counts[count]]),
      );
    }
    metrics.gauge("ringfence_stream_findings", "What gateway doctor finds, by level.", () => {
      const levels = ["good", "doubtful", "bad"] as const;
      const count = (level: string): number => this.#last?.findings.filter((one) => one.level === level).length ?? 0;
      return each(levels, (level) => [`level="${level}"`, count(level)]);
    });
    metrics.gauge("ringfence_stream_look_age_seconds", "Seconds since the stream was looked at.", () => {
      return this.#last === null ? Number.NaN : (performance.now() - this.#lookedMs) / 1000;
    });
  }

  stop(): void {
    this.#watch.stop();
  }
}

/** Values by label. */
function each<T>(all: readonly T[] = [], of: (one: T) => readonly [label: string, value: number]) {
  return Object.fromEntries(all.map(of));
}
