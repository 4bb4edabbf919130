import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SLICE, SLICE_WORDS, SOURCE_BENIGN, countPlanned, cutSlices } from "../../src/world/slice.ts";
import { slice } from "./small-world.ts";
import { forAll } from "../for-all.ts";

const slices = fc.array(
  fc
    .record({
      source: fc.constantFrom(SOURCE_BENIGN, 1),
      index: fc.integer({ min: 0, max: 4999 }),
      first: fc.integer({ min: 0, max: 100_000 }),
      count: fc.integer({ min: 0, max: 40 }),
      step: fc.integer({ min: 0, max: 7 }),
      attempt: fc.integer({ min: 0, max: 99 }),
      message: fc.integer({ min: -7201, max: 500 }),
      campaign: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
      offsetMs: fc.integer({ min: -1, max: 3_599_999 }),
    })
    .map((fields) => slice(fields)),
  { maxLength: 8 },
);

/** One line for each event of the slices: all that makes it. */
function eventsOf(words: ArrayLike<number>): string[] {
  const events: string[] = [];
  for (let at = 0; at < words.length; at += SLICE_WORDS) {
    const fields = Array.from({ length: SLICE_WORDS }, (_, i) => words[at + i]!);
    const { [SLICE.first]: first, [SLICE.count]: count, ...rest } = fields;
    for (let i = 0; i < count!; i++) events.push(`${JSON.stringify(rest)} ordinal ${first! + i}`);
  }
  return events;
}

function countOf(batch: Int32Array): number {
  let count = 0;
  for (let at = 0; at < batch.length; at += SLICE_WORDS) count += batch[at + SLICE.count]!;
  return count;
}

test("cutting slices into batches keeps every event, once, in order, whatever the capacity", () => {
  forAll([slices, fc.integer({ min: 1, max: 60 })], 80, (plan, capacity) => {
    const batches = cutSlices(plan, capacity);
    expect(batches.flatMap((batch) => eventsOf(batch))).toEqual(plan.flatMap((each) => eventsOf(each)));
  });
});

test("cutting slices into batches does not mind how many slices lie in one array", () => {
  forAll([slices, slices, fc.integer({ min: 1, max: 60 })], 40, (some, others, capacity) => {
    const plan = [some, others].map((each) => Int32Array.from(each.flatMap((words) => [...words])));
    expect(countPlanned(plan)).toBe(countPlanned([...some, ...others]));
    expect(cutSlices(plan, capacity)).toEqual(cutSlices([...some, ...others], capacity));
  });
});

test("cutting slices into batches fills every batch but the last, and none beyond its capacity", () => {
  forAll([slices, fc.integer({ min: 1, max: 60 })], 80, (plan, capacity) => {
    const counts = cutSlices(plan, capacity).map(countOf);
    expect(counts.slice(0, -1).every((count) => count === capacity)).toBe(true);
    expect(counts.every((count) => count > 0 && count <= capacity)).toBe(true);
  });
});

test("cutting slices into batches gives none of no events, and leaves the plan as it was", () => {
  expect(cutSlices([], 10)).toEqual([]);
  expect(cutSlices([slice({ count: 0 })], 10)).toEqual([]);
  const plan = [slice({ index: 1, first: 5, count: 9 })];
  const before = plan.map((each) => [...each]);
  cutSlices(plan, 4);
  expect(plan.map((each) => [...each])).toEqual(before);
});
