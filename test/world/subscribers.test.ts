import { expect, test } from "vitest";
import { AREA_CODES } from "../../src/world/number-plan.ts";
import { type Subscribers, makeSubscribers } from "../../src/world/subscribers.ts";
import { LANGUAGE_EN } from "../../src/world/text/phrase-bank.ts";
import { testScenario } from "./episodes.ts";

const COUNT = 20_000;

function subscribersWith(population: object): Subscribers {
  return makeSubscribers(testScenario({ population: { subscribers: COUNT, ...population } }), 1);
}

function expectShare(column: Uint8Array, value: number, expected: number): void {
  const share = column.filter((each) => each === value).length / column.length;
  expect(Math.abs(share - expected)).toBeLessThanOrEqual(4 * Math.sqrt((expected * (1 - expected)) / column.length));
}

test("subscribers read English, and have numbers of virtual operators, as often as the scenario says", () => {
  const { language, virtual } = subscribersWith({ englishShare: 0.4, virtualShare: 0.25 });
  expectShare(language, LANGUAGE_EN, 0.4);
  expectShare(virtual, 1, 0.25);
  const none = subscribersWith({ englishShare: 0, virtualShare: 0 });
  expectShare(none.language, LANGUAGE_EN, 0);
  expectShare(none.virtual, 1, 0);
});

test("more than half of the subscribers are up to 40, and every fifth is 56 or more", () => {
  const { ageBand } = subscribersWith({});
  [0.18, 0.36, 0.26, 0.12, 0.08].forEach((share, band) => expectShare(ageBand, band, share));
});

test("subscribers live in every region alike, and each is found there", () => {
  const { region, inRegion, regionStart } = subscribersWith({});
  AREA_CODES.forEach((_, at) => {
    expectShare(region, at, 1 / AREA_CODES.length);
    const there = [...inRegion.subarray(regionStart[at], regionStart[at + 1])];
    expect(there).toEqual(Array.from(region.keys()).filter((subscriber) => region[subscriber] === at));
  });
});
