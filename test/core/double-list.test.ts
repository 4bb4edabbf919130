import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DoubleList } from "../../src/core/double-list.ts";

test("holds what is pushed, in order, whenever it was cleared before", () => {
  const list = new DoubleList();
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 300, size: "max" }), (numbers) => {
      list.clear();
      for (const number of numbers) list.push(number);
      expect(list.length).toBe(numbers.length);
      expect([...list.values.subarray(0, list.length)]).toEqual(numbers);
    }),
  );
});
