/**
 * Events with labels, and what the platform knows when it screens them: what every setting of the bench is tried on.
 */
import type { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import type { ActivityHandle } from "../../src/detect/behaviour/recall-behaviour.ts";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import { appendEvent } from "../../src/event/copy-row.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import type { LearnedModel } from "../../src/detect/learned/model.ts";
import type { Template } from "../../src/detect/matcher/matcher.ts";
import type { NormaliserTable } from "../../src/detect/normaliser/normaliser.ts";

export interface LabelledEvents {
  readonly source: string;
  readonly batches: readonly EventBatch[];
  /** 1 for fraud, by event, over all batches. */
  readonly fraud: Uint8Array;
  readonly knowledge: Knowledge;
  readonly remarks: readonly string[];
}

/** Of which tables are built anew for every setting. */
export interface Knowledge {
  /** Keys of numbers and domains. */
  readonly blocklist: readonly number[];
  readonly listedHosts: ListedHosts;
  /** Listed neighbours of a caller from which there is evidence; 0: never. */
  readonly neighbours: number;
  /** By ascending number: the latest last. */
  readonly templates: readonly Template[];
  readonly normaliser: NormaliserTable;
  /** Null where nothing is known of what callers did before, as in a file. */
  readonly activity: ActivityHandle | null;
  readonly classifier: ClassifierSettings;
  /** Null where no model is named: the stage learned is off. */
  readonly learned: LearnedModel | null;
}

/** In this order, in batches of `size`, left out: the product's. */
export function inBatches(
  events: readonly { readonly batch: EventBatch; readonly row: number }[],
  size = DEFAULT_BATCH_EVENTS,
): EventBatch[] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, at) => {
    const part = events.slice(at * size, (at + 1) * size);
    const batch = EventBatch.allocate(part.length);
    for (const event of part) appendEvent(event.batch, event.row, batch);
    return batch;
  });
}

/** Every event of a batch. */
export function rowsOf(batch: EventBatch): { readonly batch: EventBatch; readonly row: number }[] {
  return Array.from({ length: batch.count }, (_, row) => ({ batch, row }));
}
