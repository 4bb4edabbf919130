/**
 * The blocklist: a set of known-bad keys. A key is an integer in [0, MAX_KEY]: a canonical identity
 * (event/identity.ts, below 8e15) or a domain key (event/domain-key.ts, from 8e15 on), so that one table holds both.
 *
 * Engines (one file each) differ in how they answer, never in what: each may put a filter in front, but every
 * "perhaps" of a filter is confirmed in an exact table, because a filter alone would block one innocent caller in a
 * hundred. check-engine.ts holds an engine to a Set. Engines register in engines.ts, shipped ones and modules alike;
 * blocklist-from.ts makes one of the filter of any library.
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
 * One way to answer whether a key is listed: what a module's default export is. By the full contract it keeps all it
 * knows in shared memory and answers in batches; `blocklistFrom` makes one of a library's filter.
 */
export interface BlocklistEngine<Handle extends BlocklistHandle = BlocklistHandle> {
  /** A word of letters, digits and hyphens, which no other engine has. */
  readonly name: string;
  /** Whether it has a filter, which passes a stranger now and then to the exact table. */
  readonly hasFilter: boolean;
  /** Whether a look-up takes microseconds, so that it is measured on fewer keys. */
  readonly isSlow?: boolean;
  /** An empty table. Throws where it has no room for so many keys. */
  create(options: Required<Omit<TableOptions, "engine">>): BlocklistTable;
  /** A reader over a table of another thread, by a clone of its handle. `previous` is not needed any more as it was. */
  attach(handle: Handle, previous?: Blocklist): Blocklist;
}

/** What a reader may ask. */
export interface Blocklist {
  readonly engine: string;
  /** Distinct keys held (by a reader: when the handle was made). */
  readonly size: number;
  /** Shared memory held, in bytes. */
  readonly byteLength: number;
  /** Bits of the filter; 0 where there is none, or none to show. */
  readonly filterBits: number;
  /** Those of them that are set, counted: some ten microseconds for each megabit. */
  countSetBits(): number;
  /**
   * Share of unlisted keys that the filter is expected to pass on to the exact table at its present fill; it is the
   * rate asked for when `size` is the capacity, less below. 0 where there is no filter.
   */
  readonly expectedRate: number;
  /**
   * Answers keys[0, count) into out[0, count): ABSENT, FILTER_ONLY (the filter's own false positive) or LISTED
   * (event/findings.ts). Returns how many are LISTED. Allocates no more than a few views a batch.
   */
  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number;
  /**
   * What the filter alone says of keys[0, count), for benches: 1 where a key may be listed, else 0. Returns how many
   * may be. Left out where there is none, or where it is measured otherwise.
   */
  askFilter?(keys: Float64Array, count: number, out: Uint8Array): number;
  /** How one key is answered, step by step: for explanations, not for speed. */
  probe(key: number): BlocklistProbe;
}

/** A table that can still be written: by one thread, while nobody reads it. */
export interface BlocklistTable extends Blocklist {
  /** Keys it holds at most; the false-positive rate asked for is reached there. */
  readonly capacity: number;
  /** Adds a key; false when it was there already. Throws RingfenceError "config" when full. */
  add(key: number): boolean;
  /** Adds keys[0, count), which are distinct and not there. Throws as `add` does. */
  addAll(keys: Float64Array, count: number): void;
  /**
   * Comes to hold the keys of an index and nothing else, in the same memory: a filter is written anew, as its bits
   * cannot be removed one by one. Throws as `add` does.
   */
  hold(keys: KeyIndex): void;
  /** What another thread attaches to; sees the keys added so far. A plain cloneable object. */
  readonly handle: BlocklistHandle;
}

/** What crosses to another thread: the engine's name, and whatever else that engine attaches by. */
export interface BlocklistHandle {
  readonly engine: string;
}

export interface TableOptions {
  /** Name of an engine, or the module of one that was loaded. */
  readonly engine: string;
  readonly capacity: number;
  /** Asked of the filter, 0.0001 to 0.1; ignored by `exact`. */
  readonly falsePositiveRate: number;
  /**
   * By which `packed-bloom` places keys in its filter, and so which keys are its false positives. Left out: a secret of
   * the thread. A run takes one from its seed, as it reports false positives.
   */
  readonly hashKey?: HashKey | undefined;
}

/** One word or position of a filter that a key asks for. */
export interface ProbedWord {
  /** Index of the 32-bit word in the filter (`packed-bloom`), or of the bit (`bloom-filters`). */
  readonly index: number;
  readonly bits: number;
  readonly set: boolean;
}

/** One look-up, step by step: which bits the filter looked at, and what the exact table said. */
export interface BlocklistProbe {
  readonly engine: string;
  /** The 64-byte block probed, or null where the filter has none. */
  readonly block: number | null;
  /** Empty where there is no filter, or none with bits to show. */
  readonly words: readonly ProbedWord[];
  /** Whether the filter let the key through to the exact table (always true without a filter). */
  readonly filterSays: boolean;
  readonly listed: boolean;
}

/** What every engine demands of a key that is added. Throws `config` where it is of a sender that cannot be listed. */
export function assertKey(key: number): void {
  assert(Number.isSafeInteger(key) && key >= 0 && key <= MAX_KEY, () => `blocklist key out of range: ${key}`);
  if (!isListable(key as Identity) && !isDomainKey(key)) throw notListable(key);
}

export function assertKeys(keys: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) assertKey(keys[i]!);
}

/** What every engine throws where no key more has room. */
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
