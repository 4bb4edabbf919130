/** How people call each other: whom, and how unequally. */
import { expect, test } from "vitest";
import { KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../src/event/taxonomy.ts";
import { AREA_CODES } from "../../src/world/number-plan.ts";
import { type MadeEvent, runWorld, smallWorld } from "./small-world.ts";

const NOTHING_ELSE = BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0`);
const HOURS = 24;

interface Call {
  readonly from: number;
  readonly to: number;
}

/** A day of some classes alone, all by telephone and from home: who called whom. */
function day(classes: Readonly<Partial<Record<BenignClass, number>>>, settings: readonly string[]): Call[] {
  const world = smallWorld([
    ...NOTHING_ELSE,
    ...Object.entries(classes).flatMap(([name, perDay]) => [
      `benign.${name}.perDay=${perDay}`,
      `benign.${name}.messageShare=0`,
    ]),
    "gangs.count=0",
    "population.abroadShare=0",
    ...settings,
  ]);
  const { number } = world.handle.subscribers;
  const owner = new Map(Array.from(number, (each, subscriber) => [each, subscriber]));
  const events: MadeEvent[] = [...runWorld(world, HOURS)].flatMap((tick) => tick.events);
  return events.map(({ caller, subscriber }) => ({ from: owner.get(caller)!, to: subscriber }));
}

/** How often each was called by whoever made the calls, the most called first. */
function countsByCaller(calls: readonly Call[]): number[][] {
  const counts = new Map<number, Map<number, number>>();
  for (const { from, to } of calls) {
    const of = counts.get(from) ?? new Map<number, number>();
    counts.set(from, of.set(to, (of.get(to) ?? 0) + 1));
  }
  return [...counts.values()].map((of) => [...of.values()].toSorted((a, b) => b - a));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of calls, the share that the busiest tenth of `callers` made. */
function shareOfBusiest(calls: readonly { readonly from: number }[], callers: number): number {
  const counts = new Map<number, number>();
  for (const { from } of calls) counts.set(from, (counts.get(from) ?? 0) + 1);
  const busiest = [...counts.values()].toSorted((a, b) => b - a).slice(0, callers / 10);
  return busiest.reduce((sum, count) => sum + count, 0) / calls.length;
}

test("people call a circle of the size that the scenario says, day in and day out, the nearest most", () => {
  const settings = ["population.subscribers=200", "population.activitySigma=0", "population.circle=5"];
  const calls = countsByCaller(day({ family: 25, work: 25 }, settings));
  expect(calls).toHaveLength(200);
  expect(Math.max(...calls.map((counts) => counts.length))).toBeLessThanOrEqual(5);
  // Some are in a circle twice.
  expect(mean(calls.map((counts) => counts.length))).toBeGreaterThan(4.2);
  // One in 2.2 calls goes to the nearest of five; spread evenly, the most called of five would get one in 3.5.
  const nearest = calls.map(([first, ...others]) => first! / (first! + others.reduce((sum, count) => sum + count, 0)));
  expect(mean(nearest)).toBeGreaterThan(0.42);
  expect(mean(nearest)).toBeLessThan(0.55);
});

test("strangers call anybody", () => {
  const settings = ["population.subscribers=200", "population.activitySigma=0", "population.circle=5"];
  const calls = countsByCaller(day({ stranger: 50 }, settings));
  expect(mean(calls.map((counts) => counts.length))).toBeGreaterThan(35);
});

test("seven of ten people in a circle live where its owner lives, and the others anywhere", () => {
  const settings = ["population.subscribers=4000"];
  const { region } = smallWorld(settings).handle.subscribers;
  const pairs = new Map(day({ family: 2 }, settings).map((call) => [`${call.from} ${call.to}`, call]));
  const near = [...pairs.values()].filter(({ from, to }) => region[from] === region[to]).length;
  const expected = 0.7 + 0.3 / AREA_CODES.length;
  const margin = 4 * Math.sqrt((expected * (1 - expected)) / pairs.size);
  expect(margin).toBeLessThan(0.05);
  expect(Math.abs(near / pairs.size - expected)).toBeLessThan(margin);
});

test("people call as unequally as the scenario says", () => {
  const SUBSCRIBERS = 600;
  const shareAt = (sigma: number): number =>
    shareOfBusiest(
      day({ family: 25 }, [`population.subscribers=${SUBSCRIBERS}`, `population.activitySigma=${sigma}`]),
      SUBSCRIBERS,
    );
  // Of equals, the busiest of 25 calls each are so by chance. A lognormal's upper tenth has 31.5 % of all.
  expect(shareAt(0)).toBeLessThan(0.16);
  expect(Math.abs(shareAt(0.8) - 0.315)).toBeLessThan(0.05);
});

test("a few organisations of a class make most of its calls and send most of its messages", () => {
  const ORGANISATIONS = 200;
  const world = smallWorld([
    ...NOTHING_ELSE,
    "benign.marketing.perDay=50",
    `benign.marketing.organisations=${ORGANISATIONS}`,
    "gangs.count=0",
  ]);
  const events = [...runWorld(world, HOURS)].flatMap((tick) => tick.events);
  for (const isMessage of [true, false]) {
    const made = events
      .filter(({ kind }) => (kind === KIND_MESSAGE) === isMessage)
      .map(({ caller }) => ({ from: caller }));
    // Of equals, the busiest tenth would make a good tenth.
    expect(shareOfBusiest(made, ORGANISATIONS)).toBeGreaterThan(0.35);
  }
});
