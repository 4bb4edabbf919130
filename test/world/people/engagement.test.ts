import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { DIURNAL } from "../../../src/world/traffic/calendar.ts";
import { leadTarget } from "../../../src/world/gangs/leads.ts";
import { Engagement } from "../../../src/world/people/engagement.ts";
import { SUBSCRIBERS, testScenario } from "../episodes.ts";

const TARGETS = 10_000;
const scenario = testScenario({ episodes: { messageTakesHold: 0.1, callTakesHold: 0.2 }, publicity: { reach: 0 } });
const { typologies } = scenario.gangs;

/** Share of contacts that take hold, over typologies and hours as gangs use them and over the population. */
function meanShare(engagement: Engagement, kind: number): number {
  let [held, total] = [0, 0];
  TYPOLOGIES.forEach((name, typology) => {
    for (let target = 0; target < TARGETS; target++) {
      const hour = target % 24;
      const weight = typologies[name] * DIURNAL.fraud[hour]!;
      const ageBand = SUBSCRIBERS.ageBand[target % SUBSCRIBERS.count]!;
      total += weight;
      if (engagement.takesHold(typology, target, typology, target, ageBand, kind, hour * HOUR_MS)) held += weight;
    }
  });
  return held / total;
}

test("a first contact takes hold as often as the scenario says", () => {
  const engagement = new Engagement(scenario, 1);
  expect(Math.abs(meanShare(engagement, KIND_MESSAGE) / 0.1 - 1)).toBeLessThan(0.05);
  expect(Math.abs(meanShare(engagement, KIND_CALL) / 0.2 - 1)).toBeLessThan(0.05);
});

test("a first contact that takes hold does so too where more take hold", () => {
  const [few, many] = [0.1, 0.15].map(
    (messageTakesHold) => new Engagement(testScenario({ episodes: { messageTakesHold }, publicity: { reach: 0 } }), 1),
  );
  let [fewHeld, manyHeld, onlyFew] = [0, 0, 0];
  for (let target = 0; target < TARGETS; target++) {
    const held = few!.takesHold(1, target, 0, target, 2, KIND_MESSAGE, 12 * HOUR_MS);
    const alsoHeld = many!.takesHold(1, target, 0, target, 2, KIND_MESSAGE, 12 * HOUR_MS);
    if (held && !alsoHeld) onlyFew++;
    if (held) fewHeld++;
    if (alsoHeld) manyHeld++;
  }
  expect(onlyFew).toBe(0);
  expect(fewHeld).toBeLessThan(manyHeld);
});

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
