/**
 * The blocklist: a set of known-bad keys. A key is an integer in [0, MAX_KEY]: a canonical identity (event/identity.ts,
 * below 8e15) or a domain key (event/link/domain-key.ts, from 8e15 on), so that one table holds both.
 *
 * Engines (one file each) differ in how they answer, never in the answer. An engine may put a filter in front of an
 * exact table. Every "perhaps" of the filter is confirmed in the table, because a filter alone would block one innocent
 * caller in a hundred. check-engine.ts compares an engine with a Set. engines.ts lists the engines. blocklist-from.ts
 * makes an engine from the filter of any library.
 *
 *     createTable(options) -> BlocklistTable --handle--> another thread: attachBlocklist(handle) -> Blocklist
 */
import { assert } from "../../core/assert.ts";
import { RingfenceError } from "../../core/errors.ts";
import type { HashKey } from "../../core/key-hash.ts";
import type { KeyIndex } from "../../core/key-index.ts";
import { isDomainKey } from "../../event/link/domain-key.ts";
import { type Identity, formatIdentity, isListable } from "../../event/identity.ts";
/** Exact tables store key + 1, which must be an exact float64 too. */
export const MAX_KEY = Number.MAX_SAFE_INTEGER - 1;

/**
 * One way to answer whether a key is listed; the default export of a module. An engine keeps its keys in shared memory
 * and answers in batches. `blocklistFrom` makes an engine from a library's filter.
 */
export interface BlocklistEngine<Handle extends BlocklistHandle = BlocklistHandle> {
  /** A word of letters, digits and hyphens. No other engine may have it. */
  readonly name: string;
  /** True if it has a filter in front of the exact table. */
  readonly hasFilter: boolean;
  /** True if a look-up takes microseconds: it is then measured on fewer keys. */
  readonly isSlow?: boolean;
  /** An empty table. Throws if it has no room for so many keys. */
  create(options: Required<Omit<TableOptions, "engine">>): BlocklistTable;
  /** A reader of another thread's table, from a clone of its handle. `previous` may be changed and returned. */
  attach(handle: Handle, previous?: Blocklist): Blocklist;
}

/** What a reader may ask. */
export interface Blocklist {
  readonly engine: string;
  /** Distinct keys held (by a reader: when the handle was made). */
  readonly size: number;
  /** Shared memory held, in bytes. */
  readonly byteLength: number;
  /** Bits of the filter; 0 if there is no filter, or it has no bits to show. */
  readonly filterBits: number;
  /** Counts the bits that are set: some ten microseconds a megabit. */
  countSetBits(): number;
  /**
   * Expected share of unlisted keys that the filter lets through with `size` keys in it. At full capacity it is the
   * rate that was asked for. 0 without a filter.
   */
  readonly expectedRate: number;
  /**
   * Answers keys[0, count) into out[0, count): ABSENT, FILTER_ONLY (the filter's own false positive) or LISTED
   * (event/findings.ts). Returns how many are LISTED. Allocates no more than a few views a batch.
   */
  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number;
  /**
   * For benches: asks the filter alone about keys[0, count). 1 if a key may be listed, else 0. Returns how many may be.
   * Left out if there is no filter, or it is measured in another way.
   */
  askFilter?(keys: Float64Array, count: number, out: Uint8Array): number;
  /** Looks one key up step by step, for explanations. Slow. */
  probe(key: number): BlocklistProbe;
}

/** A table that can still be written, by one thread, while no thread reads it. */
export interface BlocklistTable extends Blocklist {
  /** The most keys it can hold. The false-positive rate that was asked for is reached there. */
  readonly capacity: number;
  /** Adds a key. Returns false if it was there already. Throws RingfenceError "config" when full. */
  add(key: number): boolean;
  /** Adds keys[0, count), which must be distinct and new. Throws like `add`. */
  addAll(keys: Float64Array, count: number): void;
  /**
   * Replaces all keys by those of an index, in the same memory. A filter is rewritten, since single bits cannot be
   * removed. Throws like `add`.
   */
  hold(keys: KeyIndex): void;
  /** What another thread attaches to. Shows the keys added so far. A plain object that can be cloned. */
  readonly handle: BlocklistHandle;
}

/** What another thread gets: the engine's name, and what that engine needs to attach. */
export interface BlocklistHandle {
  readonly engine: string;
}

export interface TableOptions {
  /** Name of an engine, or the module of one that was loaded. */
  readonly engine: string;
  readonly capacity: number;
  /** The rate that the filter must keep to, 0.0001 to 0.1. `exact` ignores it. */
  readonly falsePositiveRate: number;
  /**
   * `packed-bloom` places keys in its filter by this, so it decides which keys are false positives. Left out: a secret
   * of the thread. A run takes one from its seed, since it reports false positives.
   */
  readonly hashKey?: HashKey | undefined;
}

/** One word or position of a filter that is read for a key. */
export interface ProbedWord {
  /** Index of the 32-bit word in the filter (`packed-bloom`), or of the bit (`bloom-filters`). */
  readonly index: number;
  readonly bits: number;
  readonly set: boolean;
}

/** One look-up, step by step: the bits that the filter read, and the answer of the exact table. */
export interface BlocklistProbe {
  readonly engine: string;
  /** The 64-byte block that was read; null if the filter has no blocks. */
  readonly block: number | null;
  /** Empty without a filter, or if it has no bits to show. */
  readonly words: readonly ProbedWord[];
  /** True if the filter let the key through to the exact table, or there is no filter. */
  readonly filterSays: boolean;
  readonly listed: boolean;
}

/** Checks a key before an engine adds it. Throws "config" if it belongs to a sender that cannot be listed. */
export function assertKey(key: number): void {
  assert(Number.isSafeInteger(key) && key >= 0 && key <= MAX_KEY, () => `blocklist key out of range: ${key}`);
  if (!isListable(key as Identity) && !isDomainKey(key)) throw notListable(key);
}

export function assertKeys(keys: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) assertKey(keys[i]!);
}

/** The error of every engine that is full. */
export function tableFull(capacity: number): RingfenceError {
  return new RingfenceError(
    "config",
    `the blocklist table is full: it was made for ${capacity} keys and another was added. Raise its capacity and build it again.`,
  );
}

function notListable(key: number): RingfenceError {
  return new RingfenceError(
    "config",
    `the blocklist: expected a number, a sender of up to nine letters and digits, or a domain, found ` +
      `${formatIdentity(key as Identity)}, which others can share. Leave it out.`,
  );
}
