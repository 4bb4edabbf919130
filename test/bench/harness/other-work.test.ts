import { availableParallelism, cpus } from "node:os";
import { expect, test } from "vitest";
import { crowdedBy, othersBetween } from "../../../bench/harness/other-work.ts";

const cores = cpus().length;

test("what others keep busy is what all cores were, but for this process", () => {
  const from = { atMs: 1000, allMs: 500, ownMs: 200 };
  expect(othersBetween(from, { atMs: 3000, allMs: 4500, ownMs: 1200 })).toBe(1.5);
  // Both are counted in ticks of their own.
  expect(othersBetween(from, { atMs: 3000, allMs: 600, ownMs: 400 })).toBe(0);
});

test("others crowd out who wants more cores than they leave, give or take a tenth", () => {
  expect(crowdedBy(0, availableParallelism())).toBeNull();
  expect(crowdedBy(cores - 0.91, 1)).toBeNull();
  expect(crowdedBy(cores - 0.5, 1)).toBe(
    `other work kept ${(cores - 0.5).toFixed(2)} of ${cores} cores busy meanwhile`,
  );
  // More threads than cores take turns among themselves.
  expect(crowdedBy(cores - availableParallelism(), 1000)).toBeNull();
});
