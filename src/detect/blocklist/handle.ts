/** What another thread needs to see a table of the blocklist, by engine: plain objects that can be cloned. */
import type { HashKey } from "../../core/key-hash.ts";
import type { PackedFilterHandle } from "./packed-filter.ts";

export type BlocklistHandle = PackedBloomHandle | ExactHandle | BloomFiltersHandle;

export interface ExactHandle {
  readonly engine: "exact";
  readonly capacity: number;
  readonly size: number;
  readonly slots: SharedArrayBuffer;
  readonly slotCount: number;
  /** By which keys are put into slots: a secret of the thread that made the table. */
  readonly hashKey: HashKey;
}

export interface BloomFiltersHandle {
  readonly engine: "bloom-filters";
  readonly exact: ExactHandle;
  /** The keys as float64, in the order added. */
  readonly keys: SharedArrayBuffer;
  readonly falsePositiveRate: number;
  /** Names the table within the process: one thread makes all tables. */
  readonly table: number;
  /** How often the table was written anew. */
  readonly generation: number;
}

export interface PackedBloomHandle {
  readonly engine: "packed-bloom";
  /** Names the table within the process: one thread makes all tables. */
  readonly table: number;
  readonly exact: ExactHandle;
  readonly filter: PackedFilterHandle;
}
