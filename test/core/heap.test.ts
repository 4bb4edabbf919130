import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/core/heap.ts";

/** What is added: a rank, of few so that there are equals, and a tie. Null takes. */
const step = fc.option(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.double({ noNaN: true })), { freq: 3 });

test("a heap gives back what a sorted list would, and says how its first item ranks", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const heap = new Heap<string>();
      let list: [number, number][] = [];
      for (const added of steps) {
        const [found, expected] = added === null ? [heap.take(), list.shift()] : [undefined, undefined];
        expect(found).toBe(expected?.join());
        if (added !== null) {
          heap.add(...added, added.join());
          list = [...list, added].toSorted(([a, c], [b, d]) => a - b || Number(c > d) - Number(c < d));
        }
        expect(heap.leastRank).toBe(list[0]?.[0] ?? Infinity);
        expect(heap.size).toBe(list.length);
      }
    }),
    { numRuns: 300 },
  );
});
