import { LISTED } from "../../../src/detect/blocklist/found.ts";
import type { BlocklistKey } from "../../../src/event/blocklist-key.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BlocklistHandle } from "../../../src/detect/blocklist/blocklist.ts";
import { BLOCKLIST_ENGINES, attachBlocklist } from "../../../src/detect/blocklist/engines.ts";
import { BlocklistRegistry, Schedule } from "../../../src/detect/blocklist/registry.ts";
import { HOURS_PER_DAY } from "../../../src/core/time.ts";
import { forAll } from "../../for-all.ts";

const KEYS = 12;
const ALL_KEYS = Float64Array.from({ length: KEYS }, (_, key) => key + 13800000000);

function keyAt(index: number): BlocklistKey {
  return ALL_KEYS[index]! as BlocklistKey;
}

function registry(options: { engine?: string; capacity?: number; lifeTicks?: number } = {}): BlocklistRegistry {
  return new BlocklistRegistry({
    engine: "packed-bloom",
    falsePositiveRate: 0.01,
    capacity: 4,
    lifeTicks: 30,
    ...options,
  });
}

/** Which of ALL_KEYS are listed, by their index. */
function listedIn(handle: BlocklistHandle): number[] {
  const answers = new Uint8Array(KEYS);
  attachBlocklist(handle).lookUpInto(ALL_KEYS, KEYS, answers);
  return [...answers.keys()].filter((index) => answers[index] === LISTED);
}

/**
 * The rule of registry.ts over a plain list of listings: from the tick, or from the next seal, to the end of the last
 * day.
 */
class PlainRegistry {
  readonly #listings: { index: number; fromTick: number; untilTick: number }[] = [];
  readonly #lifeTicks: number;
  #nextTick = 0;

  constructor(lifeTicks: number) {
    this.#lifeTicks = lifeTicks;
  }

  list(index: number, fromTick: number): void {
    const untilTick = Math.ceil((fromTick + this.#lifeTicks) / HOURS_PER_DAY) * HOURS_PER_DAY;
    this.#listings.push({ index, fromTick: Math.max(fromTick, this.#nextTick), untilTick });
  }

  seal(tick: number): number[] {
    this.#nextTick = tick + 1;
    const inForce = this.#listings.filter(({ fromTick, untilTick }) => fromTick <= tick && tick < untilTick);
    return [...new Set(inForce.map(({ index }) => index))].sort((a, b) => a - b);
  }
}

describe("the blocklist registry", () => {
  test("ends a listing that is cleared with the day, and lists the key again when asked to", () => {
    const listings = registry({ lifeTicks: 240 });
    listings.list(keyAt(0), 0);
    listings.list(keyAt(1), 0);
    const inForce: number[] = [];
    for (let tick = 0; tick < 300; tick++) {
      if (tick === 30) {
        listings.clear(keyAt(0), 31);
        listings.clear(keyAt(2), 31);
      }
      if (tick === 60) listings.list(keyAt(0), 60);
      const listed = listedIn(listings.seal(tick));
      if (listed.includes(0)) inForce.push(tick);
      expect(listed.includes(1)).toBe(tick < 240);
      expect(listings.has(keyAt(0))).toBe(listed.includes(0));
    }
    expect(inForce).toEqual(Array.from({ length: 300 }, (_, tick) => tick).filter((tick) => tick < 48 || tick >= 60));
  });

  test("keeps what one tick shows while the table of the next grows or is rebuilt", () => {
    const listings = registry({ capacity: 1, lifeTicks: 1 });
    listings.list(keyAt(0), 0);
    const before = listings.seal(23);
    for (let index = 1; index < KEYS; index++) listings.list(keyAt(index), 24);
    const after = listings.seal(24);
    expect(listedIn(before)).toEqual([0]);
    expect(listedIn(after)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(listings.has(keyAt(0))).toBe(false);
    expect(listings.has(keyAt(1))).toBe(true);
  });

  test("refuses to seal a tick again or to go back", () => {
    const listings = registry();
    listings.seal(3);
    expect(() => listings.seal(3)).toThrow(/sealed already/);
    expect(() => listings.seal(2)).toThrow(/sealed already/);
    expect(() => listings.advance(3)).toThrow(/expected a tick after 3, got 3/);
  });

  test("says what is in force by what was at the tick before, or at that one", () => {
    const listing = fc.record({ index: fc.nat(KEYS - 1), fromTick: fc.nat(80) });
    forAll([fc.array(listing, { maxLength: 40 }), fc.integer({ min: 1, max: 60 })], 20, (listings, lifeTicks) => {
      const lists = registry({ lifeTicks });
      for (const { index, fromTick } of listings) lists.list(keyAt(index), fromTick);
      let before = new Uint8Array(KEYS);
      for (let tick = 0; tick < 100; tick++) {
        lists.advance(tick);
        const now = Uint8Array.from(ALL_KEYS, (_, index) => Number(lists.has(keyAt(index))));
        expect(ALL_KEYS.map((_, index) => Number(lists.wasInForce(keyAt(index))))).toEqual(Float64Array.from(before));
        for (const were of [before, now]) {
          const answers = new Uint8Array(KEYS).fill(7);
          lists.inForceInto(ALL_KEYS, were, KEYS, answers);
          expect(answers).toEqual(now);
        }
        before = now;
      }
    });
  });

  test("may go through ticks without a table, and seal the one that it has come to", () => {
    const listings = registry({ capacity: 2, lifeTicks: 24 });
    listings.list(keyAt(0), 1);
    listings.list(keyAt(1), 1);
    listings.list(keyAt(2), 49);
    listings.seal(0);
    for (let tick = 1; tick <= 49; tick++) listings.advance(tick);
    expect([...listings.newest]).toEqual([ALL_KEYS[2]!]);
    expect([1, 2].map((key) => listings.isNew(keyAt(key)))).toEqual([false, true]);
    const handle = listings.seal(49);
    expect(listedIn(handle)).toEqual([2]);
    expect(attachBlocklist(handle).size).toBe(1);
    expect(() => listings.seal(49)).toThrow(/sealed already/);
  });

  test("agrees at every tick with a plain list of listings, whatever the engine and the capacity", () => {
    const listing = fc.record({
      index: fc.nat({ max: KEYS - 1 }),
      /** Relative to the tick about to be sealed: late, due, or scheduled. */
      delayTicks: fc.integer({ min: -40, max: 60 }),
    });
    const step = fc.record({
      listings: fc.array(listing, { maxLength: 4 }),
      together: fc.array(fc.integer({ min: 0, max: KEYS - 1 }), { maxLength: 4 }),
      togetherTicks: fc.integer({ min: -5, max: 5 }),
      skip: fc.integer({ min: 1, max: 9 }),
      isPassed: fc.boolean(),
    });
    const run = fc.record({
      engine: fc.constantFrom(...BLOCKLIST_ENGINES),
      capacity: fc.integer({ min: 1, max: 20 }),
      lifeTicks: fc.integer({ min: 1, max: 70 }),
      steps: fc.array(step, { maxLength: 60 }),
    });
    forAll([run], 120, ({ engine, capacity, lifeTicks, steps }) => {
      const listings = registry({ engine, capacity, lifeTicks });
      const plain = new PlainRegistry(lifeTicks);
      let tick = 0;
      for (const { listings: added, together, togetherTicks, skip, isPassed } of steps) {
        for (const { index, delayTicks } of added) {
          listings.list(keyAt(index), tick + delayTicks);
          plain.list(index, tick + delayTicks);
        }
        const keys = Float64Array.from([...together, 0], (index) => ALL_KEYS[index]!);
        listings.listAll(keys, together.length, tick + togetherTicks);
        for (const index of together) plain.list(index, tick + togetherTicks);
        const expected = plain.seal(tick);
        if (isPassed) listings.advance(tick);
        const listed = isPassed ? expected : listedIn(structuredClone(listings.seal(tick)));
        expect(listed).toEqual(expected);
        expect(listings.size).toBe(expected.length);
        tick += skip;
      }
    });
  });
});

test("a schedule gives what is due, by tick, then in order of arrival", () => {
  const step = fc.record({ ticks: fc.array(fc.nat(12), { maxLength: 20 }), passed: fc.nat(4) });
  forAll([fc.array(step, { maxLength: 20 })], 100, (steps) => {
    const schedule = new Schedule();
    let plain: { readonly tick: number; readonly number: number }[] = [];
    let now = 0;
    let number = 0;
    for (const { ticks, passed } of steps) {
      for (const later of ticks) {
        const tick = now + later;
        schedule.at(tick).push(++number);
        plain.push({ tick, number });
      }
      now += passed;
      const isDue = ({ tick }: { readonly tick: number }) => tick <= now;
      const due = schedule.takeUpTo(now);
      expect(due).toEqual(
        plain
          .filter(isDue)
          .toSorted((a, b) => a.tick - b.tick)
          .map((item) => item.number),
      );
      plain = plain.filter((item) => !isDue(item));
    }
  });
});
