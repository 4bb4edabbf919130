import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { leadTarget } from "../../../src/world/gangs/leads.ts";
import { Engagement } from "../../../src/world/people/engagement.ts";
import { testScenario } from "../episodes.ts";

const TARGETS = 10_000;

test("a first contact takes hold more often with somebody who was cheated before", () => {
  const episodes = { messageTakesHold: 0.1 };
  const engagement = new Engagement(testScenario({ episodes, publicity: { reach: 0 } }), 1);
  const held = (targetOf: (subscriber: number) => number): number =>
    Array.from({ length: TARGETS }, (_, subscriber) => subscriber).filter((subscriber) =>
      engagement.takesHold(1, targetOf(subscriber), 1, subscriber, 2, KIND_MESSAGE, 12 * HOUR_MS),
    ).length;
  expect(Math.abs(held((subscriber) => leadTarget(subscriber, 0)) / held((subscriber) => subscriber) - 3)).toBeLessThan(
    0.3,
  );
});
