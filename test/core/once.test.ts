/** What is made once for a batch. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { prepared } from "../../src/core/once.ts";
import { forAll } from "../for-all.ts";

const BATCHES = ["first", "second"].map((name) => ({ name }));

test("is always what would be made now, and made anew for another batch alone", () => {
  const batch = fc.constantFrom(...BATCHES);
  forAll([fc.array(fc.tuple(batch, batch))], 100, (asked) => {
    let made = 0;
    const pairOf = prepared((one: { name: string }, other: { name: string }) => `${++made} ${one.name} ${other.name}`);
    let changes = 0;
    asked.forEach(([one, other], i) => {
      const before = asked[i - 1];
      if (before?.[0] !== one || before[1] !== other) changes++;
      expect(pairOf(one, other)).toBe(`${changes} ${one.name} ${other.name}`);
    });
  });
});
