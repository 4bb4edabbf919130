import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/time.ts";
import { LinkedNumbers, templateMark } from "../../../src/respond/signals/linked-numbers.ts";

/** Two numbers that were seen with the same script, and one that was seen with another. */
function threeNumbers(rememberedHours: number) {
  const linked = new LinkedNumbers(2, rememberedHours);
  const [one, other, stranger] = [10, 20, 30].map((number) => linked.findOrAddPlace(number));
  linked.mark(one!, templateMark(5));
  linked.mark(other!, templateMark(5));
  linked.mark(stranger!, templateMark(6));
  return { linked, one: one!, other: other!, stranger: stranger! };
}

test("a number is linked to another that contacted the same person, and to none that contacted somebody else", () => {
  const { linked, one, other, stranger } = threeNumbers(48);
  expect(linked.contact(0, one, 0)).toBe(false);
  expect(linked.contact(1, other, 1)).toBe(false);
  expect(linked.contact(0, stranger, 2)).toBe(false);
  expect(linked.contact(0, one, 3)).toBe(false);
  expect(linked.contact(0, other, 4)).toBe(true);
});

test("a number is linked to another for as many hours as contacts are remembered, to the minute", () => {
  for (const [later, isLinked] of [
    [48 * HOUR_MS, true],
    [48 * HOUR_MS + MINUTE_MS, false],
  ] as const) {
    const { linked, one, other } = threeNumbers(48);
    linked.contact(0, one, 0);
    expect(linked.contact(0, other, later)).toBe(isLinked);
  }
});

test("a number is known by the last four things that it was seen with", () => {
  const { linked, one, other } = threeNumbers(48);
  linked.contact(0, one, 0);
  for (const template of [7, 8, 9]) linked.mark(one, templateMark(template));
  expect(linked.contact(0, other, 1)).toBe(true);
  linked.mark(one, templateMark(10));
  linked.contact(1, one, 2);
  expect(linked.contact(1, other, 3)).toBe(false);
});
