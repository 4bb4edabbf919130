/** A pool whose workers do not come up again. */
import { expect, onTestFinished, test, vi } from "vitest";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "./warm-pool.ts";

test("workers whose successors end as they load end the run with that; the same pool does the next when they do so no more", async () => {
  const workerUrl = new URL("../fixtures/late-pipeline.mjs", import.meta.url).href;
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("RINGFENCE_TEST_THREADS", "ending");
  const pool = await SimulationPool.start({ workers: 2, workerUrl });
  onTestFinished(() => pool.close());
  const run = {
    scenario: loadScenario("smoke", ["hours=4", "episodes.hoursFactor=0.1"]),
    seed: 1,
    workers: 2,
    batchEvents: 60,
  };
  vi.stubEnv("RINGFENCE_TEST_THREADS", "broken");
  await expect(simulate({ ...run, pool })).rejects.toMatchObject({
    code: "io",
    message: expect.stringMatching(/a worker did not start: worker exited with code: 7/),
  });
  vi.unstubAllEnvs();
  const [whole, next] = [await simulate({ ...run, pool: warmPool(2) }), await simulate({ ...run, pool })];
  expect(next.tally.columns).toEqual(whole.tally.columns);
  expect(next.episodes).toEqual(whole.episodes);
});
