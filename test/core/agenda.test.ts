import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Agenda } from "../../src/core/agenda.ts";

it("gives items in the order of time, and of arrival among equals, as a sorted list would", () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
    fc.constant("take" as const),
    fc.record({ before: fc.integer({ min: 0, max: 20 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
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
    }),
    { numRuns: 300 },
  );
});

it("grows, and keeps the order, with times that are no whole numbers", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e10, noNaN: true }), { minLength: 300, maxLength: 500 }),
      (times) => {
        const agenda = new Agenda<number>();
        times.forEach((timeMs, item) => agenda.add(timeMs, item));
        const sorted = [...times.keys()].toSorted((a, b) => times[a]! - times[b]!);
        expect(agenda.takeBefore(Infinity)).toEqual(sorted);
        expect([agenda.size, agenda.take()]).toEqual([0, undefined]);
      },
    ),
    { numRuns: 20 },
  );
});
