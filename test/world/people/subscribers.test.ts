import { expect, test } from "vitest";
import { AREA_CODES } from "../../../src/world/number-plan.ts";
import { type Subscribers, makeSubscribers } from "../../../src/world/people/subscribers.ts";
import { testScenario } from "../episodes.ts";

const COUNT = 20_000;

function subscribersWith(population: object): Subscribers {
  return makeSubscribers(testScenario({ population: { subscribers: COUNT, ...population } }), 1);
}

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
