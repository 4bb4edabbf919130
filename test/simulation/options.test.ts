import { describe, expect, test } from "vitest";
import { simulateArms } from "../../src/arms.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { SimulationPool, withPool } from "../../src/simulation-pool.ts";
import { simulate } from "../../src/simulation.ts";
import { warmPool } from "./warm-pool.ts";

const GOOD = { scenario: loadScenario("smoke", ["hours=1"]), seed: 1, workers: 1 };

describe("a simulation refuses, and says what it expects and found,", () => {
  test.each([
    ["seed", -1, "0 to 4294967295"],
    ["seed", 1.5, "0 to 4294967295"],
    ["seed", Number.NaN, "0 to 4294967295"],
    ["seed", 2 ** 32, "0 to 4294967295"],
    ["workers", 0, "1 to 256"],
    ["workers", 1.5, "1 to 256"],
    ["workers", Number.NaN, "1 to 256"],
    ["workers", 257, "1 to 256"],
    ["batchEvents", 0, "1 to 131072"],
    ["batchEvents", 0.5, "1 to 131072"],
    ["batchEvents", 131_073, "1 to 131072"],
  ])("%s = %d", async (name, value, range) => {
    const expected = { code: "usage", message: `${name}: expected a whole number from ${range}, but found ${value}` };
    const options = { ...GOOD, [name]: value };
    await expect(simulate(options)).rejects.toMatchObject(expected);
    await expect(simulateArms({ ...options, counterfactual: false })).rejects.toMatchObject(expected);
  });

  test.each([0, 1.5, Number.NaN])("a pool of %d workers", async (workers) => {
    const expected = { code: "usage", message: expect.stringContaining(`1 to 256, but found ${workers}`) };
    await expect(SimulationPool.start({ workers })).rejects.toMatchObject(expected);
    await expect(withPool({ workers }, () => Promise.resolve())).rejects.toMatchObject(expected);
  });
});

test("a run whose episodes would go on for years is refused, by the settings that make them last", async () => {
  const scenario = loadScenario("smoke", [
    "hours=6",
    "population.subscribers=500",
    "gangs.count=4",
    "warnings.enabled=false",
    "screening.stages.classify=false",
    "episodes.transferHours=2000",
    "episodes.transferSigma=0",
    "episodes.hoursFactor=25",
    "episodes.stageSigma=0",
    "episodes.attempts=1",
    "episodes.textTakesHold=1",
  ]);
  await expect(simulate({ ...GOOD, scenario, fraudOnly: true, pool: warmPool(1) })).rejects.toMatchObject({
    code: "config",
    message: expect.stringMatching(/within 8784 hours after the last of 6, but \d+ still go on.*episodes\.hoursFactor/),
  });
});
