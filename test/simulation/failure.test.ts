import { expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { simulate } from "../../src/simulation.ts";

test.each([5, 100, 4096])(
  "a worker that fails for good ends the run with its reason, in batches of %d",
  async (batchEvents) => {
    const workerUrl = new URL("../fixtures/failing-pipeline.mjs", import.meta.url).href;
    const scenario = loadScenario("smoke", ["hours=12"]);
    const run = simulate({ scenario, seed: 1, workers: 2, batchEvents, workerUrl });
    await expect(run).rejects.toThrow(RingfenceError);
    await expect(run).rejects.toMatchObject({ code: "io", message: expect.stringContaining("the sixth share") });
  },
);

test("workers that die half-way, again and again, change nothing in what a run comes to", async () => {
  const scenario = loadScenario("smoke", ["hours=8"]);
  const run = { scenario, seed: 1, workers: 2, batchEvents: 60 };
  const workerUrl = new URL("../fixtures/dying-pipeline.mjs", import.meta.url).href;
  const [whole, broken] = [await simulate(run), await simulate({ ...run, workerUrl })];
  expect(broken.tally.columns).toEqual(whole.tally.columns);
  expect(broken.episodes).toEqual(whole.episodes);
  expect(broken.planned).toBe(whole.planned);
});
