/** Threads that screen the same batches in shared memory, pass after pass, with next to nothing to do for this one. */
import { allocateClaims } from "../../src/core/claims.ts";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { type DigestWords, mergeDigest } from "../../src/metrics/digest.ts";
import type { Answers } from "./answers.ts";
import type { BatchShare, BatchStart } from "./batch-worker.ts";
import { FillProgress } from "./fill-progress.ts";
import type { TableHandles } from "./tables.ts";

interface BatchScreeningOptions {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatch[];
  readonly workers: number;
  /** Where answers go; left out: into a digest. */
  readonly answers?: Answers;
}

export class BatchScreening {
  readonly #pool: WorkerPool<BatchShare, DigestWords>;
  readonly #batches: number;

  private constructor(pool: WorkerPool<BatchShare, DigestWords>, batches: number) {
    this.#pool = pool;
    this.#batches = batches;
  }

  static async start({ tables, batches, workers, answers }: BatchScreeningOptions): Promise<BatchScreening> {
    const pool = await WorkerPool.start<BatchShare, DigestWords>({
      url: import.meta.resolve("#bench-worker/harness/batch-worker"),
      task: "screenShare",
      ping: "ping",
      workers,
      workerData: {
        tables,
        batches: batches.map(({ handle }) => handle),
        answers: answers?.handle ?? null,
      } satisfies BatchStart,
    });
    return new BatchScreening(pool, batches.length);
  }

  /** One pass over batches that are filled. Returns the digest over all decisions, where no answers are kept. */
  passFilled(): Promise<DigestWords> {
    const progress = FillProgress.allocate();
    progress.reach(this.#batches);
    return this.pass(progress);
  }

  /** The same while they are being filled: each waits for those that it has claimed. */
  async pass({ buffer: filled }: FillProgress): Promise<DigestWords> {
    const claims = allocateClaims(this.#batches);
    const shares = Array.from({ length: this.#pool.workers }, (_, worker) =>
      this.#pool.run({ claims, claimant: worker + 1, filled }),
    );
    const digest: DigestWords = new Uint32Array(2);
    for (const share of await Promise.all(shares)) mergeDigest(digest, share);
    return digest;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Room for so many events in shared memory, in batches of `size` and the rest. */
export function allocateBatches(events: number, size: number): EventBatch[] {
  return Array.from({ length: Math.ceil(events / size) }, (_, index) =>
    EventBatch.allocate(Math.min(size, events - index * size)),
  );
}
