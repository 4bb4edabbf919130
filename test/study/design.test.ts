import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelsOf, readAxis, valueAt } from "../../src/study/design/axis.ts";
import {
  latinPlaces,
  MORRIS_STEP,
  morrisPlaces,
  randomPlaces,
  saltelliPlaces,
  sobolPlaces,
} from "../../src/study/design/places.ts";
import { MAX_DIMENSIONS, SobolSequence } from "../../src/study/design/sobol-sequence.ts";

describe("the Sobol sequence", () => {
  test("begins with the points that Joe and Kuo publish", () => {
    const sequence = new SobolSequence(3, null);
    expect(Array.from({ length: 10 }, (_, at) => sequence.point(at))).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  test("has one point in each strip of every dimension, shifted or not", () => {
    for (const seed of [null, 1, 2]) {
      const points = Array.from({ length: 64 }, (_, at) => new SobolSequence(MAX_DIMENSIONS, seed).point(at));
      for (let axis = 0; axis < MAX_DIMENSIONS; axis++) {
        expect(new Set(points.map((point) => Math.floor(point[axis]! * 64))).size).toBe(64);
      }
    }
  });
});

describe("a design", () => {
  test("of more points begins with those of fewer, where points are drawn one by one", () => {
    for (const design of [randomPlaces, sobolPlaces, morrisPlaces, saltelliPlaces]) {
      const few = design(3, 5, 7);
      expect(design(3, 9, 7).slice(0, few.length)).toEqual(few);
      expect(design(3, 5, 8)).not.toEqual(few);
    }
  });

  test("of a Latin hypercube has one point in each strip of each axis", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (axes, points, seed) => {
        const places = latinPlaces(axes, points, seed);
        for (let axis = 0; axis < axes; axis++) {
          const strips = places.map((place) => Math.floor(place[axis]! * points));
          expect(strips.toSorted((a, b) => a - b)).toEqual(Array.from({ length: points }, (_, at) => at));
        }
      }),
    );
  });

  test("of Morris walks along one axis at a time, and along every axis once", () => {
    const places = morrisPlaces(4, 6, 1);
    expect(places.length).toBe(6 * 5);
    for (let walk = 0; walk < 30; walk += 5) {
      const moved = [0, 1, 2, 3].map((step) => {
        const [from, to] = [places[walk + step]!, places[walk + step + 1]!];
        const axes = from.flatMap((place, axis) => (place === to[axis] ? [] : [axis]));
        expect(axes.length).toBe(1);
        expect(Math.abs(to[axes[0]!]! - from[axes[0]!]!)).toBeCloseTo(MORRIS_STEP);
        return axes[0]!;
      });
      expect(moved.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    }
  });
});

describe("values of a parameter", () => {
  test("are a list as it is written, or even steps of a range", () => {
    expect(levelsOf(readAxis("warnings.low=0.1, 0.5,1.2"))).toEqual(["0.1", "0.5", "1.2"]);
    expect(levelsOf(readAxis("screening.stages.match=true,false"))).toEqual(["true", "false"]);
    expect(levelsOf(readAxis("a.b=[1,2],[3,4]"))).toEqual(["[1,2]", "[3,4]"]);
    expect(levelsOf(readAxis("warnings.low=0.1..0.5:5"))).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5"]);
    expect(levelsOf(readAxis("warnings.halfLifeHours=1..100:3:log"))).toEqual(["1", "10", "100"]);
    // Whole numbers: fewer than there are steps.
    expect(levelsOf(readAxis("dissuasion.agents=1..3:5"))).toEqual(["1", "2", "3"]);
  });

  test("are drawn all alike, the ends of whole numbers and every name too", () => {
    const agents = readAxis("dissuasion.agents=1..4");
    const stage = readAxis("screening.stages.match=true,false");
    const places = sobolPlaces(1, 64, 3).map(([place]) => place!);
    expect(countsOf(places.map((place) => valueAt(agents, place)))).toEqual(new Set([16]));
    expect(countsOf(places.map((place) => valueAt(stage, place)))).toEqual(new Set([32]));
    for (const place of places) {
      const value = Number(valueAt(readAxis("warnings.halfLifeHours=1..100:log"), place));
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
