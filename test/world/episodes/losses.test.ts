import { HOUR_MS } from "../../../src/core/time.ts";
import { describe, expect, test } from "vitest";
import { TYPOLOGIES, type Typology } from "../../../src/event/taxonomy.ts";
import { Engagement } from "../../../src/world/people/engagement.ts";
import { KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { LOSS_SIGMA, Losses } from "../../../src/world/episodes/losses.ts";
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

  test("come to a third from investment, while a third of cases are brushing", () => {
    const engagement = new Engagement(scenario, 1);
    const cases = TYPOLOGIES.map((name, typology) => {
      let held = 0;
      for (let target = 0; target < 40_000; target++) {
        const ageBand = SUBSCRIBERS.ageBand[target % SUBSCRIBERS.count]!;
        if (engagement.takesHold(0, target, typology, target, ageBand, KIND_MESSAGE, 9 * HOUR_MS)) held++;
      }
      return held * typologies[name];
    });
    const money = cases.map((count, i) => count * means[i]!);
    expect(Math.abs(shareOf(money, "investment") - 1 / 3)).toBeLessThan(0.03);
    expect(Math.abs(shareOf(cases, "brushing") - 1 / 3)).toBeLessThan(0.03);
  });

  test("spread: most are small, and a few make up the mean", () => {
    const losses = new Losses(scenario, 1);
    const COUNT = 8000;
    const yuan = Array.from({ length: COUNT }, (_, target) => losses.lossYuan(0, target, 0, 1)).toSorted(
      (a, b) => a - b,
    );
    const [low, high] = [0.1587, 0.8413].map((at) => yuan[Math.floor(at * COUNT)]!);
    expect(Math.abs(Math.log(high! / low!) / 2 / LOSS_SIGMA - 1)).toBeLessThan(0.06);
  });

  test("are whole yuan, at least 1", () => {
    const small = new Losses(testScenario({ episodes: { meanLossYuan: 1 } }), 1);
    for (let target = 0; target < 1000; target++) {
      const lossYuan = small.lossYuan(0, target, 6, 0);
      expect(Number.isInteger(lossYuan) && lossYuan >= 1).toBe(true);
    }
  });
});

function shareOf(values: readonly number[], name: Typology): number {
  return values[TYPOLOGIES.indexOf(name)]! / values.reduce((sum, value) => sum + value, 0);
}
