/** The participants of the loop, and the story that simulation.ts tells of them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gatherParticipants } from "../../../src/engine/loop/participants.ts";
import { prepareScene } from "../../../src/engine/loop/scene.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const PHASES = ["start", "settle", "conclude"] as const;

/** By phase, the names in the comment at the head of simulation.ts. */
function told(): Record<string, string[]> {
  const source = readFileSync(new URL("../../../src/engine/simulation.ts", import.meta.url), "utf8");
  const phases: Record<string, string[]> = {};
  let phase = "";
  for (const line of source.slice(0, source.indexOf("*/")).split("\n")) {
    const [, begins, name] = /^ \* {5}(?:(start|settle|conclude)\(t\) *| {12})([a-z]+)\b/.exec(line) ?? [];
    if (begins) phase = begins;
    if (name) (phases[phase] ??= []).push(name);
  }
  return phases;
}

/** A world in which everybody has something to do. */
const FULL = ["population.subscribers=300", "cards.traded=true", "operators.delayHours=4", "banks.enabled=true"];

test("participants act in the order that the head of simulation.ts tells, and it names all of them", async () => {
  const scene = await prepareScene({ scenario: loadScenario("smoke", FULL), seed: 1 });
  const participants = gatherParticipants(scene, false);
  const acting = PHASES.map((phase) => [phase, participants.filter((one) => one[phase]).map(({ name }) => name)]);
  expect(told()).toEqual(Object.fromEntries(acting));
});

test("participants have names of their own, and none states what another states", async () => {
  const scene = await prepareScene({ scenario: loadScenario("smoke", FULL), seed: 1 });
  const participants = gatherParticipants(scene, true);
  expect(new Set(participants.map(({ name }) => name)).size).toBe(participants.length);
  const stated = participants.flatMap((one) => Object.keys(one.statement?.(0) ?? {}));
  expect(new Set(stated).size).toBe(stated.length);
});
