/**
 * What every shipped blocklist engine does: nothing that is listed is missed, and the errors of a filter stay within
 * what was promised.
 */
import { ABSENT, FILTER_ONLY, LISTED } from "../../../src/detect/blocklist/found.ts";
import assert from "node:assert/strict";
import { RingfenceError } from "../../../src/core/errors.ts";
import { SECRET } from "../../../src/core/key-hash.ts";
import { KeyIndex, keySetOf } from "../../../src/core/key-index.ts";
import { RandomStream, below } from "../../../src/core/random.ts";
import type { Blocklist, BlocklistEngine, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";

/** As much as fits into a few seconds. */
const FAST = { keys: 100_000, probes: 2_000_000 };
const SLOW = { keys: 5000, probes: 300_000 };

/** Name and function of each check. */
export function everyCheck(engine: BlocklistEngine): (readonly [name: string, run: () => void])[] {
  const contender: Contender = {
    create: (capacity, falsePositiveRate) => engine.create({ capacity, falsePositiveRate, hashKey: SECRET }),
    attach: (table) => engine.attach(structuredClone(table.handle)),
    engine,
    ...(engine.isSlow ? SLOW : FAST),
  };
  return CHECKS.map(([name, check]) => [name, () => check(contender)]);
}

interface Contender {
  readonly engine: BlocklistEngine;
  readonly create: (capacity: number, rate: number) => BlocklistTable;
  readonly attach: (table: BlocklistTable) => Blocklist;
  readonly keys: number;
  readonly probes: number;
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

function refuses(act: () => unknown, what: string): void {
  assert.throws(act, (error) => error instanceof Error, `expected an error: ${what}`);
}

/** As tableFull and assertKey throw it. */
function refusesInWords(act: () => unknown, what: string): void {
  assert.throws(act, isOurs, `expected a RingfenceError of code "config" (tableFull, assertKey): ${what}`);
}

function isOurs(error: unknown): boolean {
  return error instanceof RingfenceError && error.code === "config";
}

/** Every key added is LISTED: a filter may be wrong about strangers, never about members. */
function hasNoFalseNegative(contender: Contender): void {
  for (const rate of contender.engine.hasFilter ? [0.01, 0.001] : [0.01]) {
    const table = filled(contender, contender.keys, rate);
    const answers = new Uint8Array(contender.keys);
    const listed = table.lookUpInto(series(contender.keys, member), contender.keys, answers);
    const asked = `of ${contender.keys} keys that were added, by lookUpInto`;
    assert.equal(listed, contender.keys, `listed ${asked}`);
    assert.equal(answers.filter((answer) => answer === LISTED).length, contender.keys, `answers LISTED ${asked}`);
  }
}

/** At capacity the filter passes no more than the share of strangers that was asked for, and none is ever LISTED. */
function keepsItsRate(contender: Contender, rate: number): void {
  const table = filled(contender, contender.keys, rate);
  // A thousand false positives are enough to know a rate to three hundredths of itself.
  const probes = Math.min(contender.probes, 1000 / rate);
  const chunk = 10_000;
  const answers = new Uint8Array(chunk);
  let filterOnly = 0;
  for (let from = 0; from < probes; from += chunk) {
    assert.equal(
      table.lookUpInto(series(chunk, stranger, from), chunk, answers),
      0,
      "listed of keys that were never added",
    );
    for (const answer of answers) if (answer === FILTER_ONLY) filterOnly++;
  }
  if (!contender.engine.hasFilter) {
    assert.equal(filterOnly, 0, "FILTER_ONLY answers of an engine without a filter");
    assert.equal(table.expectedRate, 0, "expectedRate of an engine without a filter");
    return;
  }
  // And what chance adds where few were looked up: four standard deviations.
  const most = rate * 1.2 + 4 * Math.sqrt(rate / probes);
  assert.ok(
    filterOnly / probes < most,
    `expected a false-positive rate of ${rate} when full, found ${filterOnly / probes} over ${probes} look-ups`,
  );
  const { expectedRate } = table;
  assert.ok(
    expectedRate > 0 && expectedRate < rate * 1.1,
    `expected an expectedRate above 0 and at most ${rate} when full, found ${expectedRate}`,
  );
}

/** Bits set are those that its keys ask for, each once, and none is left when it holds nothing. */
function countsItsSetBits(contender: Contender): void {
  for (const count of [0, 1, 2, 500]) {
    const table = filled(contender, count);
    const asked = new Set<string>();
    for (let index = 0; index < count; index++) {
      for (const { index: word, bits } of table.probe(member(index)).words) {
        for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) asked.add(`${word}:${bit}`);
      }
    }
    assert.equal(contender.attach(table).countSetBits(), asked.size, `countSetBits of a reader, ${count} keys`);
    const hasBits = table.filterBits > 0 && count > 0;
    assert.equal(
      asked.size > 0,
      hasBits,
      `whether probe shows words, as filterBits is ${table.filterBits}, ${count} keys`,
    );
    table.hold(keySetOf([]));
    assert.equal(table.countSetBits(), 0, "countSetBits after it was to hold nothing");
  }
}

/** Tables of no key, one and two. */
function worksWhenTiny(contender: Contender): void {
  for (const count of [0, 1, 2]) {
    const table = filled(contender, count);
    assert.equal(table.size, count, `size after ${count} keys were added`);
    const answers = new Uint8Array(4).fill(9);
    const listed = table.lookUpInto(Float64Array.of(member(0), member(1), member(2), 0), 4, answers);
    assert.equal(listed, count, `listed of 4 keys, as lookUpInto returns it, with ${count} in the table`);
    assert.deepEqual(
      [...answers].map((answer) => answer === LISTED),
      [count > 0, count > 1, false, false],
      `which of 4 keys are LISTED, with ${count} in the table`,
    );
    assert.equal(table.lookUpInto(new Float64Array(0), 0, answers), 0, "listed of no keys");
  }
}

/** Keys of senders that are known by a hash alone, or withheld, are refused (event/identity.ts). */
const FIRST_UNLISTABLE = 6e15;
const FIRST_DOMAIN = 8e15;

/** The least and the greatest key are keys like others. */
function takesTheWholeRange(contender: Contender): void {
  const table = contender.create(4, 0.01);
  const extremes = Float64Array.of(0, FIRST_UNLISTABLE - 1, FIRST_DOMAIN, Number.MAX_SAFE_INTEGER - 1);
  for (const key of extremes) assert.equal(table.add(key), true, `add of ${key}, which is new`);
  assert.equal(table.lookUpInto(extremes, 4, new Uint8Array(4)), 4, `listed of the keys ${extremes.join(", ")}`);
  for (const key of [-1, 0.5, Number.NaN]) refuses(() => table.add(key), `${key} is added`);
  for (const key of [FIRST_UNLISTABLE, FIRST_DOMAIN - 1]) {
    refusesInWords(() => table.add(key), `${key} is added, which others can share`);
    refusesInWords(() => table.addAll(Float64Array.of(key), 1), `${key} is added, which others can share`);
  }
}

/** Keys added after look-ups are seen; a key added twice counts once. */
function growsByAdding(contender: Contender): void {
  const table = contender.create(300, 0.01);
  const keys = series(300, member);
  const answers = new Uint8Array(300);
  for (let index = 0; index < 300; index++) {
    if (index % 50 === 0) assert.equal(table.lookUpInto(keys, 300, answers), index, `listed after ${index} keys`);
    assert.equal(table.add(member(index)), true, "add of a key that is new");
    assert.equal(table.add(member(index)), false, "add of a key that is there");
  }
  assert.equal(table.size, 300, "size after 300 keys were added twice");
  assert.equal(table.lookUpInto(keys, 300, answers), 300, "listed of 300 keys that were added");
}

/** A reader attached by handle answers as the table does, keys added later included once it has their handle. */
function sharesByHandle(contender: Contender): void {
  const table = filled(contender, 0);
  const big = contender.create(200, 0.01);
  for (let index = 0; index < 100; index++) big.add(member(index));
  const before = contender.attach(big);
  assert.equal(before.size, 100, "size of a reader attached to the handle of 100 keys");
  assertSameAnswers(before, big);
  for (let index = 100; index < 200; index++) big.add(member(index));
  const after = contender.attach(big);
  assert.equal(after.size, 200, "size of a reader attached to the handle of 200 keys");
  assertSameAnswers(after, big);
  assert.equal(after.engine, contender.engine.name, "engine of a reader");
  assert.equal(big.engine, contender.engine.name, "engine of a table");
  assert.equal(big.handle.engine, contender.engine.name, "engine of a handle");
  assert.equal(after.byteLength, big.byteLength, "byteLength of a reader, as that of the table");
  const ofAnother = contender.attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
  assert.equal(ofAnother, 0, "listed of one key, by a reader of another, empty table");
}

/** In what is listed; and, of a filter with bits to show, in its errors too. */
function assertSameAnswers(one: Blocklist, other: Blocklist): void {
  const keys = series(1000, (index) => (index % 2 === 0 ? member(index / 2) : stranger(index)));
  const [left, right] = [new Uint8Array(1000), new Uint8Array(1000)];
  const listed = other.lookUpInto(keys, 1000, right);
  assert.equal(
    one.lookUpInto(keys, 1000, left),
    listed,
    "listed of 1000 keys, as another table of the same keys has it",
  );
  const isWhole = one.filterBits > 0;
  const answersOf = (answers: Uint8Array): readonly unknown[] =>
    isWhole ? [...answers] : [...answers].map((answer) => answer === LISTED);
  assert.deepEqual(
    answersOf(left),
    answersOf(right),
    "answers to 1000 keys, as another table of the same keys has them",
  );
}

/** Many keys at once give what one by one they would, on top of what is there; none is taken where one cannot be. */
function addsManyAtOnce(contender: Contender): void {
  const [table, plain] = [contender.create(300, 0.01), contender.create(300, 0.01)];
  for (const each of [table, plain]) each.add(stranger(0));
  table.addAll(series(300, member), 299);
  for (let index = 0; index < 299; index++) plain.add(member(index));
  assert.equal(table.size, 300, "size after add and addAll of 300 keys");
  assert.equal(table.countSetBits(), plain.countSetBits(), "countSetBits after addAll, as after add one by one");
  assertSameAnswers(contender.attach(table), plain);
  refusesInWords(() => table.addAll(Float64Array.of(member(299)), 1), "a key more than it has room for is added");
  refuses(() => contender.create(4, 0.01).addAll(Float64Array.of(0.5), 1), "0.5 is added");
}

/** It holds what an index holds, whatever room the index has, as if its keys were added one by one; and goes on. */
function holdsAnIndex(contender: Contender): void {
  const plain = filled(contender, 300);
  for (const capacity of [1, 300, 10_000]) {
    const table = contender.create(300, 0.01);
    for (let index = 200; index < 400; index++) table.add(stranger(index));
    contender.attach(table).lookUpInto(Float64Array.of(member(0)), 1, new Uint8Array(1));
    const index = new KeyIndex(capacity);
    for (let i = 0; i < 299; i++) index.set(member(i), i);
    table.hold(index);
    assert.equal(table.size, 299, "size after hold of an index with 299 keys");
    assert.equal(table.add(member(298)), false, "add after hold, of a key that the index had");
    assert.equal(table.add(member(299)), true, "add after hold, of a key that is new");
    assert.equal(table.countSetBits(), plain.countSetBits(), "countSetBits after hold, as after add one by one");
    assertSameAnswers(contender.attach(table), plain);
  }
}

/** A full table refuses, in words, and forgets nothing; emptied, it is as new, for its readers too. */
function refusesWhenFull(contender: Contender): void {
  const table = filled(contender, 100);
  refusesInWords(() => table.add(member(100)), "a key more than it has room for is added");
  assert.equal(table.add(member(5)), false, "add to a full table, of a key that is there");
  const keys = series(101, member);
  const answers = new Uint8Array(101);
  assert.equal(table.lookUpInto(keys, 101, answers), 100, "listed of 101 keys, in a full table of 100");
  refusesInWords(() => table.hold(keySetOf(keys)), "it is to hold more keys than it has room for");
  table.hold(keySetOf([]));
  assert.equal(table.size, 0, "size of a table that was emptied");
  assert.equal(table.lookUpInto(keys, 101, answers), 0, "listed in a table that was emptied");
  assert.ok(
    answers.every((answer) => answer === ABSENT),
    "expected ABSENT of every key in a table that was emptied, found others",
  );
  table.add(member(100));
  const reader = contender.attach(table);
  assert.equal(
    reader.lookUpInto(keys, 101, answers),
    1,
    "listed by a reader, of the one key added after all were taken out",
  );
  assert.equal(answers[100], LISTED, "answer to that key");
}

/** Batches of every length around the inner chunk give what single look-ups give. */
function answersByKeyNotByBatch(contender: Contender): void {
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
    const each = Array.from(alone.subarray(0, length));
    assert.deepEqual(Array.from(answers), each, `answers to ${length} keys at once, as one by one`);
    const found = answers.filter((answer) => answer === LISTED).length;
    assert.equal(listed, found, `listed of ${length} keys, as lookUpInto returns it beside its answers`);
  }
}

/** `probe` tells the same as `lookUpInto`, and its words, where it has any, explain it. */
function explainsItself(contender: Contender): void {
  const table = filled(contender, 300, 0.1);
  const answers = new Uint8Array(1);
  for (let index = 0; index < 300; index++) {
    for (const key of [member(index), stranger(index)]) {
      table.lookUpInto(Float64Array.of(key), 1, answers);
      const { engine, words, filterSays, listed } = table.probe(key);
      assert.equal(engine, contender.engine.name, "engine of a probe");
      assert.equal(listed, answers[0] === LISTED, `listed by probe(${key}), as by lookUpInto`);
      const isFilterOnly = filterSays && !listed && contender.engine.hasFilter;
      assert.equal(
        isFilterOnly,
        answers[0] === FILTER_ONLY,
        `filterSays and not listed by probe(${key}), as by lookUpInto`,
      );
      if (words.length > 0)
        assert.equal(
          filterSays,
          words.every((word) => word.set),
          `filterSays by probe(${key}), as all of its words are set`,
        );
    }
  }
}

/** Over random additions and look-ups, batch by batch, a key is LISTED exactly when a Set has it. */
function answersAsASet(contender: Contender): void {
  const draws = new RandomStream(1, "blocklist-contract");
  for (let run = 0; run < 25; run++) {
    const table = contender.create(200, 0.05);
    const set = new Set<number>();
    for (let step = 0; step < 4; step++) {
      const at = (i: number): number => keyAt(draws, run, step * 1000 + i);
      for (let i = 0; i < 40; i++) {
        assert.equal(table.add(at(i)), !set.has(at(i)), `add of ${at(i)}, as a Set takes it for new`);
        set.add(at(i));
      }
      const asked = Float64Array.from({ length: 600 }, (_, i) => at(i));
      const answers = new Uint8Array(600);
      const listed = table.lookUpInto(asked, 600, answers);
      const expected = Array.from(asked, (key) => set.has(key));
      assert.deepEqual(
        [...answers].map((answer) => answer === LISTED),
        expected,
        "LISTED of 600 random keys, as a Set has them",
      );
      assert.equal(listed, expected.filter(Boolean).length, "listed of 600 random keys, as a Set has them");
    }
  }
}

function keyAt(draws: RandomStream, run: number, i: number): number {
  const [kind, high, low] = draws.draw(run, i);
  if (kind! % 3 === 0) return member(below(low!, 200));
  if (kind! % 3 === 1) return stranger(below(low!, 200));
  return below(high!, 2) * FIRST_DOMAIN + below(high!, 200_000) * 2 ** 32 + low!;
}

const CHECKS: readonly (readonly [asserts: string, check: (contender: Contender) => void])[] = [
  ["has no false negative", hasNoFalseNegative],
  ["keeps a false-positive rate of 1 %", (contender) => keepsItsRate(contender, 0.01)],
  ["keeps a false-positive rate of 0.1 %", (contender) => keepsItsRate(contender, 0.001)],
  ["works with no key, one and two", worksWhenTiny],
  ["counts the bits that its keys set", countsItsSetBits],
  ["takes the whole range of keys and nothing else", takesTheWholeRange],
  ["grows by adding", growsByAdding],
  ["is shared by its handle", sharesByHandle],
  ["adds many keys as one by one", addsManyAtOnce],
  ["holds the keys of an index and nothing else", holdsAnIndex],
  ["refuses a key too many, and starts afresh when emptied", refusesWhenFull],
  ["answers a key the same in any batch", answersByKeyNotByBatch],
  ["explains its answers", explainsItself],
  ["answers as a Set does", answersAsASet],
];
