import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { SimulationPool } from "../../src/simulation-pool.ts";
import { type SimulationOptions, simulate } from "../../src/simulation.ts";

const WORLDS = [
  ["hours=10", "population.subscribers=1000", "gangs.count=12"],
  ["hours=7", "population.subscribers=400", "gangs.count=30"],
  [
    "hours=10",
    "population.subscribers=1000",
    "gangs.count=12",
    "screening.stages.match=false",
    "warnings.enabled=false",
  ],
];

function optionsOf(world: number, batchEvents = 500): SimulationOptions {
  return { scenario: loadScenario("smoke", WORLDS[world]), seed: 1, workers: 2, batchEvents };
}

describe("a pool of workers", () => {
  let pool: SimulationPool;
  beforeAll(async () => {
    pool = await SimulationPool.start({ workers: 2 });
  });
  afterAll(() => pool.close());

  test("does one world after the other as workers of their own do each", async () => {
    for (const options of [optionsOf(0), optionsOf(1), optionsOf(0, 300), optionsOf(2), optionsOf(0)]) {
      const alone = await simulate(options);
      const { tally, episodes, warnings } = await simulate({ ...options, pool });
      expect(tally.columns).toEqual(alone.tally.columns);
      expect(episodes).toEqual(alone.episodes);
      expect(warnings).toEqual(alone.warnings);
    }
  });

  test("serves the next world when one has failed with hours under way", async () => {
    const whole = await simulate({ ...optionsOf(0), pool });
    const broken = simulate({
      ...optionsOf(0),
      pool,
      onTick: (ticks) => {
        if (ticks === 4) throw new Error("whoever watches has had enough");
      },
    });
    await expect(broken).rejects.toThrow("had enough");
    const next = await simulate({ ...optionsOf(0), pool });
    expect(next.tally.columns).toEqual(whole.tally.columns);
  });

  test("that cannot start ends the simulation with its reason", async () => {
    const workerUrl = new URL("../fixtures/no-such-worker.mjs", import.meta.url).href;
    const failing = SimulationPool.start({ workers: 1, workerUrl });
    await expect(simulate({ ...optionsOf(0), pool: failing })).rejects.toMatchObject({ code: "io" });
    await expect(simulate({ ...optionsOf(0), workerUrl })).rejects.toMatchObject({ code: "io" });
  });
});
