import { expect, test } from "vitest";
import { drawAlias } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { type Subscribers, makeSubscribers } from "../../../src/world/people/subscribers.ts";
import { testScenario } from "../episodes.ts";

const COUNT = 20_000;

function subscribersWith(population: object): Subscribers {
  return makeSubscribers(testScenario({ population: { subscribers: COUNT, ...population } }), 1);
}

test("subscribers stand on lists alike, or the less alike the larger the deviation", () => {
  const draws = new RandomStream(1, "test");
  const reached = [0, 1, 2].map((exposureSigma) => {
    const { byExposure } = subscribersWith({ exposureSigma });
    const draw = ([column, word]: Uint32Array): number => drawAlias(byExposure, column!, word!);
    return new Set(Array.from({ length: COUNT }, (_, i) => draw(draws.draw(i, 0)))).size / COUNT;
  });
  // Of as many draws as people, 1 - 1 / e are reached where all are alike.
  expect(reached[0]).toBeCloseTo(0.63, 1);
  expect(reached[1]).toBeLessThan(reached[0]! - 0.05);
  expect(reached[2]).toBeLessThan(reached[1]! - 0.05);
});
