import { expect, test } from "vitest";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { Losses } from "../../../src/world/episodes/payments.ts";
import { testScenario } from "../episodes.ts";

test("losses are at least 1 yuan, and go at once where the first transfer is all or nothing of them", () => {
  const small = new Losses(testScenario({ episodes: { meanLossYuan: 1 } }), 1);
  expect(Math.min(...Array.from({ length: 1000 }, (_, target) => small.lossYuan(0, target, 6, 0)))).toBe(1);
  const firsts = [0, 1, 0.3].map((firstTransferShare) => {
    const losses = new Losses(testScenario({ episodes: { firstTransferShare } }), 1);
    return Math.max(...TYPOLOGIES.map((_, typology) => losses.firstYuan(100, typology)));
  });
  expect(firsts).toEqual([0, 0, 30]);
});
