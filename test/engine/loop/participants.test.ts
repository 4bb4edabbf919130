import { expect, test } from "vitest";
import { gatherParticipants } from "../../../src/engine/loop/participants.ts";
import { prepareScene } from "../../../src/engine/loop/scene.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

/** A world in which everybody has something to do. */
const FULL = ["population.subscribers=300", "cards.traded=true", "operators.delayHours=4", "banks.enabled=true"];

test("participants have names of their own, and none states what another states", async () => {
  const scene = await prepareScene({ scenario: loadScenario("smoke", FULL), seed: 1 });
  const participants = gatherParticipants(scene, true);
  expect(new Set(participants.map(({ name }) => name)).size).toBe(participants.length);
  const stated = participants.flatMap((one) => Object.keys(one.statement?.(0) ?? {}));
  expect(new Set(stated).size).toBe(stated.length);
});

test("the crackdown traces nobody where no cards are traded", async () => {
  const scenario = loadScenario("smoke", ["population.subscribers=300", "crackdown.enabled=true"]);
  expect((await prepareScene({ scenario, seed: 1 })).world.trade).toBe(null);
});
