/**
 * The product's screening under load: a generator in a thread of its own, threads that screen, a ring of batches
 * between them.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import { type DigestWords, formatDigest, mergeDigest } from "../../src/metrics/digest.ts";
import { monotonicMs } from "../harness/latency/clock.ts";
import { type EncodedHistogram, LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import type { GeneratorStart } from "./generator-worker.ts";
import type { Load, Screened, Sent, StartedLoad } from "./load.ts";
import type { ScreeningStart } from "./screening-worker.ts";
import { SlotRing } from "../harness/latency/slot-ring.ts";
import type { makeTraffic } from "../harness/latency/traffic.ts";

/** Events in the ring at most: where more wait than that, they wait at the generator. */
const RING_EVENTS = 65_536;
/** All threads have heard of a run by then. */
const HEAD_START_MS = 10;

interface SystemOptions {
  readonly traffic: ReturnType<typeof makeTraffic>;
  readonly workers: number;
  readonly batchEvents: number;
}

/** What a run found. Counts are of events. */
export interface Run {
  readonly load: Load;
  /** Whether every event was sent; those that were not have no response time. */
  readonly complete: boolean;
  readonly offered: number;
  readonly completedInTime: number;
  readonly response: LatencyHistogram;
  /** The same of the events due in each third of the measured time, the first third first. */
  readonly thirds: readonly LatencyHistogram[];
  readonly service: LatencyHistogram;
  readonly lag: LatencyHistogram;
  /** Of the verdicts of all events of the run. */
  readonly digest: string;
}

export class SystemUnderLoad {
  readonly #ring: SlotRing;
  readonly #generator: WorkerPool<StartedLoad, Sent>;
  readonly #screening: WorkerPool<StartedLoad, Screened>;

  private constructor(
    ring: SlotRing,
    generator: WorkerPool<StartedLoad, Sent>,
    screening: WorkerPool<StartedLoad, Screened>,
  ) {
    this.#ring = ring;
    this.#generator = generator;
    this.#screening = screening;
  }

  static async start({ traffic, workers, batchEvents }: SystemOptions): Promise<SystemUnderLoad> {
    const ring = SlotRing.allocate(Math.max(2 * workers + 1, Math.ceil(RING_EVENTS / batchEvents)), batchEvents);
    const generator = await WorkerPool.start<StartedLoad, Sent>({
      url: import.meta.resolve("#bench-worker/open-loop/generator-worker"),
      task: "send",
      ping: "ping",
      workers: 1,
      workerData: { ring: ring.handle, events: traffic.events } satisfies GeneratorStart,
    });
    try {
      const screening = await WorkerPool.start<StartedLoad, Screened>({
        url: import.meta.resolve("#bench-worker/open-loop/screening-worker"),
        task: "screenAll",
        ping: "ping",
        workers,
        workerData: { ring: ring.handle, tables: traffic.tables } satisfies ScreeningStart,
      });
      return new SystemUnderLoad(ring, generator, screening);
    } catch (error) {
      await generator.close();
      throw error;
    }
  }

  /** One run at a time. Throws RingfenceError "invariant" when events were lost or screened twice. */
  async run(load: Load): Promise<Run> {
    this.#ring.reset();
    const task: StartedLoad = { load, startMs: monotonicMs() + HEAD_START_MS };
    const screening = Array.from({ length: this.#screening.workers }, () => this.#screening.run(task));
    const [sent, ...screened] = await Promise.all([this.#generator.run(task), ...screening]);
    const events = screened.reduce((sum, each) => sum + each.events, 0);
    if (events !== sent.sent) {
      throw new RingfenceError("invariant", `${sent.sent} events were sent, but ${events} were screened`);
    }
    const thirds = [0, 1, 2].map((third) => merged(screened.map((each) => each.thirds[third]!)));
    return {
      load,
      complete: sent.complete,
      offered: sent.offered,
      completedInTime: screened.reduce((sum, each) => sum + each.completedInTime, 0),
      response: LatencyHistogram.sum(thirds),
      thirds,
      service: merged(screened.map(({ service }) => service)),
      lag: LatencyHistogram.decode(sent.lag),
      digest: digestOf(screened.map(({ digest }) => digest)),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#generator.close(), this.#screening.close()]);
  }
}

function merged(encoded: readonly EncodedHistogram[]): LatencyHistogram {
  return LatencyHistogram.sum(encoded.map((one) => LatencyHistogram.decode(one)));
}

function digestOf(digests: readonly DigestWords[]): string {
  const all = new Uint32Array(2);
  for (const digest of digests) mergeDigest(all, digest);
  return formatDigest(all);
}
