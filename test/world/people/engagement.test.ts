import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../src/core/time.ts";
import { KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { Engagement } from "../../../src/world/people/engagement.ts";
import { testScenario } from "../episodes.ts";
import { Publicity } from "../../../src/world/people/publicity.ts";

const TARGETS = 20_000;

test("a first contact takes hold more often in the evening", () => {
  const episodes = { messageTakesHold: 0.1 };
  const engagement = new Engagement(testScenario({ episodes, publicity: { reach: 0 } }), 1);
  const held = (hour: number): number =>
    Array.from({ length: TARGETS }, (_, subscriber) => subscriber).filter((subscriber) =>
      engagement.takesHold(1, subscriber, 1, subscriber, 2, KIND_MESSAGE, hour * HOUR_MS),
    ).length;
  expect(held(20) / held(12)).toBeCloseTo(1.12 / 0.98, 1);
});

/** Engaged of so many first contacts on that day, at noon. */
function engagedOn(day: number, publicity: object): number {
  const scenario = testScenario({ episodes: { messageTakesHold: 0.2 }, publicity });
  const engagement = new Engagement(scenario, 1);
  let engaged = 0;
  for (let target = 0; target < TARGETS; target++) {
    if (engagement.takesHold(1, target, 0, target, 2, KIND_MESSAGE, (day + 0.5) * DAY_MS)) engaged++;
  }
  return engaged;
}

test("publicity that reaches everybody with a factor of a half halves engagements while it works, and not after", () => {
  const wave = { reach: 1, factor: 0.5 };
  const none = engagedOn(0, { reach: 0 });
  expect(none).toBeGreaterThan(4000);
  for (const day of [0, 6, 14, 20]) expect(Math.abs(engagedOn(day, wave) / none - 0.5)).toBeLessThan(0.03);
  for (const day of [7, 13, 21]) expect(engagedOn(day, wave)).toBe(none);
});

test("a wave of publicity works until its days are over, and not a moment longer", () => {
  const wave = new Publicity(testScenario({ publicity: { reach: 1, factor: 0.5 } }), 1);
  const moments = [0, 7 * DAY_MS - 1, 7 * DAY_MS, 14 * DAY_MS - 1, 14 * DAY_MS];
  expect(moments.map((timeMs) => wave.factorAt(7, timeMs))).toEqual([0.5, 0.5, 1, 1, 0.5]);
});

test("publicity reaches a share anew with each wave", () => {
  const waves = new Publicity(testScenario({ publicity: { reach: 0.3, factor: 0.5 } }), 1);
  const reachedAt = (day: number): number[] =>
    Array.from({ length: TARGETS }, (_, i) => i).filter((subscriber) => waves.factorAt(subscriber, day * DAY_MS) < 1);
  const [first, second] = [reachedAt(0.5), reachedAt(14.5)];
  expect(Math.abs(first.length / TARGETS - 0.3)).toBeLessThan(0.02);
  expect(Math.abs(second.length / TARGETS - 0.3)).toBeLessThan(0.02);
  const both = second.filter((subscriber) => waves.factorAt(subscriber, 0.5 * DAY_MS) < 1).length;
  expect(Math.abs(both / TARGETS - 0.09)).toBeLessThan(0.02);
});
