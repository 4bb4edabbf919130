import { BroadcastChannel } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { digestRun } from "../../src/report/head.ts";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { warmPool } from "./warm-pool.ts";

/** Episodes end soon. */
const SMALL = ["population.subscribers=1000", "gangs.count=12", "gangs.callsPerDay=1500", "episodes.hoursFactor=0.1"];

test("a worker that fails for good ends the run with its reason", async () => {
  const workerUrl = new URL("../fixtures/failing-pipeline.mjs", import.meta.url).href;
  const scenario = loadScenario("smoke", [...SMALL, "hours=8"]);
  const run = simulate({ scenario, seed: 1, workers: 2, batchEvents: 5, workerUrl });
  await expect(run).rejects.toThrow("the sixth share");
});

test("workers that die half-way, again and again, change nothing in what a run comes to", async () => {
  // Each worker dies of every fifth hour.
  const scenario = loadScenario("smoke", [...SMALL, "hours=6"]);
  const run = { scenario, seed: 1, workers: 2, batchEvents: 60 };
  const workerUrl = new URL("../fixtures/dying-pipeline.mjs", import.meta.url).href;
  const [whole, broken] = [await simulate({ ...run, pool: warmPool(2) }), await simulate({ ...run, workerUrl })];
  expect(broken.tally.columns).toEqual(whole.tally.columns);
  expect(broken.episodes).toEqual(whole.episodes);
  expect(broken.planned).toBe(whole.planned);
});

/**
 * Two workers, each of which hangs at its third share; those that take their places do not. `sign` is given for each.
 */
async function startHanging(sign: () => void, workerDeadlineSeconds?: number): Promise<SimulationPool> {
  const channel = new BroadcastChannel("ringfence-test-hanging");
  channel.addEventListener("message", sign);
  onTestFinished(() => channel.close());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("RINGFENCE_TEST_THREADS", "hanging");
  const workerUrl = new URL("../fixtures/late-pipeline.mjs", import.meta.url).href;
  const pool = await SimulationPool.start({ workers: 2, workerUrl, workerDeadlineSeconds });
  onTestFinished(() => pool.close());
  vi.unstubAllEnvs();
  return pool;
}

test("workers that hang half-way are ended, and change nothing in what a run comes to", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  let hanging = 0;
  // The second of the deadline is over for the other too: what it was at is tried again, at most twice.
  const pool = await startHanging(() => {
    hanging++;
    vi.advanceTimersByTime(2000);
  }, 1);
  const run = { scenario: loadScenario("smoke", [...SMALL, "hours=4"]), seed: 1, workers: 2, batchEvents: 60 };
  const [whole, broken] = [await simulate({ ...run, pool: warmPool(2) }), await simulate({ ...run, pool })];
  expect(hanging).toBeGreaterThan(0);
  expect(digestRun(broken.tally, broken)).toBe(digestRun(whole.tally, whole));
  expect(broken.tally.columns).toEqual(whole.tally.columns);
  expect(broken.planned).toBe(whole.planned);
});
