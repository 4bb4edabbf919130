import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/core/heap.ts";

test("a heap gives back what a sorted list would, and shows what comes first", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(null)), { maxLength: 100 }), (steps) => {
      const heap = new Heap<number>((a, b) => a < b);
      let list: number[] = [];
      for (const step of steps) {
        const [found, expected] = step === null ? [heap.take(), list.shift()] : [undefined, undefined];
        if (step !== null) {
          heap.add(step);
          list = [...list, step].toSorted((a, b) => a - b);
        }
        expect(found).toBe(expected);
        expect(heap.first).toBe(list[0]);
        expect(heap.size).toBe(list.length);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});
