import { expect, test } from "vitest";
import { EngagedTargets } from "../../src/dataset/engaged-targets.ts";

test("targets were engaged whose episode is under way, or began and ended since the last look, or ended before", () => {
  const engaged = new EngagedTargets();
  const ended = [{ gang: 1, target: 7 }];
  engaged.note([{ gang: 0, target: 3 }], ended);
  ended.push({ gang: 0, target: 3 }, { gang: 2, target: 9 });
  engaged.note([], ended);
  const asked = [0, 1, 2].flatMap((gang) => [3, 7, 9].map((target) => [gang, target] as const));
  expect(asked.filter(([gang, target]) => engaged.has(gang, target))).toEqual([
    [0, 3],
    [1, 7],
    [2, 9],
  ]);
});
