/**
 * What workers do of the rows of a file, again and again, with nothing for the main thread to do but hand them out:
 * every stage but behaviour, with the user's lists, over batches in shared memory.
 */
import { allocateClaims } from "../../src/core/claims.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { type DigestWords, formatDigest, mergeDigest } from "../../src/metrics/digest.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { type RecordedTraffic, recordedTables } from "../harness/recorded.ts";
import type { TableHandles } from "../harness/tables.ts";
import type { RecordedPass, RecordedStart } from "./recorded-worker.ts";
import { measureWindow, type Shape, type ShapedRun } from "./shaped-run.ts";

interface RecordedPathOptions {
  readonly seed: number;
  readonly engines: ChosenEngines;
  /** Model of the stage learned; left out: none. */
  readonly model?: string | undefined;
  /** Screened at least, not measured and measured: whole passes over the file. */
  readonly warmUpEvents: number;
  readonly events: number;
}

export class RecordedPath {
  readonly #traffic: RecordedTraffic;
  readonly #options: RecordedPathOptions;
  readonly #tables: TableHandles;
  readonly #batches = new Map<number, EventBatch[]>();

  constructor(traffic: RecordedTraffic, options: RecordedPathOptions) {
    this.#traffic = traffic;
    this.#options = options;
    this.#tables = recordedTables(traffic, options.engines, { model: options.model });
  }

  async run({ workers, batchEvents }: Shape): Promise<ShapedRun> {
    const batches = this.#batchesOf(batchEvents);
    const pool = await WorkerPool.start<RecordedPass, DigestWords>({
      url: import.meta.resolve("#bench-worker/scaling/recorded-worker"),
      task: "screenPass",
      ping: "ping",
      workers,
      workerData: { tables: this.#tables, batches: batches.map(({ handle }) => handle) } satisfies RecordedStart,
    });
    const rows = this.#traffic.rows.length;
    const [warmUp, passes] = [this.#options.warmUpEvents, this.#options.events].map((least) => Math.ceil(least / rows));
    try {
      let digest = await onePass(pool, batches.length);
      for (let pass = 1; pass < warmUp!; pass++) await onePass(pool, batches.length);
      const window = await measureWindow(passes! * rows, async () => {
        for (let pass = 0; pass < passes!; pass++) digest = sameDigest(digest, await onePass(pool, batches.length));
      });
      return { ...window, digest };
    } finally {
      await pool.close();
    }
  }

  #batchesOf(size: number): EventBatch[] {
    const known = this.#batches.get(size);
    if (known !== undefined) return known;
    const { rows, country } = this.#traffic;
    const batches: EventBatch[] = [];
    for (let from = 0; from < rows.length; from += size) {
      const batch = EventBatch.allocate(Math.min(size, rows.length - from));
      fillEvents(batch, rows, from, country);
      batches.push(batch);
    }
    this.#batches.set(size, batches);
    return batches;
  }
}

async function onePass(pool: WorkerPool<RecordedPass, DigestWords>, batches: number): Promise<string> {
  const claims = allocateClaims(batches);
  const shares = Array.from({ length: pool.workers }, (_, worker) => pool.run({ claims, claimant: worker + 1 }));
  const digest: DigestWords = new Uint32Array(2);
  for (const share of await Promise.all(shares)) mergeDigest(digest, share);
  return formatDigest(digest);
}

function sameDigest(first: string, next: string): string {
  if (first === next) return first;
  throw new RingfenceError("invariant", `the same rows got other verdicts: digests ${first} and ${next}`);
}
