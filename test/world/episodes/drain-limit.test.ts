import { expect, test } from "vitest";
import { requireEnd } from "../../../src/world/episodes/drain-limit.ts";
import { timeSchema } from "../../../src/report/sections/time/schema.ts";
import { failure } from "../../report/failure.ts";

const TEN_YEARS = 87_840;
const LONGEST_SCENARIO = 24 * 366;

test("a run goes on for ten years after its last hour, and no longer", () => {
  requireEnd(6 + TEN_YEARS - 1, 6, 21);
  const refused = failure(() => requireEnd(6 + TEN_YEARS, 6, 21));
  expect(refused.code).toBe("config");
  expect(refused.message).toMatch(/within 87840 hours after the last of 6, but 21 still go on.*episodes\.hoursFactor/);
});

test("a report can hold the longest of them", () => {
  const { engaged } = timeSchema.timeline.shape;
  const [longest, longer] = [LONGEST_SCENARIO + TEN_YEARS, 2 * TEN_YEARS].map((length) =>
    Array.from({ length }, () => 0),
  );
  expect(engaged.safeParse(longest).success).toBe(true);
  expect(engaged.safeParse(longer).success).toBe(false);
});
