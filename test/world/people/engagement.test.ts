import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { leadTarget } from "../../../src/world/gangs/leads.ts";
import { Engagement } from "../../../src/world/people/engagement.ts";
import { testScenario } from "../episodes.ts";

const TARGETS = 10_000;

test("a first contact takes hold more often with somebody who was cheated before, and in the evening", () => {
  const episodes = { messageTakesHold: 0.1 };
  const engagement = new Engagement(testScenario({ episodes, publicity: { reach: 0 } }), 1);
  const held = (hour: number, targetOf = (subscriber: number) => subscriber): number =>
    Array.from({ length: TARGETS }, (_, subscriber) => subscriber).filter((subscriber) =>
      engagement.takesHold(1, targetOf(subscriber), 1, subscriber, 2, KIND_MESSAGE, hour * HOUR_MS),
    ).length;
  expect(Math.abs(held(12, (subscriber) => leadTarget(subscriber, 0)) / held(12) - 3)).toBeLessThan(0.3);
  expect(held(20) / held(12)).toBeCloseTo(1.12 / 0.98, 1);
});
