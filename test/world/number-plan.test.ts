import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIdentity, identityForm, parseIdentity, type Identity } from "../../src/event/identity.ts";
import {
  ALL_HOTLINES,
  AREA_CODES,
  INDEX_RANGES,
  MAX_INDEX,
  NUMBERS_PER_GANG,
  areaHotline,
  enterpriseNumber,
  foreignNumber,
  gatewayPort,
  landlineNumber,
  mobileNumber,
  spoofedHotline,
  virtualNumber,
} from "../../src/world/number-plan.ts";
import { forAll } from "../for-all.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const region = fc.integer({ min: 0, max: AREA_CODES.length - 1 });

/** Indices of each owner, up to the most that a scenario allows. */
const RANGES = {
  subscribers: [INDEX_RANGES.subscribers, INDEX_RANGES.subscribers + 5_000_000],
  organisations: [INDEX_RANGES.organisations, INDEX_RANGES.organisations + 11 * 2 * 100_000],
  gangs: [INDEX_RANGES.gangs, INDEX_RANGES.gangs + 5000 * NUMBERS_PER_GANG],
  past: [INDEX_RANGES.past, MAX_INDEX],
} as const;

const index = fc.oneof(...Object.values(RANGES).map(([from, to]) => fc.integer({ min: from, max: to - 1 })));

/** Every way to make a number from an index and draws. */
const MAKERS: Readonly<Record<string, (index: number, word: number, other: number) => Identity>> = {
  mobile: (at, drawn) => mobileNumber(at, drawn),
  virtual: (at, drawn) => virtualNumber(at, drawn),
  landline: (at, drawn) => landlineNumber(at, drawn % AREA_CODES.length),
  enterprise: (at) => enterpriseNumber(at),
  foreign: (at, drawn, other) => foreignNumber(at, drawn, other),
  port: (at, drawn) => gatewayPort(at, drawn),
};

describe("ranges of indices", () => {
  test("keep subscribers, organisations, gangs and the past apart at the most that a scenario allows", () => {
    const ranges = Object.values(RANGES).toSorted(([a], [b]) => a - b);
    ranges.slice(1).forEach(([from], i) => expect(from).toBeGreaterThanOrEqual(ranges[i]![1]));
    expect(ranges.at(-1)![1]).toBeLessThanOrEqual(MAX_INDEX);
  });
});

test.each(Object.keys(MAKERS))("two owners never share a number of the form %s, whatever is drawn", (form) => {
  const make = MAKERS[form]!;
  forAll([index, index, word, word, word, word], 500, (a, b, wordA, wordB, otherA, otherB) => {
    fc.pre(a !== b);
    expect(make(a, wordA, otherA)).not.toBe(make(b, wordB, otherB));
  });
});

test("two owners of 180,000 neighbours, and of gangs far apart, all have 400 or 95 numbers of their own", () => {
  const indices = new Set<number>();
  for (const start of [INDEX_RANGES.organisations, INDEX_RANGES.gangs, INDEX_RANGES.gangs + 6_000_000]) {
    for (let i = 0; i < 60_000; i++) indices.add(start + i);
  }
  for (let gang = 0; gang < 5000; gang += 7) indices.add(INDEX_RANGES.gangs + gang * NUMBERS_PER_GANG);
  expect(new Set(Array.from(indices, enterpriseNumber)).size).toBe(indices.size);
});

test("two owners never share a number of different forms", () => {
  forAll([index, index, word, word], 500, (a, b, wordA, wordB) => {
    const made = Object.values(MAKERS).map((make, i) => make(i % 2 === 0 ? a : b, wordA, wordB));
    expect(new Set([...made, ...ALL_HOTLINES]).size).toBe(made.length + ALL_HOTLINES.length);
  });
});

test("a number is written in the form that it claims, and reads back to itself", () => {
  forAll([index, word, word, region], 400, (at, drawn, other, home) => {
    expect(written(mobileNumber(at, drawn))).toMatch(/^1[3-9]\d{9}$/);
    expect(written(mobileNumber(at, drawn))).not.toMatch(/^1(?:62|65|67|70|71)/);
    expect(written(virtualNumber(at, drawn))).toMatch(/^1(?:62|65|67|70|71)\d{8}$/);
    expect(written(landlineNumber(at, home))).toMatch(/^0(?:10|2\d|[3-9]\d\d)\d{8}$/);
    expect(written(enterpriseNumber(at))).toMatch(/^(?:400|95\d)\d{7}$/);
    expect(written(foreignNumber(at, drawn, other))).toMatch(/^(?:\+|00)[1-9]\d{8,10}$/);
    expect(written(foreignNumber(at, drawn, other))).not.toMatch(/^(?:\+|00)86/);
    expect(written(gatewayPort(at, drawn))).toMatch(/^106\d{9}$/);
    expect(identityForm(gatewayPort(at, drawn))).toBe("port");
    expect(written(spoofedHotline(drawn, other))).toMatch(/^(?:\+|00)\d{5,6}$/);
  });
});

test("a number lies in the region that it shows, and beyond the range of indices is refused as our own mistake", () => {
  AREA_CODES.forEach((code, at) => {
    expect(formatIdentity(landlineNumber(17, at)).startsWith(`0${code}`)).toBe(true);
    expect(formatIdentity(areaHotline(12345, at))).toBe(`0${code}12345`);
  });
  expect(() => mobileNumber(-1, 0)).toThrow(/out of range/);
  expect(() => mobileNumber(MAX_INDEX, 0)).toThrow(/out of range/);
});

/** The number as a terminal shows it, once it is sure that it reads back to itself. */
function written(identity: Identity): string {
  const shown = formatIdentity(identity);
  expect(parseIdentity(shown)).toBe(identity);
  return shown;
}
