import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/core/time.ts";
import { EventClock } from "../../src/screen/event-clock.ts";

const TEN = 10 * HOUR_MS;

/** The rows of each tick, by their places, and what the clock counted. */
function partsOf(times: readonly number[], windowMs = 10 * MINUTE_MS) {
  const clock = new EventClock(windowMs, "calls.csv");
  const lines = times.map((_, at) => at + 2);
  const parts = clock.partsOf(times, lines).map(({ tick, rows }) => [tick, ...(rows ?? times.keys())]);
  const { outOfOrder, late, untimed } = clock.state;
  return { parts, outOfOrder, late, untimed };
}

describe("rows of a file by the hour", () => {
  test("that are late by the window at most count in their own hour, others in the present one", () => {
    const { parts, ...counts } = partsOf([TEN + 5 * MINUTE_MS, TEN - 5 * MINUTE_MS]);
    expect(parts.join(" ")).toBe("9,1 10,0");
    expect(counts).toEqual({ outOfOrder: 1, late: 0, untimed: 0 });
    expect(partsOf([TEN + 5 * MINUTE_MS, TEN - 5 * MINUTE_MS - 1])).toMatchObject({ parts: [[10, 0, 1]], late: 1 });
  });

  test("without a time count in the present hour, and before the first time in none", () => {
    const [before, hour] = [
      [null, 0],
      [10, 1, 2],
    ];
    expect(partsOf([Number.NaN, TEN, Number.NaN])).toMatchObject({ parts: [before, hour], untimed: 2 });
  });

  test("are refused where one is a day late, with its line, and the clock stands as before", () => {
    const clock = new EventClock(0, "calls.csv");
    expect(() => clock.partsOf([30 * HOUR_MS, 6 * HOUR_MS], [2, 3])).toThrow(
      "calls.csv, line 3: expected rows sorted by time, found one 1 days and 0 hours before line 2",
    );
    expect(clock.partsOf([6 * HOUR_MS], [2])).toEqual([{ tick: 6, rows: null }]);
    expect(clock.state).toMatchObject({ late: 0, outOfOrder: 0 });
  });

  test("are late up to a day less a millisecond, and the window may be an hour", () => {
    const day = 24 * HOUR_MS;
    expect(partsOf([TEN + day, TEN + 1])).toMatchObject({ parts: [[34, 0, 1]], late: 1, outOfOrder: 0 });
    expect(() => partsOf([TEN + day, TEN])).toThrow("sorted by time");
    expect(partsOf([TEN, TEN - HOUR_MS], HOUR_MS)).toMatchObject({ outOfOrder: 1, late: 0 });
    expect(partsOf([TEN, TEN - HOUR_MS - 1], HOUR_MS)).toMatchObject({ outOfOrder: 0, late: 1 });
  });

  test("that are ten years ahead have no time, and a first time near 1970 holds nobody up", () => {
    const [decade, start] = [10 * 365 * 24 * HOUR_MS, 50 * 365 * 24 * HOUR_MS];
    expect(partsOf([start, start + decade, start + HOUR_MS])).toMatchObject({ untimed: 1, late: 0, outOfOrder: 0 });
    expect(partsOf([start, start + decade - 1])).toMatchObject({ untimed: 0 });
    expect(partsOf([0, start])).toMatchObject({ untimed: 0 });
  });

  test("go on from where another clock stood", () => {
    const [first, second] = [new EventClock(0, "a"), new EventClock(0, "a")];
    first.partsOf([TEN, TEN - 1, Number.NaN], [2, 3, 4]);
    second.state = first.state;
    expect(second.state).toEqual({ latestMs: TEN, latestLine: 2, outOfOrder: 0, late: 1, untimed: 1 });
    expect(second.partsOf([TEN - 1], [5])).toEqual([{ tick: 10, rows: null }]);
    expect(second.state.late).toBe(2);
  });
});
