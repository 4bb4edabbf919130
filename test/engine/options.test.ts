import { describe, expect, test } from "vitest";
import { simulateArms } from "../../src/study/variants/arms.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { SimulationPool, withPool } from "../../src/engine/simulation-pool.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { gatherParticipants } from "../../src/engine/loop/participants.ts";
import { prepareScene } from "../../src/engine/loop/scene.ts";

const GOOD = { scenario: loadScenario("smoke", ["hours=1"]), seed: 1, workers: 1 };

describe("a simulation refuses, and says what it expects and found,", () => {
  test.each([
    ["seed", 1.5, "0 to 4294967295"],
    ["seed", 2 ** 32, "0 to 4294967295"],
    ["workers", 0, "1 to 256"],
    ["workers", 257, "1 to 256"],
    ["batchEvents", 0, "1 to 131072"],
    ["batchEvents", 131_073, "1 to 131072"],
  ])("%s = %d", async (name, value, range) => {
    const expected = { code: "usage", message: `${name}: expected a whole number from ${range}, but found ${value}` };
    const options = { ...GOOD, [name]: value };
    await expect(simulate(options)).rejects.toMatchObject(expected);
    await expect(simulateArms({ ...options, counterfactual: false })).rejects.toMatchObject(expected);
  });

  test.each([0, 0.9, 86_401, Number.NaN])("workers that may be silent for %d s", async (workerDeadlineSeconds) => {
    const message = `workerDeadlineSeconds: expected a number from 1 to 86400, but found ${workerDeadlineSeconds}`;
    await expect(simulate({ ...GOOD, workerDeadlineSeconds })).rejects.toMatchObject({ code: "usage", message });
    await expect(SimulationPool.start({ workers: 1, workerDeadlineSeconds })).rejects.toMatchObject({ message });
  });

  test.each([0, 1.5])("a pool of %d workers", async (workers) => {
    const expected = { code: "usage", message: expect.stringContaining(`1 to 256, but found ${workers}`) };
    await expect(SimulationPool.start({ workers })).rejects.toMatchObject(expected);
    await expect(withPool({ workers }, () => Promise.resolve())).rejects.toMatchObject(expected);
  });
});

/** A world in which everybody has something to do. */
const FULL = ["population.subscribers=300", "operators.delayHours=4", "banks.enabled=true"];

test("participants have names of their own, and none states what another states", async () => {
  const scene = await prepareScene({ scenario: loadScenario("smoke", FULL), seed: 1 });
  const participants = gatherParticipants(scene, true);
  expect(new Set(participants.map(({ name }) => name)).size).toBe(participants.length);
  const stated = participants.flatMap((one) => Object.keys(one.statement?.(0) ?? {}));
  expect(new Set(stated).size).toBe(stated.length);
});

test("the crackdown traces nobody where no cards are traded", async () => {
  const scenario = loadScenario("smoke", [
    "population.subscribers=300",
    "crackdown.enabled=true",
    "cards.traded=false",
  ]);
  expect((await prepareScene({ scenario, seed: 1 })).world.trade).toBe(null);
});
