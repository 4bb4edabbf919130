/**
 * What every shipped blocklist engine does: nothing that is listed is missed, and the errors of a filter stay within
 * what was promised.
 */
import { ABSENT, FILTER_ONLY, LISTED } from "../../../src/detect/blocklist/found.ts";
import { expect, test } from "vitest";
import { SECRET } from "../../../src/core/key-hash.ts";
import { KeyIndex, keySetOf } from "../../../src/core/key-index.ts";
import { RandomStream, below } from "../../../src/core/random.ts";
import type { Blocklist, BlocklistEngine, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";

/** Phone numbers in a row, senders and domains: keys as a blocklist sees them, structured rather than random. */
export function member(index: number): number {
  const kind = index % 4;
  if (kind === 0) return 13800000000 + index;
  if (kind === 1) return 17090000000 + index * 3;
  if (kind === 2) return 2e15 + 95000000 + index;
  return 8e15 + ((index * 2654435761) % 4294967296) * 1000 + index;
}

/** Never a member, and as structured. */
export function stranger(index: number): number {
  const kind = index % 4;
  if (kind === 0) return 15000000000 + index;
  if (kind === 1) return 18600000000 + index * 3;
  if (kind === 2) return 3e15 + 95000000 + index;
  return 8.2e15 + ((index * 2246822519) % 4294967296) * 1000 + index;
}

function series(count: number, at: (index: number) => number, from = 0): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => at(from + index));
}

/** As tableFull and assertKey throw it. */
function refusesInWords(act: () => unknown): void {
  expect(act).toThrow(expect.objectContaining({ code: "config" }));
}

/** Keys of senders that are known by a hash alone, or withheld, are refused (event/identity.ts). */
const FIRST_UNLISTABLE = 6e15;
const FIRST_DOMAIN = 8e15;

/** In what is listed; and, of a filter with bits to show, in its errors too. */
function assertSameAnswers(one: Blocklist, other: Blocklist): void {
  const keys = series(1000, (index) => (index % 2 === 0 ? member(index / 2) : stranger(index)));
  const [left, right] = [new Uint8Array(1000), new Uint8Array(1000)];
  const listed = other.lookUpInto(keys, 1000, right);
  expect(one.lookUpInto(keys, 1000, left)).toBe(listed);
  const isWhole = one.filterBits > 0;
  const answersOf = (answers: Uint8Array): readonly unknown[] =>
    isWhole ? [...answers] : [...answers].map((answer) => answer === LISTED);
  expect(answersOf(left)).toEqual(answersOf(right));
}

function keyAt(draws: RandomStream, run: number, i: number): number {
  const [kind, high, low] = draws.draw(run, i);
  if (kind! % 3 === 0) return member(below(low!, 200));
  if (kind! % 3 === 1) return stranger(below(low!, 200));
  return below(high!, 2) * FIRST_DOMAIN + below(high!, 200_000) * 2 ** 32 + low!;
}

/** Tests of one engine. */
export function testEveryEngine({ name, hasFilter, isSlow, ...engine }: BlocklistEngine): void {
  const create = (capacity: number, falsePositiveRate: number): BlocklistTable =>
    engine.create({ capacity, falsePositiveRate, hashKey: SECRET });
  const attach = (table: BlocklistTable): Blocklist => engine.attach(structuredClone(table.handle));
  const filled = (count: number, rate = 0.01): BlocklistTable => {
    const table = create(Math.max(1, count), rate);
    for (let index = 0; index < count; index++) table.add(member(index));
    return table;
  };

  test("misses no key, and keeps a false-positive rate of 0.01", () => {
    const rate = 0.01;
    const [keys, probes] = isSlow ? [1000, 10_000] : [100_000, 100_000];
    const table = filled(keys, rate);
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

  test("counts the bits that its keys set", () => {
    for (const count of [0, 1, 2, 500]) {
      const table = filled(count);
      const asked = new Set<string>();
      for (let index = 0; index < count; index++) {
        for (const { index: word, bits } of table.probe(member(index)).words) {
          for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) asked.add(`${word}:${bit}`);
        }
      }
      expect(attach(table).countSetBits()).toBe(asked.size);
      const hasBits = table.filterBits > 0 && count > 0;
      expect(asked.size > 0).toBe(hasBits);
      table.hold(keySetOf([]));
      expect(table.countSetBits()).toBe(0);
    }
  });

  test("takes the whole range of keys and nothing else", () => {
    const table = create(4, 0.01);
    const extremes = Float64Array.of(0, FIRST_UNLISTABLE - 1, FIRST_DOMAIN, Number.MAX_SAFE_INTEGER - 1);
    for (const key of extremes) expect(table.add(key)).toBe(true);
    expect(table.lookUpInto(extremes, 4, new Uint8Array(4))).toBe(4);
    for (const key of [-1, 0.5, Number.NaN]) expect(() => table.add(key)).toThrow(Error);
    for (const key of [FIRST_UNLISTABLE, FIRST_DOMAIN - 1]) {
      refusesInWords(() => table.add(key));
      refusesInWords(() => table.addAll(Float64Array.of(key), 1));
    }
  });

  test("is shared by its handle", () => {
    const table = filled(0);
    const big = create(200, 0.01);
    for (let index = 0; index < 100; index++) big.add(member(index));
    const before = attach(big);
    expect(before.size).toBe(100);
    assertSameAnswers(before, big);
    for (let index = 100; index < 200; index++) big.add(member(index));
    const after = attach(big);
    expect(after.size).toBe(200);
    assertSameAnswers(after, big);
    expect(after.engine).toBe(name);
    expect(big.engine).toBe(name);
    expect(big.handle.engine).toBe(name);
    expect(after.byteLength).toBe(big.byteLength);
    const ofAnother = attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
    expect(ofAnother).toBe(0);
  });

  test("adds many keys as one by one", () => {
    const [table, plain] = [create(300, 0.01), create(300, 0.01)];
    for (const each of [table, plain]) each.add(stranger(0));
    table.addAll(series(300, member), 299);
    for (let index = 0; index < 299; index++) plain.add(member(index));
    expect(table.size).toBe(300);
    expect(table.countSetBits()).toBe(plain.countSetBits());
    assertSameAnswers(attach(table), plain);
    refusesInWords(() => table.addAll(Float64Array.of(member(299)), 1));
    expect(() => create(4, 0.01).addAll(Float64Array.of(0.5), 1)).toThrow(Error);
  });

  test("holds the keys of an index and nothing else", () => {
    const plain = filled(300);
    for (const capacity of [1, 300, 10_000]) {
      const table = create(300, 0.01);
      for (let index = 200; index < 400; index++) table.add(stranger(index));
      attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
      const index = new KeyIndex(capacity);
      for (let i = 0; i < 299; i++) index.set(member(i), i);
      table.hold(index);
      expect(table.size).toBe(299);
      expect(table.add(member(298))).toBe(false);
      expect(table.add(member(299))).toBe(true);
      expect(table.countSetBits()).toBe(plain.countSetBits());
      assertSameAnswers(attach(table), plain);
    }
  });

  test("refuses a key too many, and starts afresh when emptied", () => {
    const table = filled(100);
    refusesInWords(() => table.add(member(100)));
    expect(table.add(member(5))).toBe(false);
    const keys = series(101, member);
    const answers = new Uint8Array(101);
    expect(table.lookUpInto(keys, 101, answers)).toBe(100);
    refusesInWords(() => table.hold(keySetOf(keys)));
    table.hold(keySetOf([]));
    expect(table.size).toBe(0);
    expect(table.lookUpInto(keys, 101, answers)).toBe(0);
    expect(answers.every((answer) => answer === ABSENT)).toBe(true);
    table.add(member(100));
    const reader = attach(table);
    expect(reader.lookUpInto(keys, 101, answers)).toBe(1);
    expect(answers[100]).toBe(LISTED);
  });

  test("answers a key the same in any batch", () => {
    const table = filled(400);
    const keys = series(600, (index) => (index % 3 === 0 ? member(index / 3) : stranger(index)));
    const single = new Uint8Array(1);
    const alone = Uint8Array.from(keys, (key) => {
      table.lookUpInto(Float64Array.of(key), 1, single);
      return single[0]!;
    });
    for (const length of [1, 2, 7, 8, 9, 255, 256, 257, 512, 600]) {
      const answers = new Uint8Array(length);
      const listed = table.lookUpInto(keys, length, answers);
      const each = Array.from(alone.subarray(0, length));
      expect(Array.from(answers)).toEqual(each);
      const found = answers.filter((answer) => answer === LISTED).length;
      expect(listed).toBe(found);
    }
  });

  test("explains its answers", () => {
    const table = filled(300, 0.1);
    const answers = new Uint8Array(1);
    for (let index = 0; index < 300; index++) {
      for (const key of [member(index), stranger(index)]) {
        table.lookUpInto(Float64Array.of(key), 1, answers);
        const { words, filterSays, listed, ...probed } = table.probe(key);
        expect(probed.engine).toBe(name);
        expect(listed).toBe(answers[0] === LISTED);
        const isFilterOnly = filterSays && !listed && hasFilter;
        expect(isFilterOnly).toBe(answers[0] === FILTER_ONLY);
        expect(words.length === 0 || words.every((word) => word.set) === filterSays).toBe(true);
      }
    }
  });

  test("answers as a Set does", () => {
    const draws = new RandomStream(1, "blocklist-contract");
    for (let run = 0; run < (isSlow ? 3 : 15); run++) {
      const table = create(200, 0.05);
      const set = new Set<number>();
      for (let step = 0; step < 4; step++) {
        const at = (i: number): number => keyAt(draws, run, step * 1000 + i);
        for (let i = 0; i < 40; i++) {
          expect(table.add(at(i))).toBe(!set.has(at(i)));
          set.add(at(i));
        }
        const asked = Float64Array.from({ length: 600 }, (_, i) => at(i));
        const answers = new Uint8Array(600);
        const listed = table.lookUpInto(asked, 600, answers);
        const expected = Array.from(asked, (key) => set.has(key));
        expect([...answers].map((answer) => answer === LISTED)).toEqual(expected);
        expect(listed).toBe(expected.filter(Boolean).length);
      }
    }
  });
}
