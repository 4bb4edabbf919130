/**
 * What every shipped blocklist engine does: nothing that is listed is missed, and the errors of a filter stay within
 * what was promised.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECRET } from "../../../src/core/key-hash.ts";
import { keySetOf } from "../../../src/core/key-index.ts";
import type { Blocklist, BlocklistEngine, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";
import { blocklistFrom } from "../../../src/detect/blocklist/blocklist-from.ts";
import { checkBlocklist } from "../../../src/detect/blocklist/check-engine.ts";
import { BLOCKLIST_ENGINES, blocklistEngines } from "../../../src/detect/blocklist/engines.ts";
import { ABSENT, FILTER_ONLY, LISTED } from "../../../src/detect/blocklist/found.ts";
import { forAll } from "../../for-all.ts";
import { member, series, stranger } from "./keys.ts";

const CAPACITY = 60;
/** Keys of senders that are known by a hash alone, or withheld, are refused (event/identity.ts). */
const FIRST_UNLISTABLE = 6e15;
const FIRST_DOMAIN = 8e15;

/** As tableFull and assertKey throw it. */
function isRefused(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "config";
  }
}

const anyKey = fc.oneof(
  fc.nat(199).map(member),
  fc.nat(199).map(stranger),
  fc
    .tuple(fc.nat(1), fc.nat(199_999), fc.nat(2 ** 32 - 1))
    .map(([isDomain, high, low]) => isDomain * FIRST_DOMAIN + high * 2 ** 32 + low),
);
const step = fc.record({
  table: fc.nat(1),
  how: fc.constantFrom("add", "addAll", "hold"),
  keys: fc.array(anyKey, { maxLength: CAPACITY, size: "max" }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Adds to a table what it has room for. Whether it refused the rest, and said what it held already. */
function isWritten(table: BlocklistTable, held: Set<number>, { how, keys }: Step): boolean {
  if (how === "add") {
    return keys.every((one) => {
      const isHeld = held.has(one);
      if (held.size === CAPACITY && !isHeld) return isRefused(() => table.add(one));
      held.add(one);
      return table.add(one) !== isHeld;
    });
  }
  if (how === "hold") held.clear();
  const fresh = [...new Set(keys)].filter((one) => !held.has(one));
  const taken = fresh.slice(0, CAPACITY - held.size);
  for (const one of taken) held.add(one);
  if (how === "hold") {
    const isFull = isRefused(() => table.hold(keySetOf(series(CAPACITY + 1, member))));
    table.hold(keySetOf(Float64Array.from(taken)));
    return isFull;
  }
  const isFull =
    taken.length === fresh.length || isRefused(() => table.addAll(Float64Array.from(fresh), taken.length + 1));
  // The key behind them is not added.
  table.addAll(Float64Array.of(...taken, stranger(7777)), taken.length);
  return isFull;
}

describe.each(BLOCKLIST_ENGINES)("blocklist engine %s", (name) => {
  const { hasFilter, isSlow, ...engine } = blocklistEngines.of(name);
  const create = (capacity: number, falsePositiveRate = 0.05): BlocklistTable =>
    engine.create({ capacity, falsePositiveRate, hashKey: SECRET });

  test("misses no key, and keeps a false-positive rate of 0.01", () => {
    const rate = 0.01;
    const [keys, probes] = isSlow ? [1000, 4000] : [40_000, 40_000];
    const table = create(keys, rate);
    table.addAll(series(keys, member), keys);
    expect(table.lookUpInto(series(keys, member), keys, new Uint8Array(keys))).toBe(keys);
    const answers = new Uint8Array(probes);
    expect(table.lookUpInto(series(probes, stranger), probes, answers)).toBe(0);
    const measured = answers.filter((answer) => answer === FILTER_ONLY).length / probes;
    // A fifth more or less, and what chance adds: four standard deviations.
    const chance = 4 * Math.sqrt(rate / probes);
    const [least, most] = hasFilter ? [0.8 * rate, 1.2 * rate] : [0, 0];
    for (const one of [measured, table.expectedRate]) {
      expect(one).toBeGreaterThanOrEqual(least - chance);
      expect(one).toBeLessThanOrEqual(most + (hasFilter ? chance : 0));
    }
  });

  test("takes the whole range of keys and nothing else", () => {
    const table = create(4);
    const extremes = Float64Array.of(0, FIRST_UNLISTABLE - 1, FIRST_DOMAIN, Number.MAX_SAFE_INTEGER - 1);
    for (const one of extremes) expect(table.add(one)).toBe(true);
    expect(table.lookUpInto(extremes, 4, new Uint8Array(4))).toBe(4);
    for (const wrong of [-1, 0.5, Number.NaN]) {
      expect(() => table.add(wrong)).toThrow(Error);
      expect(() => create(4).addAll(Float64Array.of(wrong), 1)).toThrow(Error);
    }
    for (const wrong of [FIRST_UNLISTABLE, FIRST_DOMAIN - 1]) {
      expect(isRefused(() => table.add(wrong))).toBe(true);
      expect(isRefused(() => table.addAll(Float64Array.of(wrong), 1))).toBe(true);
    }
  });

  test("answers as a Set does, and so do its readers, whatever is added, held and refused, and in whatever batch", () => {
    const batch = fc.tuple(fc.array(anyKey, { maxLength: 20 }), fc.nat(isSlow ? 60 : 600));
    forAll([fc.array(step, { minLength: 1, maxLength: 6 }), batch], isSlow ? 3 : 15, (steps, [some, strangers]) => {
      const tables = [create(CAPACITY), create(CAPACITY)];
      const sets = [new Set<number>(), new Set<number>()];
      let reader: Blocklist | undefined;
      for (const one of steps) {
        const [table, set] = [tables[one.table]!, sets[one.table]!];
        expect(isWritten(table, set, one)).toBe(true);
        const plain = create(CAPACITY);
        for (const held of set) plain.add(held);
        const asked = Float64Array.of(...some, ...set, ...series(strangers, stranger));
        // In place of a reader of this table as it was before, or of the other.
        reader = engine.attach(structuredClone(table.handle), reader);
        for (const asker of [table, reader, engine.attach(structuredClone(table.handle))]) {
          expect(asker).toMatchObject({ engine: name, size: set.size, byteLength: plain.byteLength });
          expectSame(asker, plain, asked, set);
        }
      }
    });
  });

  /** `plain` is asked one key at a time, and both are asked for every key that is held. */
  function expectSame(asker: Blocklist, plain: Blocklist, asked: Float64Array, set: ReadonlySet<number>): void {
    const answers = new Uint8Array(asked.length + 1).fill(77);
    const listed = asker.lookUpInto(asked, asked.length, answers);
    expect([listed, answers.at(-1)]).toEqual([asked.filter((one) => set.has(one)).length, 77]);
    const single = new Uint8Array(1);
    const bits = new Set<string>();
    const wrong = [...asked].filter((one, at) => {
      plain.lookUpInto(Float64Array.of(one), 1, single);
      const { words, filterSays, listed: isListed } = asker.probe(one);
      for (const { index, bits: word } of isListed ? words : []) {
        for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) bits.add(`${index}:${bit}`);
      }
      const expected = isListed ? LISTED : hasFilter && filterSays ? FILTER_ONLY : ABSENT;
      return (
        isListed !== set.has(one) ||
        answers[at] !== expected ||
        (plain.filterBits > 0 && answers[at] !== single[0]) ||
        (words.length > 0 && words.every((word) => word.set) !== filterSays)
      );
    });
    expect(wrong).toEqual([]);
    expect([asker.countSetBits(), plain.countSetBits()]).toEqual([bits.size, bits.size]);
  }
});

describe("the check of an engine from a module", () => {
  test("is passed by what is shipped, and by a filter without bits to show", () => {
    const plain = blocklistFrom<Set<number>>({
      name: "low-bits",
      create: () => new Set(),
      add: (filter, key) => filter.add(key % 2 ** 31),
      has: (filter, key) => filter.has(key % 2 ** 31),
    });
    const shipped = BLOCKLIST_ENGINES.map((name) => blocklistEngines.of(name));
    for (const engine of [plain, ...shipped]) for (const keys of [1, 2, 300]) checkBlocklist(engine, keys);
  });

  const exact = blocklistEngines.of("exact");
  const brokenBy = (change: (table: BlocklistTable) => Partial<BlocklistTable>): BlocklistEngine => ({
    ...exact,
    create: (options) => {
      const table = exact.create(options);
      return Object.assign(table, change(table));
    },
  });
  test.each<[string, BlocklistEngine, RegExp]>([
    ["another name", { ...exact, name: "other" }, /table\.engine: expected other, found exact/],
    [
      "keys that hold forgets",
      brokenBy(() => ({ hold: () => {} })),
      /size of the table after hold: expected 500, found 1000/,
    ],
    [
      "keys that addAll leaves out",
      brokenBy(() => ({ addAll: () => {} })),
      /size of the table after addAll: expected 1000/,
    ],
    [
      "a reader of nothing",
      { ...exact, attach: () => exact.create({ capacity: 9, falsePositiveRate: 0.01, hashKey: SECRET }) },
      /size of a reader after .*: expected 500, found 0/,
    ],
    [
      "a wrong sum",
      brokenBy(() => ({ lookUpInto: (_keys, count, out) => (out.fill(LISTED, 0, count), count) })),
      /listed 1500 keys that it does not hold/,
    ],
  ])("refuses %s", (_, engine, message) => {
    expect(() => checkBlocklist(engine)).toThrow(message);
  });
});
