import { expect, test } from "vitest";
import { timeLeft, timeLeftOf } from "../../../bench/harness/time-left.ts";

test("the time left is what the parts that are done took, for each that is not, in whole minutes", () => {
  // Three of nine parts took five minutes.
  expect(timeLeftOf(performance.now() - 5 * 60_000, 3, 9)).toBe(", about 10 min left");
  expect(timeLeftOf(performance.now(), 0, 9)).toBe("");
  expect([timeLeft(29_000), timeLeft(31_000)]).toEqual(["", ", about 1 min left"]);
});
