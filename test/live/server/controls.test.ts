import { describe, expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { RunningCounts } from "../../../src/metrics/running-counts.ts";
import { loadScenario, shippedScenarios } from "../../../src/scenario/file.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { CONTROLS, controlDefaults, idleControls, settingsFor } from "../../../src/live/server/controls.ts";
import { simulate } from "../../../src/engine/simulation.ts";
import { warmPool } from "../../engine/warm-pool.ts";

describe("controls", () => {
  test("at what a scenario has anyway set nothing, in every shipped scenario", () => {
    for (const name of shippedScenarios()) {
      const scenario = loadScenario(name);
      expect(settingsFor(controlDefaults(scenario), scenario)).toEqual([]);
    }
  });

  test("can be at either end of their ranges, and leave the other controls where they are", () => {
    const before = controlDefaults(loadScenario("classroom"));
    for (const { key, min, max } of CONTROLS) {
      for (const value of [min, max]) {
        const settings = settingsFor({ [key]: value }, loadScenario("classroom"));
        const { [key]: reached, ...others } = controlDefaults(loadScenario("classroom", settings));
        expect([key, reached]).toEqual([key, expect.closeTo(value, 3)]);
        expect(before).toMatchObject(others);
      }
    }
  });

  test("keep the levels of warnings in order, whatever threshold they are given", () => {
    expect(levelsAt(0.05)).toEqual([0.05, 1.8, 2.6]);
    expect(levelsAt(2)).toEqual([2, 2, 2.6]);
    expect(levelsAt(2.5, "warnings.high=1.95")).toEqual([2.5, 2.5, 2.5]);
  });

  test("put obfuscation into rungs from plain on", () => {
    const scenario = loadScenario("classroom");
    const weights = (level: number) => settingsFor({ obfuscation: level }, scenario);
    expect(weights(0)).toEqual(["gangs.obfuscation=[1,0,0,0,0,0]"]);
    expect(weights(1.5)).toEqual(["gangs.obfuscation=[1,1,0.5,0,0,0]"]);
    expect(weights(5)).toEqual(["gangs.obfuscation=[1,1,1,1,1,1]"]);
    expect(weights(5.5)).toEqual(["gangs.obfuscation=[0.5,0.5,0.5,0.5,1,1]"]);
    expect(weights(6)).toEqual(["gangs.obfuscation=[0,0,0,0,1,1]"]);
  });

  test("cannot weigh fraud against benign traffic where there is none of either", () => {
    const noFraud = loadScenario("classroom", ["gangs.count=0"]);
    expect(controlDefaults(noFraud).prevalence).toBe(0);
    expect(() => settingsFor({ prevalence: 0.1 }, noFraud)).toThrow(/has no fraud to weigh/);
  });

  test("make a share of benign events and first contacts fraud", async () => {
    const prevalence = 0.3;
    const scenario = loadScenario("classroom");
    const settings = settingsFor({ prevalence }, scenario);
    // Nobody is taken in, so that there are first contacts alone.
    const contacts = ["episodes.messageTakesHold=0", "episodes.callTakesHold=0"];
    const quiet = loadScenario("classroom", [...settings, ...contacts, "hours=24", "gangs.count=16"]);
    const { tally } = await simulate({ scenario: quiet, seed: 3, workers: 1, pool: warmPool(1) });
    const counts = new RunningCounts();
    counts.addTally(tally);
    const events = counts.generated[KIND_CALL]! + counts.generated[KIND_MESSAGE]!;
    const fraud = counts.fraud.reduce((sum, count) => sum + count, 0);
    expect(fraud / events).toBeGreaterThan(prevalence * 0.92);
    expect(fraud / events).toBeLessThan(prevalence * 1.08);
  });

  test("that are idle in a scenario change nothing of what it comes to", async () => {
    const small = ["hours=4", "population.subscribers=500", "gangs.count=20"];
    const scenario = loadScenario("no-defences", small);
    const idle = idleControls(scenario);
    expect(idle).toHaveLength(9);
    const turned = Object.fromEntries(
      CONTROLS.filter(({ key }) => idle.includes(key)).map(({ key, min, max }) => [
        key,
        min === controlDefaults(scenario)[key] ? max : min,
      ]),
    );
    const settings = settingsFor(turned, scenario);
    expect(settings).toHaveLength(idle.length);
    expect(await comeTo(loadScenario("no-defences", [...small, ...settings]))).toEqual(await comeTo(scenario));
  });
});

/** Levels of warnings in a scenario with these settings, once the threshold is turned. */
function levelsAt(warningThreshold: number, ...settings: string[]): number[] {
  const turned = settingsFor({ warningThreshold }, loadScenario("smoke", settings));
  const { low, medium, high } = loadScenario("smoke", [...settings, ...turned]).warnings;
  return [low, medium, high];
}

/** Everything that is shown of a run. */
async function comeTo(scenario: Scenario): Promise<unknown> {
  const { tally, episodes, warnings } = await simulate({ scenario, seed: 3, workers: 1, pool: warmPool(1) });
  const counts = new RunningCounts();
  counts.addTally(tally);
  return { fraud: counts.fraud, benign: counts.benign, episodes, warnings };
}
