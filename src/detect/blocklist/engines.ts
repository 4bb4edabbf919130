/** The engines by name. */
import { SECRET } from "../../core/key-hash.ts";
import type { Blocklist, BlocklistHandle, BlocklistTable, TableOptions } from "./blocklist.ts";
import { BloomFiltersBlocklist } from "./bloom-filters.ts";
import { ExactBlocklist } from "./exact.ts";
import { PackedBloomBlocklist } from "./packed-bloom.ts";

/** An empty table. */
export function createTable({ engine, capacity, falsePositiveRate, hashKey = SECRET }: TableOptions): BlocklistTable {
  switch (engine) {
    case "packed-bloom":
      return PackedBloomBlocklist.create(capacity, falsePositiveRate, hashKey);
    case "exact":
      return ExactBlocklist.create(capacity);
    case "bloom-filters":
      return BloomFiltersBlocklist.create(capacity, falsePositiveRate);
  }
}

/**
 * A reader over a table of another thread. Microseconds and a few small objects; fewer with `previous`, a reader that
 * is no longer needed as it was, where that is of the same table. `bloom-filters` pays for keys new to this thread at
 * the first look-up.
 */
export function attachBlocklist(handle: BlocklistHandle, previous?: Blocklist): Blocklist {
  switch (handle.engine) {
    case "packed-bloom":
      return PackedBloomBlocklist.attach(handle, previous);
    case "exact":
      return ExactBlocklist.attach(handle);
    case "bloom-filters":
      return BloomFiltersBlocklist.attach(handle);
  }
}
