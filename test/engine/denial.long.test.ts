import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

const SEEDS = [101, 102];

/** Kept of effective warnings in ten days of the default scenario, over all seeds. */
async function success(victimDenies: number): Promise<number> {
  let [kept, effective] = [0, 0];
  for (const seed of SEEDS) {
    const settings = ["hours=240", `replies.victimDenies=${victimDenies}`];
    const { warnings } = await runSmall(settings, { scenario: "platform-2020", seed, workers: 2 });
    kept += warnings.kept;
    effective += warnings.effective;
  }
  expect(effective).toBeGreaterThan(8000);
  return kept / effective;
}

test("success falls by five points where nearly all victims deny, beside where few do", async () => {
  const [few, many] = [await success(0.02), await success(0.97)];
  expect(few - many).toBeGreaterThan(0.05);
}, 300_000);
