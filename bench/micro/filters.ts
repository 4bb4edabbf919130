/**
 * Filters alone: ours, one of twenty lines, and bloom-filters as its users call it, on strings that they have already
 * (with numbers its `has` is true for everything).
 */
import bloom from "bloom-filters";
import { createTable } from "../../src/detect/blocklist/engines.ts";
import { PackedFilter } from "../../src/detect/blocklist/packed-filter.ts";
import { packedGeometry } from "../../src/detect/blocklist/packed-rate.ts";
import { seededHashKey } from "../../src/core/key-hash.ts";
import { FALSE_POSITIVE_RATE } from "../harness/entries.ts";
import { heldBytes } from "./held-bytes.ts";

/** The same in every run: a measured error can be measured again. */
const FILTER_KEY = seededHashKey(1, "bench-filter");

/** A filter that holds keys, with keys to ask for in the form that it takes, made beforehand. */
export interface Filter {
  readonly name: string;
  readonly bytesPerEntry: number;
  readonly expectedRate: number;
  /** Takes microseconds a key: it is asked for fewer. */
  readonly isSlow?: boolean;
  /** Gives a function that asks for these keys, and returns how many may be listed. */
  readonly asking: (keys: Float64Array) => () => number;
}

export function packedFilterOf(keys: Float64Array): Filter {
  const { blocks, bitsAWord } = packedGeometry(keys.length, FALSE_POSITIVE_RATE);
  const filter = PackedFilter.create(blocks, bitsAWord, FILTER_KEY);
  for (const key of keys) filter.insert(key);
  return {
    name: "packed filter",
    bytesPerEntry: filter.byteLength / keys.length,
    expectedRate: filter.expectedRate(keys.length),
    asking: (asked) => {
      const out = new Uint8Array(asked.length);
      return () => filter.ask(asked, asked.length, out);
    },
  };
}

/** A Bloom filter as one writes it: words of bits, two hashes of a key from which the others are made. */
class PlainFilter {
  readonly words: Uint32Array;
  readonly #hashes: number;

  constructor(keys: number, rate: number) {
    this.#hashes = Math.round(-Math.log2(rate));
    this.words = new Uint32Array(Math.ceil((keys * -Math.log(rate)) / Math.LN2 ** 2 / 32));
  }

  /** Sets the bits of a key, or tells whether all are set. */
  visit(key: number, isAdded: boolean): boolean {
    let hash = Math.imul(key ^ (key / 4294967296), 0x9e3779b1);
    const step = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) | 1;
    for (let left = this.#hashes; left > 0; left--, hash = (hash + step) | 0) {
      const word = ((hash ^ (hash >>> 15)) >>> 0) % this.words.length;
      const bit = 1 << (hash >>> 27);
      if (isAdded) this.words[word]! |= bit;
      else if ((this.words[word]! & bit) === 0) return false;
    }
    return true;
  }

  expectedRate(keys: number): number {
    return (1 - Math.exp((-this.#hashes * keys) / (32 * this.words.length))) ** this.#hashes;
  }
}

export function plainFilterOf(keys: Float64Array): Filter {
  const filter = new PlainFilter(keys.length, FALSE_POSITIVE_RATE);
  for (const key of keys) filter.visit(key, true);
  return {
    name: "plain filter, 20 lines",
    bytesPerEntry: filter.words.byteLength / keys.length,
    expectedRate: filter.expectedRate(keys.length),
    asking: (asked) => () => {
      let count = 0;
      for (let i = 0; i < asked.length; i++) if (filter.visit(asked[i]!, false)) count++;
      return count;
    },
  };
}

/** 8 microseconds an entry to build. */
export function bloomFilterOf(keys: Float64Array): Filter & { readonly has: (key: string) => boolean } {
  const { made: filter, bytes } = heldBytes(() => bloom.BloomFilter.create(keys.length, FALSE_POSITIVE_RATE));
  for (const key of keys) filter.add(String(key));
  // The textbook rate of n keys, m bits and k hashes: the library's own `rate()` is some eight times too low.
  const { _nbHashes: hashes } = filter as unknown as { _nbHashes: number };
  return {
    name: "bloom-filters",
    isSlow: true,
    bytesPerEntry: bytes / keys.length,
    expectedRate: (1 - Math.exp((-hashes * keys.length) / filter.size)) ** hashes,
    has: (key) => filter.has(key),
    asking: (asked) => {
      const strings = Array.from(asked, String);
      return () => {
        let count = 0;
        for (const key of strings) if (filter.has(key)) count++;
        return count;
      };
    },
  };
}

/** The filter of an engine that can be asked by itself (Blocklist.askFilter); null of any other. */
export function engineFilterOf(engine: string, keys: Float64Array): Filter | null {
  const { made: table, bytes } = heldBytes(() => {
    const made = createTable({ engine, capacity: keys.length, falsePositiveRate: FALSE_POSITIVE_RATE });
    made.addAll(keys, keys.length);
    made.lookUpInto(keys, 1, new Uint8Array(1));
    return made;
  }, 1);
  if (table.askFilter === undefined) return null;
  return {
    name: `filter of ${engine}`,
    isSlow: true,
    bytesPerEntry: Math.max(0, bytes - table.byteLength) / keys.length,
    expectedRate: table.expectedRate,
    asking: (asked) => {
      const out = new Uint8Array(asked.length);
      return () => table.askFilter!(asked, asked.length, out);
    },
  };
}
