/**
 * The registry of listings, with ageing: who is on the blocklist when. It lives on the main thread and seals a table
 * for each tick.
 *
 * A key listed from tick f is in force for `lifeTicks`, and then to the end of that day (the next tick that
 * HOURS_PER_DAY divides): filter bits cannot be removed one by one, so a table is rebuilt once a day, if anything in it
 * expired. That rule depends on the listings and the tick alone, so every engine gives the same answers. Listing again
 * extends.
 *
 * Two tables take turns (tick % 2), because workers still read that of tick t - 1 while that of tick t is prepared.
 * Each catches up with what changed since its own last seal, so a seal costs in proportion to the changes, a rebuild
 * aside.
 */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { assert } from "../../core/assert.ts";
import { KeyIndex, NO_VALUE, keySetOf } from "../../core/key-index.ts";
import { sideOf } from "../../core/side.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { BlocklistHandle, BlocklistTable, TableOptions } from "./blocklist.ts";
import { createTable } from "./engines.ts";
import { BlockCounts, type ListedBlocksHandle } from "./listed-blocks.ts";
import { Schedule } from "./schedule.ts";

export interface RegistryOptions extends TableOptions {
  /** Keys that the first tables hold; they grow when more are listed. */
  readonly capacity: number;
  /** How long a listing is in force, in ticks. */
  readonly lifeTicks: number;
  /** Listed neighbours from which there is evidence; left out, or 0: they are not counted. */
  readonly neighbours?: number;
}

/** The ticks at which listings end are whole numbers of 32 bits. */
const MAX_LIFE_TICKS = 2 ** 30;

interface Slot {
  table: BlocklistTable;
  /** Keys that came into force since the slot's last seal, tick by tick. */
  pending: Float64Array[];
  stale: boolean;
}

/** Who is listed, and from when to when: keys come and go by ticks, and a table is sealed from those in force. */
export class BlocklistRegistry {
  readonly #options: RegistryOptions;
  /** Keys in force, with the first tick at which they no longer are: always the start of a day. */
  readonly #untilTick: KeyIndex;
  /**
   * Listings that are yet to come into force, each a key and the tick from which its life counts, and keys to look at
   * when a day starts; by tick.
   */
  readonly #starting = new Schedule();
  readonly #ending = new Schedule();
  readonly #slots: readonly [Slot, Slot];
  /** Of the keys in force; null where nobody asks. */
  readonly #blocks: BlockCounts | null;
  /** One more than the tick that the registry has come to. */
  #nextTick = Number.NEGATIVE_INFINITY;
  #sealedTick = Number.NEGATIVE_INFINITY;
  /** Keys that came into force with the last tick; and the same to be searched, once anybody asks. */
  #newest = new Float64Array(0);
  #newestKeys: KeyIndex | null = null;
  /** Keys whose listing ended with it, those that were listed again at once among them; and the same to be searched. */
  #ended = new Float64Array(0);
  #endedKeys: KeyIndex | null = null;

  constructor(options: RegistryOptions) {
    assert(
      options.lifeTicks > 0 && options.lifeTicks <= MAX_LIFE_TICKS,
      `a listing lives for at least one tick and at most ${MAX_LIFE_TICKS}, got ${options.lifeTicks}`,
    );
    this.#options = options;
    this.#untilTick = new KeyIndex(options.capacity);
    this.#slots = [emptySlot(options), emptySlot(options)];
    this.#blocks = options.neighbours ? new BlockCounts(options.neighbours) : null;
  }

  /** Keys in force at the tick that the registry has come to. */
  get size(): number {
    return this.#untilTick.size;
  }

  get keys(): Float64Array {
    const keys = new Float64Array(this.size);
    let count = 0;
    this.#untilTick.forEach((key) => (keys[count++] = key));
    return keys;
  }

  has(key: BlocklistKey): boolean {
    return this.#untilTick.has(key);
  }

  /**
   * out[i] = 1 where keys[i] is in force at that tick, 0 where it is not, for i in [0, count). were[i]: the same as of
   * the tick before, or of that one. Most were not, and few are new, so most are looked for among a few hundred.
   */
  inForceInto(keys: Float64Array, were: Uint8Array, count: number, out: Uint8Array): void {
    for (let i = 0; i < count; i++) {
      const key = keys[i]! as BlocklistKey;
      out[i] = Number(were[i] === 1 ? this.has(key) : this.isNew(key));
    }
  }

  /** Keys that came into force with that tick: not those whose listing was only extended. */
  get newest(): Float64Array {
    return this.#newest;
  }

  isNew(key: BlocklistKey): boolean {
    this.#newestKeys ??= keySetOf(this.#newest);
    return this.#newestKeys.has(key);
  }

  /** Whether a key was in force at the tick that the registry had come to before that one. */
  wasInForce(key: BlocklistKey): boolean {
    this.#endedKeys ??= keySetOf(this.#ended);
    return this.#endedKeys.has(key) || (this.has(key) && !this.isNew(key));
  }

  /**
   * Lists a key from a tick on. A tick still to come is a scheduled listing; one already come to takes effect at the
   * next, since what was decided stays decided, but its life counts from `fromTick`.
   */
  list(key: BlocklistKey, fromTick: number): void {
    const starting = this.#startingFrom(fromTick);
    starting.push(key);
    starting.push(fromTick);
  }

  listAll(keys: Float64Array, count: number, fromTick: number): void {
    const starting = this.#startingFrom(fromTick);
    for (let i = 0; i < count; i++) {
      starting.push(keys[i]!);
      starting.push(fromTick);
    }
  }

  /**
   * Ends the listing of a key that is in force with the day in which `fromTick` lies, or sooner where it ends sooner.
   * A listing that is yet to start stays.
   */
  clear(key: BlocklistKey, fromTick: number): void {
    const untilTick = endOfDay(Math.max(fromTick, this.#nextTick));
    const before = this.#untilTick.get(key);
    if (before === NO_VALUE || before <= untilTick) return;
    this.#untilTick.set(key, untilTick);
    this.#ending.at(untilTick).push(key);
  }

  #startingFrom(fromTick: number): number[] {
    assert(Number.isSafeInteger(fromTick), () => `a listing starts at a whole tick, got ${fromTick}`);
    return this.#starting.at(Math.max(fromTick, this.#nextTick));
  }

  /** Comes to `tick` without a table of it, which nobody will read. Ticks must rise. */
  advance(tick: number): void {
    assert(Number.isSafeInteger(tick) && tick >= 0, `a tick is a whole number from 0, got ${tick}`);
    assert(tick >= this.#nextTick, `the registry has come to tick ${tick} already, or further`);
    this.#expire(tick);
    this.#start(tick);
    this.#nextTick = tick + 1;
  }

  /**
   * The table of the keys in force at `tick`, which must be the one that the registry has come to, and not sealed yet,
   * or one to come. What the handle shows stays as it is until tick + 2 is sealed.
   */
  seal(tick: number): BlocklistHandle {
    assert(tick > this.#sealedTick && tick + 1 >= this.#nextTick, `tick ${tick} was sealed already or has passed`);
    if (tick >= this.#nextTick) this.advance(tick);
    this.#sealedTick = tick;
    const slot = this.#slots[sideOf(tick)];
    this.#bringUpToDate(slot);
    return slot.table.handle;
  }

  /**
   * Blocks of a thousand numbers in which enough were in force at the tick that the registry has come to; null where
   * they are not counted. What the handle shows never changes.
   */
  sealBlocks(): ListedBlocksHandle | null {
    return this.#blocks && this.#blocks.seal();
  }

  #expire(tick: number): void {
    // A key listed again in the meantime is looked at again later.
    const due = new Float64Array(this.#ending.takeUpTo(tick));
    this.#ended = due.subarray(0, this.#untilTick.deleteAllUpTo(due, due.length, tick));
    this.#endedKeys = null;
    this.#blocks?.removeAll(this.#ended);
    if (this.#ended.length > 0) for (const slot of this.#slots) slot.stale = true;
  }

  #start(tick: number): void {
    const listings = this.#starting.takeUpTo(tick);
    const keys = new Float64Array(listings.length / 2);
    const untilTicks = new Int32Array(keys.length);
    const before = new Int32Array(keys.length);
    const count = inForceAt(tick, listings, this.#options.lifeTicks, keys, untilTicks);
    this.#untilTick.raiseInto(keys, untilTicks, count, before);
    noteEnds(this.#ending, keys, untilTicks, before, count);
    this.#newest = keys.subarray(0, keepNew(keys, before, count));
    this.#newestKeys = null;
    this.#blocks?.addAll(this.#newest);
    for (const slot of this.#slots) slot.pending.push(this.#newest);
  }

  #bringUpToDate(slot: Slot): void {
    const full = this.size > slot.table.capacity;
    if (full) slot.table = createTable({ ...this.#options, capacity: this.#grownCapacity() });
    if (!full && this.#isCurrent(slot)) for (const keys of slot.pending) slot.table.addAll(keys, keys.length);
    else slot.table.hold(this.#untilTick);
    slot.stale = false;
    slot.pending = [];
  }

  /** Whether its table lacks a few keys, and has none too many. */
  #isCurrent({ stale, pending }: Slot): boolean {
    return !stale && pending.reduce((sum, keys) => sum + keys.length, 0) * 2 <= this.size;
  }

  /**
   * A power of two times the first capacity, with a third to spare: a table is made anew a few times in a run, not a
   * tick.
   */
  #grownCapacity(): number {
    let capacity = this.#options.capacity;
    while (capacity * 3 < this.size * 4) capacity *= 2;
    return capacity;
  }
}

function emptySlot(options: RegistryOptions): Slot {
  return { table: createTable(options), pending: [], stale: false };
}

// Each of these loops is a function of its own. Within a longer function V8 would compile the first, long one before
// what follows has ever run, and fall out of compiled code at its end, tick after tick.

/**
 * Of listings, each a key and the tick from which its life counts, those whose life has not ended at `tick` already:
 * their keys, and the ticks at which it ends. Returns how many there are.
 */
function inForceAt(
  tick: number,
  listings: readonly number[],
  lifeTicks: number,
  keys: Float64Array,
  untilTicks: Int32Array,
): number {
  let count = 0;
  for (let i = 0; i < listings.length; i += 2) {
    const untilTick = endOfDay(listings[i + 1]! + lifeTicks);
    if (untilTick <= tick) continue;
    keys[count] = listings[i]!;
    untilTicks[count] = untilTick;
    count++;
  }
  return count;
}

function noteEnds(
  ending: Schedule,
  keys: Float64Array,
  untilTicks: Int32Array,
  before: Int32Array,
  count: number,
): void {
  if (count === 0) return;
  let listTick = untilTicks[0]!;
  let list = ending.at(listTick);
  for (let i = 0; i < count; i++) {
    const untilTick = untilTicks[i]!;
    if (before[i]! >= untilTick) continue;
    if (untilTick !== listTick) list = ending.at(untilTick);
    listTick = untilTick;
    list.push(keys[i]!);
  }
}

/** Moves the keys that were not there before to the front and returns how many they are. */
function keepNew(keys: Float64Array, before: Int32Array, count: number): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (before[i] !== NO_VALUE) continue;
    keys[kept] = keys[i]!;
    kept++;
  }
  return kept;
}

function endOfDay(tick: number): number {
  return Math.ceil(tick / HOURS_PER_DAY) * HOURS_PER_DAY;
}
