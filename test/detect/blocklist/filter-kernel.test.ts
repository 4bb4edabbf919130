import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_KEY } from "../../../src/detect/blocklist/blocklist.ts";
import { exactSlots, insertAllExact } from "../../../src/detect/blocklist/exact-table.ts";
import { PackedFilter } from "../../../src/detect/blocklist/packed-filter.ts";
import { BUFFERS, BUFFER_KEYS } from "../../../src/detect/blocklist/packed-layout.ts";
import { packedGeometry } from "../../../src/detect/blocklist/packed-rate.ts";
import { SECRET, seededHashKey } from "../../../src/core/key-hash.ts";
import { member, stranger } from "./keys.ts";
import { forAll } from "../../for-all.ts";

const KEYS = 100_000;
const FILTER_KEY = seededHashKey(1, "test");

function emptyFilter(rate: number): PackedFilter {
  const { blocks, bitsAWord } = packedGeometry(KEYS, rate);
  return PackedFilter.create(blocks, bitsAWord, FILTER_KEY);
}

function filterOf(rate: number): PackedFilter {
  const filter = emptyFilter(rate);
  for (let index = 0; index < KEYS; index++) filter.insert(member(index));
  return filter;
}

/** As the explanations have it: one key at a time, in JavaScript. */
function locateAll(filter: PackedFilter, keys: ArrayLike<number>): number[] {
  return Array.from(keys, (key) => (filter.locate(key).words.every(({ set }) => set) ? 1 : 0));
}

function askAll(filter: PackedFilter, keys: ArrayLike<number>): number[] {
  const answers = new Uint8Array(keys.length);
  const perhaps = filter.ask(Float64Array.from(keys), keys.length, answers);
  expect(perhaps).toBe(answers.reduce((sum, answer) => sum + answer, 0));
  return [...answers];
}

function mixed(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => (index % 3 === 0 ? member(index % KEYS) : stranger(index)));
}

describe("the kernel of the packed filter", () => {
  const filter = filterOf(0.05);

  test.each([0.1, 0.01, 0.001])("answers as one key at a time does, at a rate of %f", (rate) => {
    const asked = mixed(20_000);
    const other = filterOf(rate);
    expect(askAll(other, asked)).toEqual(locateAll(other, asked));
  });

  test("answers as one key at a time does, whatever the keys", () => {
    const key = fc.oneof(
      fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 52 - 1, 2 ** 52, MAX_KEY - 1, MAX_KEY),
      fc.maxSafeNat().map((number) => Math.min(number, MAX_KEY)),
      fc.nat({ max: KEYS - 1 }).map(member),
    );
    forAll([fc.array(key, { maxLength: 300 })], 200, (keys) => {
      expect(askAll(filter, keys)).toEqual(locateAll(filter, keys));
    });
  });

  test.each([0, 1, 3, 127, 128, 129, BUFFER_KEYS - 1, BUFFER_KEYS, BUFFER_KEYS + 1, 3 * BUFFER_KEYS + 5])(
    "answers the first %i keys and leaves the other answers alone",
    (count) => {
      const keys = mixed(count + 10);
      const answers = new Uint8Array(count + 10).fill(7);
      filter.ask(keys, count, answers);
      expect([...answers.subarray(0, count)]).toEqual(locateAll(filter, keys.subarray(0, count)));
      expect([...answers.subarray(count)]).toEqual(Array.from({ length: 10 }, () => 7));
    },
  );

  test("sees what is inserted and written anew after it was first asked, through every handle", () => {
    const written = filterOf(0.05);
    const read = PackedFilter.attach(structuredClone(written.handle));
    const late = Float64Array.from({ length: 200 }, (_, index) => stranger(1_000_000 + index));
    expect(askAll(read, late)).not.toEqual(Array.from(late, () => 1));
    for (const key of late) written.insert(key);
    expect(askAll(read, late)).toEqual(Array.from(late, () => 1));
    written.hold(new Float64Array(8));
    expect(askAll(read, late)).toEqual(Array.from(late, () => 0));
  });

  test.each([0, 1, BUFFER_KEYS / 2, BUFFER_KEYS / 2 + 1, 3 * BUFFER_KEYS + 5])(
    "comes to hold the %i keys of an exact table as if they were inserted one by one, and nothing else",
    (count) => {
      const keys = Float64Array.from({ length: count }, (_, index) => (index === 0 ? MAX_KEY - 1 : member(index)));
      const slots = new Float64Array(exactSlots(count));
      insertAllExact(slots, SECRET, keys, count);
      const [held, singly] = [filterOf(0.01), emptyFilter(0.01)];
      held.hold(slots);
      for (const key of keys) singly.insert(key);
      expect(held.countSetBits()).toBe(singly.countSetBits());
      expect(askAll(held, mixed(5000))).toEqual(locateAll(singly, mixed(5000)));
    },
  );

  test.each([0, 1, 127, 128, 129, BUFFER_KEYS, BUFFER_KEYS + 1, 3 * BUFFER_KEYS + 5])(
    "inserts the first %i keys as one by one they would be, whatever the keys",
    (count) => {
      const extremes = [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 52 - 1, 2 ** 52, MAX_KEY - 1, MAX_KEY];
      const keys = Float64Array.from([...extremes, ...mixed(count + 10)]);
      const [together, singly] = [emptyFilter(0.01), emptyFilter(0.01)];
      together.insertAll(keys, count);
      for (const key of keys.subarray(0, count)) singly.insert(key);
      expect(together.countSetBits()).toBe(singly.countSetBits());
      expect(askAll(together, keys)).toEqual(locateAll(singly, keys));
    },
  );

  test("is done without, and answers the same, where all buffers are other threads'", () => {
    const crowded = filterOf(0.05);
    const { memory } = crowded.handle;
    if (memory instanceof SharedArrayBuffer) throw new Error("a filter of this size lies in a memory of WebAssembly");
    const owners = new Int32Array(memory.buffer, crowded.byteLength, BUFFERS);
    owners.fill(-1);
    const asked = mixed(5000);
    expect(askAll(crowded, asked)).toEqual(locateAll(crowded, asked));
    const late = Float64Array.from({ length: 200 }, (_, index) => stranger(1_000_000 + index));
    crowded.insertAll(late, 200);
    expect(askAll(crowded, late)).toEqual(Array.from(late, () => 1));
    const slots = new Float64Array(exactSlots(200));
    insertAllExact(slots, SECRET, late, 200);
    crowded.hold(slots);
    expect(askAll(crowded, [...late, ...asked]).slice(0, 200)).toEqual(Array.from(late, () => 1));
    expect(askAll(crowded, asked)).toEqual(locateAll(crowded, asked));
    expect([...owners].every((owner) => owner === -1)).toBe(true);
  });

  test("takes one buffer a thread, however often the thread attaches", () => {
    const shared = filterOf(0.05);
    const { memory } = shared.handle;
    if (memory instanceof SharedArrayBuffer) throw new Error("a filter of this size lies in a memory of WebAssembly");
    for (let i = 0; i < 5; i++) askAll(PackedFilter.attach(structuredClone(shared.handle)), mixed(10));
    const owners = new Int32Array(memory.buffer, shared.byteLength, BUFFERS);
    expect([...owners].filter((owner) => owner !== 0)).toHaveLength(1);
  });
});
