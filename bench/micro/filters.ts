/**
 * Filters alone: the packed filter, a batch at a time, and bloom-filters as its users call it, on strings that they
 * have already (with numbers its `has` is true for everything). Each with its memory and its false positives, measured
 * on numbers that are not listed.
 */
import bloom from "bloom-filters";
import { createTable } from "../../src/detect/blocklist/engines.ts";
import { PackedFilter } from "../../src/detect/blocklist/packed-filter.ts";
import { packedGeometry } from "../../src/detect/blocklist/packed-rate.ts";
import { seededHashKey } from "../../src/core/key-hash.ts";
import { type MeasuredError, measuredError } from "../harness/measurement.ts";
import { type Entries, FALSE_POSITIVE_RATE } from "../harness/entries.ts";
import { heapBytesOf, heldBytes } from "./held-bytes.ts";

/** The same in every run: a measured error can be measured again. */
const FILTER_KEY = seededHashKey(1, "bench-filter");

interface TriedFilter {
  readonly bytesPerEntry: number;
  readonly error: MeasuredError;
  /** Listed numbers that it denied: there must be none. */
  readonly missed: number;
}

interface BatchFilter extends TriedFilter {
  /** Of the numbers that are not listed, how many it let through. */
  readonly falsePositives: number;
  /** Writes 1 where a key may be listed, and returns how many may be. */
  readonly ask: (keys: Float64Array, out: Uint8Array) => number;
}

export interface StringFilter extends TriedFilter {
  readonly has: (key: string) => boolean;
}

export function packedFilterOf({ keys }: Entries, strangers: Float64Array): BatchFilter {
  const { blocks, bitsAWord } = packedGeometry(keys.length, FALSE_POSITIVE_RATE);
  const filter = PackedFilter.create(blocks, bitsAWord, FILTER_KEY);
  for (const key of keys) filter.insert(key);
  const ask = (asked: Float64Array, out: Uint8Array): number => filter.ask(asked, asked.length, out);
  const bytesPerEntry = filter.byteLength / keys.length;
  return { ...tried(ask, keys, strangers, filter.expectedRate(keys.length)), bytesPerEntry };
}

/** Asks of all keys and of all strangers. */
function tried(
  ask: BatchFilter["ask"],
  keys: Float64Array,
  strangers: Float64Array,
  expectedRate: number,
): Omit<BatchFilter, "bytesPerEntry"> {
  const falsePositives = ask(strangers, new Uint8Array(strangers.length));
  return {
    ask,
    falsePositives,
    error: falsePositiveError(falsePositives, strangers.length, expectedRate),
    missed: keys.length - ask(keys, new Uint8Array(keys.length)),
  };
}

interface EngineFilter extends BatchFilter {
  readonly engine: string;
}

/** The filter of an engine that can be asked by itself (Blocklist.askFilter); null of any other. */
export function engineFilterOf(engine: string, { keys }: Entries, strangers: Float64Array): EngineFilter | null {
  const { made: table, bytes } = heapBytesOf(() => {
    const made = createTable({ engine, capacity: keys.length, falsePositiveRate: FALSE_POSITIVE_RATE });
    made.addAll(keys, keys.length);
    made.lookUpInto(keys, 1, new Uint8Array(1));
    return made;
  });
  if (table.askFilter === undefined) return null;
  const ask = (asked: Float64Array, out: Uint8Array): number => table.askFilter!(asked, asked.length, out);
  const bytesPerEntry = Math.max(0, bytes - table.byteLength) / keys.length;
  return { ...tried(ask, keys, strangers, table.expectedRate), engine, bytesPerEntry };
}

/** 8 microseconds an entry to build. `checked` of the keys are looked up, and all the strangers. */
export function bloomFilterOf({ keys }: Entries, strangers: Float64Array, checked: number): StringFilter {
  const { made: filter, bytes } = heldBytes(() => bloom.BloomFilter.create(keys.length, FALSE_POSITIVE_RATE));
  for (const key of keys) filter.add(String(key));
  const count = (asked: Float64Array): number => asked.reduce((sum, key) => sum + (filter.has(String(key)) ? 1 : 0), 0);
  // The textbook rate of n keys, m bits and k hashes: the library's own `rate()` is some eight times too low.
  const { _nbHashes: hashes } = filter as unknown as { _nbHashes: number };
  const covered = 1 - Math.exp((-hashes * keys.length) / filter.size);
  let expected = 1;
  for (let i = 0; i < hashes; i++) expected *= covered;
  const known = keys.subarray(0, checked);
  return {
    has: (key) => filter.has(key),
    bytesPerEntry: bytes / keys.length,
    error: falsePositiveError(count(strangers), strangers.length, expected),
    missed: known.length - count(known),
  };
}

function falsePositiveError(falsePositives: number, n: number, expected: number): MeasuredError {
  return measuredError("false positives", falsePositives, n, expected);
}
