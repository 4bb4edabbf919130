/** How people call each other: whom, and how unequally. */
import { meanOf } from "../../src/core/sum.ts";
import { expect, test } from "vitest";
import { KIND_MESSAGE, ROUTE_INTERNATIONAL } from "../../src/event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../src/event/taxonomy.ts";
import { AREA_CODES } from "../../src/world/number-plan.ts";
import { type MadeEvent, runWorld, smallWorld } from "./small-world.ts";

const NOTHING_ELSE = BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0`);
const HOURS = 24;

interface Call {
  readonly from: number;
  readonly to: number;
}

/** A day of some classes alone: who called whom from home, or sent a message. */
function day(classes: Readonly<Partial<Record<BenignClass, number>>>, settings: readonly string[]): Call[] {
  const world = smallWorld([
    ...NOTHING_ELSE,
    ...Object.entries(classes).map(([name, perDay]) => `benign.${name}.perDay=${perDay}`),
    "gangs.count=0",
    ...settings,
  ]);
  const { number } = world.handle.subscribers;
  const owner = new Map(Array.from(number, (each, subscriber) => [each, subscriber]));
  const events: MadeEvent[] = [...runWorld(world, HOURS)].flatMap((tick) => tick.events);
  return events
    .filter(({ route }) => route !== ROUTE_INTERNATIONAL)
    .map(({ caller, subscriber }) => ({ from: owner.get(caller)!, to: subscriber }));
}

/** By caller of a hundred calls and more: how often each of the others was called, the most called first. */
function countsByCaller(calls: readonly Call[]): number[][] {
  const counts = new Map<number, Map<number, number>>();
  for (const { from, to } of calls) {
    const of = counts.get(from) ?? new Map<number, number>();
    counts.set(from, of.set(to, (of.get(to) ?? 0) + 1));
  }
  return [...counts.values()]
    .map((of) => [...of.values()].toSorted((a, b) => b - a))
    .filter((of) => of.reduce((sum, count) => sum + count, 0) >= 100);
}

/** Of calls, the share that the busiest tenth of `callers` made. */
function shareOfBusiest(calls: readonly { readonly from: number }[], callers: number): number {
  const counts = new Map<number, number>();
  for (const { from } of calls) counts.set(from, (counts.get(from) ?? 0) + 1);
  const busiest = [...counts.values()].toSorted((a, b) => b - a).slice(0, callers / 10);
  return busiest.reduce((sum, count) => sum + count, 0) / calls.length;
}

test("people call a circle of fourteen, day in and day out, the nearest most", () => {
  const calls = countsByCaller(day({ family: 50, work: 50 }, ["population.subscribers=200"]));
  expect(calls.length).toBeGreaterThan(50);
  expect(Math.max(...calls.map((counts) => counts.length))).toBeLessThanOrEqual(14);
  // Some are in a circle twice.
  expect(meanOf(calls.map((counts) => counts.length))).toBeGreaterThan(9.5);
  // One in 3.7 calls goes to the nearest of fourteen; spread evenly, the most called would get one in nine.
  const nearest = calls.map(([first, ...others]) => first! / (first! + others.reduce((sum, count) => sum + count, 0)));
  expect(meanOf(nearest)).toBeGreaterThan(0.24);
  expect(meanOf(nearest)).toBeLessThan(0.36);
});

test("strangers call anybody", () => {
  const calls = countsByCaller(day({ stranger: 50 }, ["population.subscribers=200"]));
  expect(meanOf(calls.map((counts) => counts.length))).toBeGreaterThan(70);
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

test("people call unequally: a tenth of them makes three calls in ten", () => {
  const SUBSCRIBERS = 600;
  const share = shareOfBusiest(day({ family: 25 }, [`population.subscribers=${SUBSCRIBERS}`]), SUBSCRIBERS);
  // A lognormal's upper tenth has 31.5 % of all. Of equals, the busiest of 25 calls each would have 16 % by chance.
  expect(Math.abs(share - 0.315)).toBeLessThan(0.05);
});

test("a few organisations of a class make most of its calls and send most of its messages", () => {
  const world = smallWorld([...NOTHING_ELSE, "benign.marketing.perDay=50", "gangs.count=0"]);
  const organisations = world.handle.organisations[BENIGN_CLASSES.indexOf("marketing")]![0].region.length;
  const events = [...runWorld(world, HOURS)].flatMap((tick) => tick.events);
  for (const isMessage of [true, false]) {
    const made = events
      .filter(({ kind }) => (kind === KIND_MESSAGE) === isMessage)
      .map(({ caller }) => ({ from: caller }));
    // Of equals, the busiest tenth would make a good tenth.
    expect(shareOfBusiest(made, organisations)).toBeGreaterThan(0.35);
  }
});
