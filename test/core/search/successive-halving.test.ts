import { expect, test } from "vitest";
import { bestByHalving, type Try } from "../../../src/core/search/successive-halving.ts";

/** From 3 on all are as good. */
function measure(tries: readonly Try<number>[]): Promise<number[]> {
  return Promise.resolve(tries.map(({ candidate }) => (candidate < 3 ? 0 : 1)));
}

test("of candidates that are as good, successive halving keeps the earliest", async () => {
  const candidates = [1, 2, 3, 4, 5, 6, 7];
  expect(await bestByHalving({ candidates, budget: 60, repeats: 4, measure })).toBe(3);
});
