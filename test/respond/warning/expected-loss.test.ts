import { expect, test } from "vitest";
import { expectedLossYuan } from "../../../src/respond/warning/expected-loss.ts";

test("the older are believed to have more to lose than the young, up to the age of 65", () => {
  const believed = [0, 1, 2, 3].map((ageBand) => expectedLossYuan(ageBand));
  expect(believed).toEqual(believed.toSorted((a, b) => a - b));
  expect(new Set(believed).size).toBe(4);
  expect(expectedLossYuan(4)).toBeGreaterThan(believed[1]!);
  expect(Math.min(...believed)).toBeGreaterThan(0);
});
