import { expect, test } from "vitest";
import { measureAllocation } from "../../../bench/pipeline/allocation.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

// Functions that run once a share are optimised after some hundreds of them: 1.01 bytes after 200, 0.7 after 500.
test("a worker allocates less than a byte for an event once its code is optimised", async () => {
  const scenario = loadScenario("platform-2020");
  const { measurement } = await measureAllocation({ scenario, seed: 1, warmUpPasses: 500, passes: 12, isTarget: true });
  expect(measurement!.value).toBeLessThan(1);
}, 120_000);
