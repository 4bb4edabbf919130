import { describe, expect, test } from "vitest";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { Losses } from "../../../src/world/episodes/payments.ts";
import { SUBSCRIBERS, testScenario } from "../episodes.ts";

const scenario = testScenario({});
const { typologies } = scenario.gangs;
const totalWeight = TYPOLOGIES.reduce((sum, name) => sum + typologies[name], 0);

/** Mean loss of a typology over the ages of the population. */
function meanLoss(losses: Losses, typology: number, targets = 40_000): number {
  let sum = 0;
  for (let target = 0; target < targets; target++) {
    sum += losses.lossYuan(typology, target, typology, SUBSCRIBERS.ageBand[target % SUBSCRIBERS.count]!);
  }
  return sum / targets;
}

describe("losses", () => {
  const means = TYPOLOGIES.map((_, typology) => meanLoss(new Losses(scenario, 1), typology));

  test("have the scenario's mean over its gangs", () => {
    const mean = TYPOLOGIES.reduce((sum, name, i) => sum + (typologies[name] / totalWeight) * means[i]!, 0);
    expect(Math.abs(mean / scenario.episodes.meanLossYuan - 1)).toBeLessThan(0.03);
    const others = Object.fromEntries(TYPOLOGIES.map((name) => [name, 0]));
    const alone = testScenario({ gangs: { typologies: { ...others, shopping: 1 } } });
    const shopping = meanLoss(new Losses(alone, 2), TYPOLOGIES.indexOf("shopping"));
    expect(Math.abs(shopping / scenario.episodes.meanLossYuan - 1)).toBeLessThan(0.04);
  });

  test("are whole yuan, at least 1", () => {
    const small = new Losses(testScenario({ episodes: { meanLossYuan: 1 } }), 1);
    for (let target = 0; target < 1000; target++) {
      const lossYuan = small.lossYuan(0, target, 6, 0);
      expect(Number.isInteger(lossYuan) && lossYuan >= 1).toBe(true);
    }
  });
});
