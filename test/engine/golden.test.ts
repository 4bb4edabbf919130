import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

/**
 * The figures of the smoke scenario, seed 1. They move only with a decision that was wrong before, or with the world
 * itself; CHANGELOG.md says which, and why.
 */
test("the smoke scenario has the digest on record", async () => {
  const report = await runSmall([]);
  expect(report.digest).toBe("5c459ed60f17ff22");
  expect(report.events.total).toBe(295_373);
});
