import { expect, test } from "vitest";
import { measureAllocation } from "../../../bench/pipeline/allocation.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

// It was 0.61 to 1.33 in runs of one day. Functions that run once a share are optimised after some hundred of them.
test("a worker allocates about a byte for an event once its code is optimised", async () => {
  const scenario = loadScenario("platform-2020");
  const { measurement } = await measureAllocation({ scenario, seed: 1, warmUpPasses: 200, passes: 12, isTarget: true });
  expect(measurement!.value).toBeLessThan(1.5);
}, 120_000);
