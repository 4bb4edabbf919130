import { expect, test } from "vitest";
import { MAX_SEED } from "../../src/core/random.ts";
import { checkSeeds } from "../../src/study/check-seeds.ts";

test("seeds are whole numbers, each there once", () => {
  expect(() => checkSeeds([0, 7, MAX_SEED])).not.toThrow();
  const refused: readonly (readonly [number[], string])[] = [
    [[], "found none"],
    [[1, 2, 1], "seed 1 is there twice"],
    [[1.5], "found 1.5"],
    [[-1], "found -1"],
    [[MAX_SEED + 1], `found ${MAX_SEED + 1}`],
  ];
  for (const [seeds, message] of refused) expect(() => checkSeeds(seeds)).toThrow(message);
});
