import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { latinPlaces, levelsOf, readAxis, readBounds, valueAt } from "../../src/study/axis.ts";
import { forAll } from "../for-all.ts";

describe("a Latin hypercube", () => {
  test("has one point in each strip of each axis", () => {
    forAll([fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.nat()], 100, (axes, points, seed) => {
      const places = latinPlaces(axes, points, seed);
      for (let axis = 0; axis < axes; axis++) {
        const strips = places.map((place) => Math.floor(place[axis]! * points));
        expect(strips.toSorted((a, b) => a - b)).toEqual(Array.from({ length: points }, (_, at) => at));
      }
    });
  });
});

describe("values of a parameter", () => {
  test("are a list as it is written, or even steps of a range", () => {
    expect(levelsOf(readAxis("warnings.low=0.1, 0.5,1.2"))).toEqual(["0.1", "0.5", "1.2"]);
    expect(levelsOf(readAxis("screening.stages.match=true,false"))).toEqual(["true", "false"]);
    expect(levelsOf(readAxis("a.b=[1,2],[3,4]"))).toEqual(["[1,2]", "[3,4]"]);
    expect(levelsOf(readAxis("warnings.low=0.1..0.5:5"))).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5"]);
    expect(levelsOf(readAxis("belief.halfLifeHours=1..100:3:log"))).toEqual(["1", "10", "100"]);
    // Whole numbers: fewer than there are steps.
    expect(levelsOf(readAxis("dissuasion.agents=1..3:5"))).toEqual(["1", "2", "3"]);
  });

  test("are drawn all alike, the ends of whole numbers and every name too", () => {
    const agents = readAxis("dissuasion.agents=1..4");
    const stage = readAxis("screening.stages.match=true,false");
    const places = latinPlaces(1, 64, 3).map(([place]) => place!);
    expect(countsOf(places.map((place) => valueAt(agents, place)))).toEqual(new Set([16]));
    expect(countsOf(places.map((place) => valueAt(stage, place)))).toEqual(new Set([32]));
    for (const place of places) {
      const value = Number(valueAt(readAxis("belief.halfLifeHours=1..100:log"), place));
      expect(value).toBeCloseTo(Math.exp(place * Math.log(100)), 4);
    }
  });

  test.each([
    ["warnings.low", "expected path=values"],
    ["=1,2", "expected path=values"],
    ["warnings.low=", "there are no values"],
    ["warnings.low=1,,2", "nothing between two commas"],
    ["warnings.low=1,1", "1 stands there twice"],
    ["warnings.low=2..1", "has to go up"],
    ["warnings.low=a..b", "expected two numbers"],
    ["warnings.low=0..1:log", "begins above 0"],
    ["warnings.low=0.1..1:1", "2 to 10000 steps"],
    ["complaints.callShare=0.5..1.5", "goes from 0 to 1"],
  ])("%s is refused: %s", (written, words) => {
    expect(() => readAxis(written)).toThrow(words);
  });
});

/** How often values come: one number where all come as often. */
function countsOf(values: readonly string[]): Set<number> {
  return new Set(values.map((one) => values.filter((other) => other === one).length));
}

const smoke = loadScenario("smoke", ["dissuasion.agents=3", "reach.atHome=0.7"]);

test("bounds are read as they are written, or are half of the value to twice of it, within the range", () => {
  expect(readBounds(smoke, " warnings.low = 0.5..1.5 ")).toEqual({ parameter: "warnings.low", low: 0.5, high: 1.5 });
  expect(readBounds(smoke, "dissuasion.agents")).toEqual({ parameter: "dissuasion.agents", low: 1.5, high: 6 });
  expect(readBounds(smoke, "reach.atHome")).toEqual({ parameter: "reach.atHome", low: 0.35, high: 1 });
});

test.each([
  ["reach.atHome=0.5..1.5", "reach.atHome goes from 0 to 1"],
  ["reach.atHome=0.8..0.5", "the range has to go up"],
  ["reach.atHome=0.5", "expected two numbers from 0 to 1, the lower one first"],
  ["reach.atHome=0.2..0.5..0.9", "expected two numbers"],
  ["dissuasion.agents=1.2..1.8", "expected two whole numbers from 0 to 100000"],
  ["reach.atHom=0.2..0.5", "Did you mean reach.atHome?"],
  ["dissuasion.visitFrom=1..2", "is no parameter that is a number"],
])("bounds are refused that say %s", (written, message) => {
  expect(() => readBounds(smoke, written)).toThrow(message);
});
