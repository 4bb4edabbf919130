import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { warmPool } from "./warm-pool.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { WorkerOutput } from "../../src/engine/worker-output.ts";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "../../src/engine/simulation.ts";

const QUICK = ["blocklist.initialEntries=50", "templates.initial=20", "episodes.hoursFactor=0.02"];
const WORLDS = [
  ["hours=2", "population.subscribers=300", "gangs.count=12"],
  ["hours=1", "population.subscribers=400", "gangs.count=20"],
  ["hours=2", "population.subscribers=300", "gangs.count=12", "screening.stages.match=false"],
].map((settings) => [...settings, ...QUICK]);

const EVERY_EVENT = ["hours=2", "population.subscribers=1000", "gangs.count=12", "report.sampleEvery=1", ...QUICK];

function optionsOf(world: number, batchEvents = 500): SimulationOptions {
  return { scenario: loadScenario("smoke", WORLDS[world]), seed: 1, workers: 2, batchEvents };
}

const alone = new Map<number, Promise<SimulationResult>>();

/** What one worker comes to, which does each world once: workers and batches change nothing. */
function simulateAlone(world: number): Promise<SimulationResult> {
  const known = alone.get(world) ?? simulate({ ...optionsOf(world), workers: 1, pool: warmPool(1) });
  alone.set(world, known);
  return known;
}

describe("a pool of workers", () => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await SimulationPool.start({ workers: 2 });
  });
  afterAll(() => pool.close());

  test("does one world after the other as another does each", async () => {
    // In another order.
    for (const world of [2, 1, 0]) await simulateAlone(world);
    for (const [world, batchEvents] of [[0], [1], [0, 300], [2]] as const) {
      const expected = await simulateAlone(world);
      const { tally, episodes, warnings } = await simulate({ ...optionsOf(world, batchEvents), pool });
      expect(tally.columns).toEqual(expected.tally.columns);
      expect(episodes).toEqual(expected.episodes);
      expect(warnings).toEqual(expected.warnings);
    }
  });

  test("has nothing under way of a world that failed, though shares of it were to be handed out again", async () => {
    // All events are kept, so that an output is full after some batches.
    const scenario = loadScenario("smoke", EVERY_EVENT);
    // A used pool has larger ones.
    const single = await SimulationPool.start({ workers: 1 });
    onTestFinished(() => single.close());
    const options = { scenario, seed: 1, workers: 1, batchEvents: 8, pool: single };
    const whole = await simulate(options);
    let outputs = 0;
    const onTally = (): void => {
      if (++outputs === 4) throw new Error("the reader has had enough");
    };
    const observer = { onTally, onSettled: () => Promise.resolve(), onConcluded: () => {} };
    await expect(simulate({ ...options, observer })).rejects.toThrow("had enough");
    const sharesAtEnd = outputs;
    const next = await simulate(options);
    expect(outputs).toBe(sharesAtEnd);
    expect(next.tally.columns).toEqual(whole.tally.columns);
  });

  test("does one world at a time, and says so to whoever wants another", async () => {
    const expected = await simulateAlone(0);
    const first = simulate({ ...optionsOf(0), pool });
    await expect(simulate({ ...optionsOf(1), pool })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("one simulation at a time"),
    });
    expect((await first).tally.columns).toEqual(expected.tally.columns);
    expect((await simulate({ ...optionsOf(0), pool })).tally.columns).toEqual(expected.tally.columns);
  });

  test("is free, and does what it did, when a simulation came to nothing for want of memory", async () => {
    const whole = await simulateAlone(0);
    const allocate = vi.spyOn(WorkerOutput, "allocate").mockImplementationOnce(() => {
      throw new RangeError("no memory is left");
    });
    onTestFinished(() => allocate.mockRestore());
    await expect(simulate({ ...optionsOf(1), pool })).rejects.toThrow("no memory is left");
    // Once more of the same shape: it must not be given the memory of another.
    const { tally } = await simulate({ ...optionsOf(1), pool });
    expect(tally.columns).toEqual((await simulateAlone(1)).tally.columns);
    expect((await simulate({ ...optionsOf(0), pool })).tally.columns).toEqual(whole.tally.columns);
  });

  test("of another size than is asked for is refused, and stays as it was", async () => {
    const wrong = simulate({ ...optionsOf(1), workers: 3, pool });
    await expect(wrong).rejects.toMatchObject({ code: "usage" });
    expect((await simulate({ ...optionsOf(1), pool })).ticks).toBeGreaterThan(0);
  });

  test("that cannot start ends the simulation with its reason", async () => {
    const workerUrl = new URL("../fixtures/no-such-worker.mjs", import.meta.url).href;
    const failing = SimulationPool.start({ workers: 1, workerUrl });
    await expect(simulate({ ...optionsOf(0), pool: failing })).rejects.toMatchObject({ code: "io" });
    await expect(simulate({ ...optionsOf(0), workerUrl })).rejects.toMatchObject({ code: "io" });
  });
});
