import { expect, test } from "vitest";
import { drawAlias } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { AREA_CODES } from "../../../src/world/number-plan.ts";
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

/** How far the share of a value is from what is expected, in standard errors. */
function awayFrom(expected: number, column: Uint8Array, value: number): number {
  const share = column.filter((each) => each === value).length / column.length;
  return Math.abs(share - expected) / Math.sqrt((expected * (1 - expected)) / column.length);
}

test("subscribers live in every region alike, and each is found there", () => {
  const { region, inRegion, regionStart } = subscribersWith({});
  AREA_CODES.forEach((_, at) => {
    expect(awayFrom(1 / AREA_CODES.length, region, at)).toBeLessThan(4);
    const there = [...inRegion.subarray(regionStart[at], regionStart[at + 1])];
    expect(there).toEqual(Array.from(region.keys()).filter((subscriber) => region[subscriber] === at));
  });
});
