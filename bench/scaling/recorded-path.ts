/**
 * What workers do of the rows of a file, again and again, with nothing for the main thread to do but hand them out:
 * every stage but behaviour, with the user's lists, over batches in shared memory.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { BatchScreening, allocateBatches } from "../harness/batch-screening.ts";
import { type RecordedTraffic, recordedTables } from "../harness/recorded.ts";
import type { TableHandles } from "../harness/tables.ts";
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
    const screening = await BatchScreening.start({ tables: this.#tables, batches, workers });
    const pass = async (): Promise<string> => formatDigest(await screening.passFilled());
    const rows = this.#traffic.rows.length;
    const [warmUp, passes] = [this.#options.warmUpEvents, this.#options.events].map((least) => Math.ceil(least / rows));
    try {
      let digest = await pass();
      for (let done = 1; done < warmUp!; done++) await pass();
      const window = await measureWindow(passes! * rows, async () => {
        for (let done = 0; done < passes!; done++) digest = sameDigest(digest, await pass());
      });
      return { ...window, digest };
    } finally {
      await screening.close();
    }
  }

  #batchesOf(size: number): EventBatch[] {
    const known = this.#batches.get(size);
    if (known !== undefined) return known;
    const { rows, country } = this.#traffic;
    const batches = allocateBatches(rows.length, size);
    for (const [index, batch] of batches.entries()) fillEvents(batch, rows, index * size, country);
    this.#batches.set(size, batches);
    return batches;
  }
}

function sameDigest(first: string, next: string): string {
  if (first === next) return first;
  throw new RingfenceError("invariant", `the same rows got other verdicts: digests ${first} and ${next}`);
}
