/**
 * The registry of listings: which keys are on the blocklist at which tick. It lives on the main thread and seals a
 * table for each tick.
 *
 * A key listed from tick f is in force for `lifeTicks`, and then to the end of that day (the next tick that
 * HOURS_PER_DAY divides). Single bits cannot be removed from a filter, so a table is rebuilt at most once a day, if a
 * key in it has expired. This rule depends only on the listings and the tick, so every engine gives the same answers. A
 * second listing extends the first.
 *
 * Two tables take turns (tick % 2), because workers still read the table of tick t - 1 while the one of tick t is
 * prepared. Each takes in what changed since its own last seal. So the cost of a seal follows the number of changes,
 * except for a rebuild.
 */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { assert } from "../../core/assert.ts";
import { KeyIndex, NO_VALUE, keySetOf } from "../../core/key-index.ts";
import { sideOf, HOURS_PER_DAY } from "../../core/time.ts";
import type { BlocklistHandle, BlocklistTable, TableOptions } from "./blocklist.ts";
import { createTable } from "./engines.ts";
import { BlockCounts, type ListedBlocksHandle } from "./listed-blocks.ts";

export interface RegistryOptions extends TableOptions {
  /** Keys that the first tables can hold. Tables grow when more are listed. */
  readonly capacity: number;
  /** Ticks for which a listing is in force. */
  readonly lifeTicks: number;
  /** Listed neighbours from which there is evidence; left out, or 0: they are not counted. */
  readonly neighbours?: number;
}

/** The tick at which a listing ends must fit 32 bits. */
const MAX_LIFE_TICKS = 2 ** 30;

interface Slot {
  table: BlocklistTable;
  /** Keys that came into force since the slot's last seal, tick by tick. */
  pending: Float64Array[];
  stale: boolean;
}

/** Which keys are listed, and from when to when. `seal` writes a table of the keys in force. */
export class BlocklistRegistry {
  readonly #options: RegistryOptions;
  /** Keys in force, with the tick at which they end: always the start of a day. */
  readonly #untilTick: KeyIndex;
  /** By tick: listings not yet in force, each a key and the tick its life counts from; and keys that may expire. */
  readonly #starting = new Schedule();
  readonly #ending = new Schedule();
  readonly #slots: readonly [Slot, Slot];
  /** Counts of the keys in force; null if neighbours are not counted. */
  readonly #blocks: BlockCounts | null;
  /** The tick after the last one that `advance` or `seal` was called with. */
  #nextTick = Number.NEGATIVE_INFINITY;
  #sealedTick = Number.NEGATIVE_INFINITY;
  /** Keys that came into force with the last tick, and an index of them, made when it is first needed. */
  #newest = new Float64Array(0);
  #newestKeys: KeyIndex | null = null;
  /** Keys whose listing ended with the last tick, even if they were listed again at once, and an index of them. */
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

  /** Number of keys in force at the present tick. */
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

  /** were[i]: the answer for the tick before. Keys that were not in force are looked for among the few new ones. */
  inForceInto(keys: Float64Array, were: Uint8Array, count: number, out: Uint8Array): void {
    for (let i = 0; i < count; i++) {
      const key = keys[i]! as BlocklistKey;
      out[i] = Number(were[i] === 1 ? this.has(key) : this.isNew(key));
    }
  }

  /** Keys that came into force with the present tick, without those whose listing was only extended. */
  get newest(): Float64Array {
    return this.#newest;
  }

  isNew(key: BlocklistKey): boolean {
    this.#newestKeys ??= keySetOf(this.#newest);
    return this.#newestKeys.has(key);
  }

  /** True if a key was in force at the tick before the present one. */
  wasInForce(key: BlocklistKey): boolean {
    this.#endedKeys ??= keySetOf(this.#ended);
    return this.#endedKeys.has(key) || (this.has(key) && !this.isNew(key));
  }

  /**
   * From a past or present tick it takes effect at the next one, since decisions stay; its life counts from `fromTick`.
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

  /** Ends a listing in force at the end of the day of `fromTick`, unless it ends sooner. */
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

  /** Goes on to `tick` without sealing a table. Ticks must rise. */
  advance(tick: number): void {
    assert(Number.isSafeInteger(tick) && tick >= 0, `a tick is a whole number from 0, got ${tick}`);
    assert(tick >= this.#nextTick, `expected a tick after ${this.#nextTick - 1}, got ${tick}`);
    this.#expire(tick);
    this.#start(tick);
    this.#nextTick = tick + 1;
  }

  /** The present tick, if it is not sealed yet, or a later one. The table does not change until tick + 2 is sealed. */
  seal(tick: number): BlocklistHandle {
    assert(tick > this.#sealedTick && tick + 1 >= this.#nextTick, `tick ${tick} was sealed already or has passed`);
    if (tick >= this.#nextTick) this.advance(tick);
    this.#sealedTick = tick;
    const slot = this.#slots[sideOf(tick)];
    this.#bringUpToDate(slot);
    return slot.table.handle;
  }

  /** Blocks of a thousand numbers with enough keys in force; null if they are not counted. Never changes. */
  sealBlocks(): ListedBlocksHandle | null {
    return this.#blocks && this.#blocks.seal();
  }

  #expire(tick: number): void {
    // A key that was listed again in the meantime stays; it is checked again later.
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

  /** True if the table has no expired keys and lacks only a few new ones. */
  #isCurrent({ stale, pending }: Slot): boolean {
    return !stale && pending.reduce((sum, keys) => sum + keys.length, 0) * 2 <= this.size;
  }

  /** A power of two times the first capacity, with a third to spare: a table grows only a few times in a run. */
  #grownCapacity(): number {
    let capacity = this.#options.capacity;
    while (capacity * 3 < this.size * 4) capacity *= 2;
    return capacity;
  }
}

function emptySlot(options: RegistryOptions): Slot {
  return { table: createTable(options), pending: [], stale: false };
}

// Each of these loops is a separate function. In one long function, V8 would compile the first loop before the rest has
// ever run, and then leave compiled code at its end in every tick.

/** Listings are pairs: a key, and the tick from which its life counts. Those that have ended by `tick` are left out. */
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

/** Moves the keys that were not in force before to the front. Returns how many there are. */
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

/** Numbers that are due at ticks. */
export class Schedule {
  readonly #byTick = new Map<number, number[]>();

  at(tick: number): number[] {
    let list = this.#byTick.get(tick);
    if (list === undefined) this.#byTick.set(tick, (list = []));
    return list;
  }

  /** Removes and returns what is due at `tick` or before, in order of tick, then of arrival. */
  takeUpTo(tick: number): number[] {
    const ticks = [...this.#byTick.keys()].filter((key) => key <= tick).sort((a, b) => a - b);
    const lists = ticks.map((each) => this.at(each));
    for (const each of ticks) this.#byTick.delete(each);
    // There is usually one list. It may be long, so it is not copied.
    return lists.length === 1 ? lists[0]! : lists.flat();
  }
}
