import { expect, test } from "vitest";
import { requireEnd } from "../../../src/world/episodes/episode-table.ts";
import { failure } from "../../report/failure.ts";

const TEN_YEARS = 87_840;

test("a run goes on for ten years after its last hour, and no longer", () => {
  requireEnd(6 + TEN_YEARS - 1, 6, 21);
  const refused = failure(() => requireEnd(6 + TEN_YEARS, 6, 21));
  expect(refused.code).toBe("config");
  expect(refused.message).toMatch(/within 87840 hours after the last of 6, but 21 still go on.*episodes\.hoursFactor/);
});
