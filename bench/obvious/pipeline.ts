/**
 * The obvious pipeline: batches of objects by structured clone to piscina's workers, and verdicts back the same way.
 */
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { ObviousEvent, ObviousKnowledge, ObviousVerdict } from "./event.ts";

export const OBVIOUS_BATCH_EVENTS = 1000;

export class ObviousPipeline {
  readonly #pool: Piscina<readonly ObviousEvent[], ObviousVerdict[]>;

  constructor(knowledge: ObviousKnowledge, workers: number) {
    this.#pool = new Piscina({
      filename: fileURLToPath(import.meta.resolve("#bench-worker/obvious/worker")),
      minThreads: workers,
      maxThreads: workers,
      workerData: knowledge,
    });
  }

  async screen(events: readonly ObviousEvent[]): Promise<ObviousVerdict[]> {
    const batches: Promise<ObviousVerdict[]>[] = [];
    for (let from = 0; from < events.length; from += OBVIOUS_BATCH_EVENTS) {
      batches.push(this.#pool.run(events.slice(from, from + OBVIOUS_BATCH_EVENTS)));
    }
    return (await Promise.all(batches)).flat();
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
