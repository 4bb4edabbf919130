import { digitIdentity } from "../../src/event/identity.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_VALUE } from "../../src/core/key-index.ts";
import { TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import { NumberTable } from "../../src/world/number-table.ts";
import { isMobile } from "../../src/world/gangs/line.ts";
import type { World } from "../../src/world/world.ts";
import { smallWorld } from "./small-world.ts";
import { forAll } from "../for-all.ts";

const AFTER_TICKS = 8 * 24;

/** Ticks at which each number is a subscriber's, of those that gangs retired; and when they retired it. */
function follow(
  settings: readonly string[],
  ticks: number,
): { retired: Map<number, number>; owned: Map<number, number[]> } {
  const world = smallWorld(["gangs.count=12", ...settings]);
  const retired = new Map<number, number>();
  const owned = new Map<number, number[]>();
  for (let tick = 0; tick < ticks; tick++) {
    for (const { line } of world.advance(tick).retiredLines) {
      if (isMobile(line.technology)) retired.set(line.identity, tick);
    }
    for (const number of world.seal(tick).numbers) {
      if (retired.has(number)) owned.set(number, [...(owned.get(number) ?? []), tick]);
    }
  }
  return { retired, owned };
}

test("a retired mobile number becomes a subscriber's after the delay, not a tick earlier, and stays", () => {
  const ticks = AFTER_TICKS + 72;
  const { retired, owned } = follow(["recycling.share=1"], ticks);
  const due = [...retired].filter(([, tick]) => tick + AFTER_TICKS < ticks);
  expect(due.length).toBeGreaterThan(20);
  let kept = 0;
  for (const [number, tick] of due) {
    const seen = owned.get(number);
    // A subscriber who was given another number since no longer shows this one.
    if (!seen) continue;
    expect(seen[0]).toBe(tick + AFTER_TICKS);
    if (seen.length === ticks - tick - AFTER_TICKS) kept++;
  }
  expect(kept / due.length).toBeGreaterThan(0.8);
});

test("a retired mobile number of which only a share is recycled goes nowhere otherwise", () => {
  const ticks = AFTER_TICKS + 72;
  const half = follow(["recycling.share=0.5"], ticks);
  const due = [...half.retired].filter(([, tick]) => tick + AFTER_TICKS < ticks).length;
  expect(Math.abs(half.owned.size / due - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / due));
});

describe("the operators' register", () => {
  test("knows every subscriber's number, a recycled mobile one from the tick in which it is given out, and no other", () => {
    const world = smallWorld(["gangs.count=12", "recycling.share=1"]);
    const everybody = Array.from(world.handle.subscribers.number, (_, subscriber) => subscriber);
    expect(holdersOf(world, world.handle.subscribers.number)).toEqual(everybody);
    const others = new Set<number>();
    let given = 0;
    for (let tick = 0; tick < AFTER_TICKS + 72; tick++) {
      for (const { line } of world.advance(tick).retiredLines) {
        if (["landline", "enterprise", "abroad"].includes(TECHNOLOGIES[line.technology]!)) others.add(line.identity);
      }
      const { numbers } = world.seal(tick);
      numbers.forEach((number, subscriber) => {
        if (number !== world.handle.subscribers.number[subscriber]) given++;
      });
      expect(numbers.some((number) => others.has(number))).toBe(false);
      expect(holdersOf(world, numbers)).toEqual(everybody);
    }
    expect([given > 100, others.size > 10]).toEqual([true, true]);
  });
});

function holdersOf(world: World, numbers: Float64Array): number[] {
  const holders = new Int32Array(numbers.length);
  const had = Uint32Array.from(numbers, (_, subscriber) => subscriber);
  world.subscribersInto(numbers, had, numbers.length, holders);
  return [...holders];
}

describe("the table of numbers", () => {
  test("shows a change from the next sealed tick on, in both slots, and never in one that is being read", () => {
    const numbers = Float64Array.of(1, 2, 3);
    const numberTable = new NumberTable(numbers);
    const even = numberTable.seal(0);
    numberTable.assign(1, digitIdentity("plain", 20));
    expect([...even]).toEqual([1, 2, 3]);
    const odd = numberTable.seal(1);
    expect([...odd]).toEqual([1, 20, 3]);
    numberTable.assign(1, digitIdentity("plain", 21));
    numberTable.assign(0, digitIdentity("plain", 10));
    expect([...odd]).toEqual([1, 20, 3]);
    expect([...numberTable.seal(2)]).toEqual([10, 21, 3]);
    expect([...odd]).toEqual([1, 20, 3]);
    expect([...numberTable.seal(3)]).toEqual([10, 21, 3]);
    expect([...numbers]).toEqual([1, 2, 3]);
    const holders = new Int32Array(1);
    numberTable.holdersInto(Float64Array.of(99), Uint32Array.of(0), 1, holders);
    expect(holders[0]).toBe(NO_VALUE);
  });

  test("says of what was called in any sealed tick who was last given it, as a plain map does", () => {
    const subscribers = 5;
    const assignment = fc.record({ subscriber: fc.nat(subscribers - 1), number: fc.nat(9) });
    // Numbers of the first tick are each somebody's; what is given later may be anybody's.
    forAll([fc.array(fc.array(assignment, { maxLength: 3 }), { maxLength: 8 })], 100, (ticks) => {
      const first = Float64Array.from({ length: subscribers }, (_, subscriber) => subscriber);
      const numberTable = new NumberTable(first);
      const plain = new Map(Array.from(first, (number, subscriber) => [number, subscriber]));
      const everybody = Uint32Array.from(first);
      const sealed: Float64Array[] = [];
      for (const [tick, assignments] of ticks.entries()) {
        for (const { subscriber, number } of assignments) {
          numberTable.assign(subscriber, digitIdentity("plain", number));
          plain.set(number, subscriber);
        }
        sealed.push(numberTable.seal(tick).slice());
        for (const numbers of sealed) {
          const holders = new Int32Array(subscribers);
          numberTable.holdersInto(numbers, everybody, subscribers, holders);
          expect([...holders]).toEqual(Array.from(numbers, (number) => plain.get(number)));
        }
      }
    });
  });
});
