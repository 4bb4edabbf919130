import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { Agenda, Heap } from "../../src/core/agenda.ts";
import { forAll } from "../for-all.ts";

it("gives items in the order of time, and of arrival among equals, as a sorted list would", () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
    fc.constant("take" as const),
    fc.record({ before: fc.integer({ min: 0, max: 20 }) }),
  );
  forAll([fc.array(step, { maxLength: 200 })], 100, (steps) => {
    const agenda = new Agenda<number>();
    let list: { timeMs: number; item: number }[] = [];
    steps.forEach((what, item) => {
      let [found, expected]: (readonly (number | undefined)[])[] = [[], []];
      if (what === "take") [found, expected] = [[agenda.take()], [list.shift()?.item]];
      else if ("add" in what) {
        agenda.add(what.add, item);
        list = [...list, { timeMs: what.add, item }].toSorted((a, b) => a.timeMs - b.timeMs);
      } else {
        found = agenda.takeBefore(what.before);
        expected = list.filter(({ timeMs }) => timeMs < what.before).map(({ item: one }) => one);
        list = list.filter(({ timeMs }) => timeMs >= what.before);
      }
      expect(found).toEqual(expected);
      expect(agenda.size).toBe(list.length);
      expect(agenda.nextMs).toBe(list[0]?.timeMs ?? Number.POSITIVE_INFINITY);
    });
  });
});

it("grows, and keeps the order, with times that are no whole numbers", () => {
  forAll([fc.array(fc.double({ min: 0, max: 1e10, noNaN: true }), { minLength: 300, maxLength: 500 })], 20, (times) => {
    const agenda = new Agenda<number>();
    times.forEach((timeMs, item) => agenda.add(timeMs, item));
    const sorted = [...times.keys()].toSorted((a, b) => times[a]! - times[b]!);
    expect(agenda.takeBefore(Infinity)).toEqual(sorted);
    expect([agenda.size, agenda.take()]).toEqual([0, undefined]);
  });
});

/** What is added: a rank, of few so that there are equals, and a tie. Null takes. */
const step = fc.option(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.double({ noNaN: true })), { freq: 3 });

test("a heap gives back what a sorted list would, and says how its first item ranks", () => {
  forAll([fc.array(step, { maxLength: 300 })], 100, (steps) => {
    const heap = new Heap<string>();
    let list: [number, number][] = [];
    for (const added of steps) {
      const [found, expected] = added === null ? [heap.take(), list.shift()] : [undefined, undefined];
      expect(found).toBe(expected?.join());
      if (added !== null) {
        heap.add(...added, added.join());
        list = [...list, added].toSorted(([a, c], [b, d]) => a - b || Number(c > d) - Number(c < d));
      }
      expect(heap.leastRank).toBe(list[0]?.[0] ?? Infinity);
      expect(heap.size).toBe(list.length);
    }
  });
});
