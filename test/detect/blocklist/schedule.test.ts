import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Schedule } from "../../../src/detect/blocklist/registry.ts";
import { forAll } from "../../for-all.ts";

test("gives what is due, by tick, then in order of arrival", () => {
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
