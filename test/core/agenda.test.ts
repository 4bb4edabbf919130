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
    { seed: 1, numRuns: 300 },
  );
});
