/**
 * Engine `bloom-filters`: the npm package of that name, as shipped, then the exact table. Some 500 times slower than
 * the packed filter; kept for comparison, and made with the public adapter.
 *
 * The package is loaded at first use, since loading takes a thread some 40 ms and 14 MB. Only its default import works
 * at run time. Keys must be strings: with numbers, `has` is true for everything. `rate()` is far too low, so the
 * expected rate is computed here.
 */
import { createRequire } from "node:module";
import type * as Bloom from "bloom-filters";
import type { BloomFilter } from "bloom-filters";
import { once } from "../../core/once.ts";
import { blocklistFrom } from "./blocklist-from.ts";

const bloom = once(() => createRequire(import.meta.url)("bloom-filters") as typeof Bloom);

export const bloomFilters = blocklistFrom<BloomFilter>({
  name: "bloom-filters",
  create: (capacity, rate) => bloom().BloomFilter.create(capacity, rate),
  add: (filter, key) => filter.add(String(key)),
  has: (filter, key) => filter.has(String(key)),
  bits: (filter) => innards(filter)._size,
  setBits: (filter) => innards(filter)._filter.bitCount(),
  /** The textbook rate (1 - e^(-kn/m))^k of n keys, m bits and k hashes. */
  expectedRate: (filter, size) => {
    const { _size: bits, _nbHashes: hashes } = innards(filter);
    const covered = 1 - Math.exp((-hashes * size) / bits);
    let rate = 1;
    for (let i = 0; i < hashes; i++) rate *= covered;
    return rate;
  },
  words: (filter, key) => {
    const { _size, _nbHashes, _filter, _hashing, seed } = innards(filter);
    const indexes = _hashing.getIndexes(String(key), _size, _nbHashes, seed);
    return indexes.map((index) => ({ index, bits: 1, set: _filter.has(index) }));
  },
});

/** Private in the package, stable in the pinned version, and only for explanations and statistics. */
interface Innards {
  readonly _size: number;
  readonly _nbHashes: number;
  readonly _filter: { has(index: number): boolean; bitCount(): number };
  readonly _hashing: { getIndexes(key: string, size: number, hashes: number, seed: number): number[] };
  readonly seed: number;
}

function innards(filter: BloomFilter): Innards {
  return filter as unknown as Innards;
}
