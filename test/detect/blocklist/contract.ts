/** What every blocklist engine must do. One list of checks; blocklist.test.ts runs it over all engines. */
import * as fc from "fast-check";
import { expect } from "vitest";
import { type Blocklist, type BlocklistTable, MAX_KEY } from "../../../src/detect/blocklist/blocklist.ts";
import { KeyIndex, keySetOf } from "../../../src/core/key-index.ts";
import { ABSENT, FILTER_ONLY, LISTED } from "../../../src/event/verdict-batch.ts";

/** An engine under the contract, and how much of it fits into a few seconds. */
export interface Contender {
  readonly name: string;
  readonly create: (capacity: number, rate: number) => BlocklistTable;
  readonly attach: (table: BlocklistTable) => Blocklist;
  /** Keys that large tables hold: added one by one, a few times over. */
  readonly keys: number;
  /** Strangers looked up at most to measure the rate of a filter. */
  readonly probes: number;
  /** Whether it has a filter, which passes a stranger now and then. Else it has a rate of 0 and sets no bits. */
  readonly filter: boolean;
}

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

function filled(contender: Contender, count: number, rate = 0.01): BlocklistTable {
  const table = contender.create(Math.max(1, count), rate);
  for (let index = 0; index < count; index++) table.add(member(index));
  return table;
}

/** Every key added is LISTED: a filter may be wrong about strangers, never about members. */
export function hasNoFalseNegative(contender: Contender): void {
  for (const rate of contender.filter ? [0.01, 0.001] : [0.01]) {
    const table = filled(contender, contender.keys, rate);
    const answers = new Uint8Array(contender.keys);
    const listed = table.lookUpInto(series(contender.keys, member), contender.keys, answers);
    expect(contender.keys - listed, "false negatives").toBe(0);
    expect(answers.every((answer) => answer === LISTED)).toBe(true);
  }
}

/** At capacity the filter passes the share of strangers that was asked for, within 20 %, and none is ever LISTED. */
export function keepsItsRate(contender: Contender, rate: number): void {
  const table = filled(contender, contender.keys, rate);
  // A thousand false positives are enough to know a rate to three hundredths of itself.
  const probes = Math.min(contender.probes, 1000 / rate);
  const chunk = 50_000;
  const answers = new Uint8Array(chunk);
  let filterOnly = 0;
  for (let from = 0; from < probes; from += chunk) {
    expect(table.lookUpInto(series(chunk, stranger, from), chunk, answers)).toBe(0);
    for (const answer of answers) if (answer === FILTER_ONLY) filterOnly++;
  }
  if (!contender.filter) {
    expect(filterOnly).toBe(0);
    expect(table.expectedRate).toBe(0);
    return;
  }
  expect(filterOnly / probes / rate).toBeGreaterThan(0.8);
  expect(filterOnly / probes / rate).toBeLessThan(1.2);
  expect(table.expectedRate / rate).toBeGreaterThan(0.9);
  expect(table.expectedRate / rate).toBeLessThan(1.1);
}

/** Bits set are those that its keys ask for, each once, and none is left when it holds nothing. */
export function countsItsSetBits(contender: Contender): void {
  for (const count of [0, 1, 2, 500]) {
    const table = filled(contender, count);
    const asked = new Set<string>();
    for (let index = 0; index < count; index++) {
      for (const { index: word, bits } of table.probe(member(index)).words) {
        for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) asked.add(`${word}:${bit}`);
      }
    }
    expect(contender.attach(table).countSetBits()).toBe(asked.size);
    expect(asked.size > 0).toBe(contender.filter && count > 0);
    table.hold(keySetOf([]));
    expect(table.countSetBits()).toBe(0);
  }
}

/** Tables of no key, one and two. */
export function worksWhenTiny(contender: Contender): void {
  for (const count of [0, 1, 2]) {
    const table = filled(contender, count);
    expect(table.size).toBe(count);
    const answers = new Uint8Array(4).fill(9);
    const listed = table.lookUpInto(Float64Array.of(member(0), member(1), member(2), 0), 4, answers);
    expect(listed).toBe(count);
    expect([...answers].map((answer) => answer === LISTED)).toEqual([count > 0, count > 1, false, false]);
    expect(table.lookUpInto(new Float64Array(0), 0, answers)).toBe(0);
  }
}

/** The least and the greatest key are keys like others. */
export function takesTheWholeRange(contender: Contender): void {
  const table = contender.create(4, 0.01);
  const extremes = Float64Array.of(0, FIRST_UNLISTABLE - 1, FIRST_DOMAIN, Number.MAX_SAFE_INTEGER - 1);
  for (const key of extremes) expect(table.add(key)).toBe(true);
  expect(table.lookUpInto(extremes, 4, new Uint8Array(4))).toBe(4);
  expect(() => table.add(-1)).toThrow(/out of range/);
  expect(() => table.add(0.5)).toThrow(/out of range/);
  expect(() => table.add(Number.NaN)).toThrow(/out of range/);
  for (const key of [FIRST_UNLISTABLE, FIRST_DOMAIN - 1]) {
    expect(() => table.add(key)).toThrow(/expected a number, a sender of up to nine letters/);
    expect(() => table.addAll(Float64Array.of(key), 1)).toThrow(/expected a number/);
  }
}

/** Keys added after look-ups are seen; a key added twice counts once. */
export function growsByAdding(contender: Contender): void {
  const table = contender.create(300, 0.01);
  const keys = series(300, member);
  const answers = new Uint8Array(300);
  for (let index = 0; index < 300; index++) {
    if (index % 50 === 0) expect(table.lookUpInto(keys, 300, answers)).toBe(index);
    expect(table.add(member(index))).toBe(true);
    expect(table.add(member(index))).toBe(false);
  }
  expect(table.size).toBe(300);
  expect(table.lookUpInto(keys, 300, answers)).toBe(300);
}

/** A reader attached by handle answers as the table does, keys added later included once it has their handle. */
export function sharesByHandle(contender: Contender): void {
  const table = filled(contender, 0);
  const big = contender.create(200, 0.01);
  for (let index = 0; index < 100; index++) big.add(member(index));
  const before = contender.attach(big);
  expect(before.size).toBe(100);
  expect(sameAnswers(before, big)).toBe(true);
  for (let index = 100; index < 200; index++) big.add(member(index));
  const after = contender.attach(big);
  expect(after.size).toBe(200);
  expect(sameAnswers(after, big)).toBe(true);
  expect(after.engine).toBe(big.engine);
  expect(after.byteLength).toBe(big.byteLength);
  expect(contender.attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1))).toBe(0);
}

function sameAnswers(one: Blocklist, other: Blocklist): boolean {
  const keys = series(1000, (index) => (index % 2 === 0 ? member(index / 2) : stranger(index)));
  const [left, right] = [new Uint8Array(1000), new Uint8Array(1000)];
  const counts = [one.lookUpInto(keys, 1000, left), other.lookUpInto(keys, 1000, right)];
  return counts[0] === counts[1] && Buffer.compare(left, right) === 0;
}

/** Many keys at once give what one by one they would, on top of what is there; none is taken where one cannot be. */
export function addsManyAtOnce(contender: Contender): void {
  const [table, plain] = [contender.create(300, 0.01), contender.create(300, 0.01)];
  for (const each of [table, plain]) each.add(stranger(0));
  table.addAll(series(300, member), 299);
  for (let index = 0; index < 299; index++) plain.add(member(index));
  expect(table.size).toBe(300);
  expect(table.countSetBits()).toBe(plain.countSetBits());
  expect(sameAnswers(contender.attach(table), plain)).toBe(true);
  expect(() => table.addAll(Float64Array.of(member(299)), 1)).toThrow(/full.*300 keys/);
  expect(() => contender.create(4, 0.01).addAll(Float64Array.of(0.5), 1)).toThrow(/out of range/);
}

/** A copy holds what the other held, for its readers too, and nothing of its own; each goes on by itself. */
export function copiesAnother(contender: Contender): void {
  const table = filled(contender, 300);
  const copy = contender.create(300, 0.01);
  for (let index = 200; index < 400; index++) copy.add(stranger(index));
  contender.attach(copy).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
  table.hold(keySetOf(series(200, member)));
  copy.copy(table);
  expect(copy.size).toBe(200);
  expect(copy.countSetBits()).toBe(table.countSetBits());
  expect(sameAnswers(contender.attach(copy), table)).toBe(true);
  table.add(member(200));
  expect(copy.add(member(201))).toBe(true);
  const answers = new Uint8Array(2);
  contender.attach(copy).lookUpInto(Float64Array.of(member(200), member(201)), 2, answers);
  expect([...answers].map((answer) => answer === LISTED)).toEqual([false, true]);
  expect(() => copy.copy(contender.create(10_000, 0.01))).toThrow(/made alike/);
}

/** It holds what an index holds, whatever room the index has, as if its keys were added one by one; and goes on. */
export function holdsAnIndex(contender: Contender): void {
  const plain = filled(contender, 300);
  for (const room of [1, 300, 10_000]) {
    const table = contender.create(300, 0.01);
    for (let index = 200; index < 400; index++) table.add(stranger(index));
    contender.attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
    const index = new KeyIndex(room);
    for (let i = 0; i < 299; i++) index.set(member(i), i);
    table.hold(index);
    expect(table.size).toBe(299);
    expect(table.add(member(298))).toBe(false);
    expect(table.add(member(299))).toBe(true);
    expect(table.countSetBits()).toBe(plain.countSetBits());
    expect(sameAnswers(contender.attach(table), plain)).toBe(true);
  }
}

/** A full table refuses, in words, and forgets nothing; emptied, it is as new, for its readers too. */
export function refusesWhenFull(contender: Contender): void {
  const table = filled(contender, 100);
  expect(() => table.add(member(100))).toThrow(/full.*100 keys/);
  expect(table.add(member(5))).toBe(false);
  const keys = series(101, member);
  const answers = new Uint8Array(101);
  expect(table.lookUpInto(keys, 101, answers)).toBe(100);
  expect(() => table.hold(keySetOf(keys))).toThrow(/full.*100 keys/);
  table.hold(keySetOf([]));
  expect(table.size).toBe(0);
  expect(table.lookUpInto(keys, 101, answers)).toBe(0);
  expect(answers.every((answer) => answer === ABSENT)).toBe(true);
  table.add(member(100));
  const reader = contender.attach(table);
  expect(reader.lookUpInto(keys, 101, answers)).toBe(1);
  expect(answers[100]).toBe(LISTED);
}

/** Batches of every length around the inner chunk give what single look-ups give. */
export function answersByKeyNotByBatch(contender: Contender): void {
  const table = filled(contender, 400);
  const keys = series(600, (index) => (index % 3 === 0 ? member(index / 3) : stranger(index)));
  const single = new Uint8Array(1);
  const alone = Uint8Array.from(keys, (key) => {
    table.lookUpInto(Float64Array.of(key), 1, single);
    return single[0]!;
  });
  for (const length of [1, 2, 7, 8, 9, 255, 256, 257, 512, 600]) {
    const answers = new Uint8Array(length);
    const listed = table.lookUpInto(keys, length, answers);
    expect(answers).toEqual(alone.slice(0, length));
    expect(listed).toBe(answers.filter((answer) => answer === LISTED).length);
  }
}

/** `probe` tells the same as `lookUpInto`, and its words explain it. */
export function explainsItself(contender: Contender): void {
  const table = filled(contender, 300, 0.1);
  const answers = new Uint8Array(1);
  for (let index = 0; index < 300; index++) {
    for (const key of [member(index), stranger(index)]) {
      table.lookUpInto(Float64Array.of(key), 1, answers);
      const { engine, words, filterSays, listed } = table.probe(key);
      expect(engine).toBe(table.engine);
      expect(listed).toBe(answers[0] === LISTED);
      expect(filterSays && !listed && contender.filter).toBe(answers[0] === FILTER_ONLY);
      if (contender.filter) expect(filterSays).toBe(words.every((word) => word.set));
    }
  }
}

/** Keys of senders that are known by a hash alone, or withheld, are refused (event/identity.ts). */
const FIRST_UNLISTABLE = 6e15;
const FIRST_DOMAIN = 8e15;

/** Over random additions and look-ups, batch by batch, a key is LISTED exactly when a Set has it. */
export function answersAsASet(contender: Contender): void {
  const key = fc.oneof(
    fc.nat(200).map(member),
    fc.nat(200).map(stranger),
    fc.maxSafeNat().filter((n) => n <= MAX_KEY && (n < FIRST_UNLISTABLE || n >= FIRST_DOMAIN)),
  );
  const step = fc.record({ added: fc.array(key, { maxLength: 40 }), asked: fc.array(key, { maxLength: 600 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      const table = contender.create(200, 0.05);
      const set = new Set<number>();
      for (const { added, asked } of steps) {
        for (const one of added) {
          expect(table.add(one)).toBe(!set.has(one));
          set.add(one);
        }
        const answers = new Uint8Array(asked.length);
        const listed = table.lookUpInto(Float64Array.from(asked), asked.length, answers);
        expect([...answers].map((answer) => answer === LISTED)).toEqual(asked.map((one) => set.has(one)));
        expect(listed).toBe(asked.filter((one) => set.has(one)).length);
      }
    }),
    { numRuns: 25 },
  );
}

/** The contract: what each check asserts, and the check. */
export const CHECKS: readonly (readonly [asserts: string, check: (contender: Contender) => void])[] = [
  ["has no false negative", hasNoFalseNegative],
  ["keeps a false-positive rate of 1 %", (contender) => keepsItsRate(contender, 0.01)],
  ["keeps a false-positive rate of 0.1 %", (contender) => keepsItsRate(contender, 0.001)],
  ["works with no key, one and two", worksWhenTiny],
  ["counts the bits that its keys set", countsItsSetBits],
  ["takes the whole range of keys and nothing else", takesTheWholeRange],
  ["grows by adding", growsByAdding],
  ["is shared by its handle", sharesByHandle],
  ["adds many keys as one by one", addsManyAtOnce],
  ["takes over what another holds", copiesAnother],
  ["holds the keys of an index and nothing else", holdsAnIndex],
  ["refuses a key too many, and starts afresh when emptied", refusesWhenFull],
  ["answers a key the same in any batch", answersByKeyNotByBatch],
  ["explains its answers", explainsItself],
  ["answers as a Set does", answersAsASet],
];
