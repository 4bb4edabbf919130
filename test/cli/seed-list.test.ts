import { expect, test } from "vitest";
import { parseSeeds, seedWords } from "../../src/cli/seed-list.ts";

test("seeds are read as they are typed, and written as short as they can be", () => {
  expect(parseSeeds("3,7, 101-103")).toEqual([3, 7, 101, 102, 103]);
  expect(seedWords([3, 7, 101, 102, 103])).toBe("3,7,101-103");
});

test.each([
  ["1-3,2", "each seed once, but found 2 twice"],
  ["4-2", 'but found "4-2"'],
  ["1,,2", 'but found ""'],
  ["-1", 'but found "-1"'],
  ["1.5", 'but found "1.5"'],
  ["0-99999", "at most 10000 seeds"],
])("%s is refused", (written, message) => {
  expect(() => parseSeeds(written)).toThrow(message);
});
