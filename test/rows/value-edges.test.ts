/** Edges of the values of recorded events: what is still read, and what no longer is. */
import { describe, expect, test } from "vitest";
import { ANSWERED_UNKNOWN, DIRECTION_SENT, EventBatch, ROUTES } from "../../src/event/event-batch.ts";
import {
  MAX_DURATION_S,
  readAnswered,
  readDirection,
  readDuration,
  readEventId,
  readRecord,
  readRoute,
  readTime,
  timeFormOf,
} from "../../src/rows/event-values.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { readIsoTime } from "../../src/rows/iso-time.ts";
import type { Row } from "../../src/rows/row.ts";
import { sortByTime } from "../../src/rows/recorded-rows.ts";

const [FIRST, LAST] = [Date.UTC(1980, 0), Date.UTC(2100, 0)];

describe("a time", () => {
  test.each([
    [FIRST, true, FIRST],
    [FIRST - 1, true, Number.NaN],
    [FIRST - 1, false, FIRST - 1],
    [0, false, 0],
    [-1, false, Number.NaN],
    [LAST, true, LAST],
    [LAST + 1, true, Number.NaN],
    [LAST + 1, false, Number.NaN],
  ])("of %d milliseconds, from 1970 on: %s, is %d", (written, isOfEpoch, expected) => {
    expect(readTime(written, "milliseconds", isOfEpoch)).toBe(expected);
    expect(readTime(written / 1000, "seconds", isOfEpoch)).toBe(expected);
  });

  test.each([
    [99_999_999_999, "time", null],
    [100_000_000_000, "time", "milliseconds"],
    [4_000_000_000, "time", "seconds"],
    ["4000000000", "time", "seconds"],
    [5, "time_ms", "milliseconds"],
    [5, "timeMs", "milliseconds"],
    [5, "timems", "seconds"],
    ["2026-03-01", "time", "iso"],
    [true, "time", null],
    ["-5", "time", null],
  ])("that begins a file as %j in %s is of the form %s", (value, column, form) => {
    expect(timeFormOf(value, column)).toBe(form);
  });

  test.each([
    ["2026-12-31T23:59:60Z", Date.UTC(2027, 0)],
    ["2026-03-01T08:30:00+14:59", Date.UTC(2026, 1, 28, 17, 31)],
    ["2026-03-01T08:30:00-1400", Date.UTC(2026, 2, 1, 22, 30)],
    ["2026-03-01t08:30:00,5z", Date.UTC(2026, 2, 1, 8, 30, 0, 500)],
    ["0100-01-01", Date.UTC(100, 0)],
    ["2026-04-30", Date.UTC(2026, 3, 30)],
    ["2026-12-01", Date.UTC(2026, 11, 1)],
    ["2026-03-01T23:59", Date.UTC(2026, 2, 1, 23, 59)],
  ])("written as %s is read", (written, expected) => {
    expect(readIsoTime(written)).toBe(expected);
  });

  test.each([
    "2026-03-01T08:30:61",
    "2026-03-01T08:60",
    "2026-03-01T08:30:00.",
    "2026-03-01T08:30:00+14:60",
    "2026-03-01T08:30:00+0",
    "2026-03-01T08:30:00ZZ",
    "2026-03-01T08.30",
    "2026-03/01",
    "2026-04-31",
    "2026-06-31",
    "2026-09-31",
    "2026-11-31",
    "2026-00-01",
    "2026-01-00",
    "0099-01-01",
  ])("%s is none", (written) => {
    expect(readIsoTime(written)).toBeNaN();
  });
});

test.each([
  [readDuration, 0, 0],
  [readDuration, "12.4", 12],
  [readDuration, "12.5", 13],
  [readDuration, MAX_DURATION_S + 1, MAX_DURATION_S],
  [readDuration, -1, Number.NaN],
  [readDuration, "12s", Number.NaN],
  [readDuration, "1e3", Number.NaN],
  [readRecord, Number.MAX_SAFE_INTEGER + 1, Number.NaN],
  [readRecord, Number.POSITIVE_INFINITY, Number.NaN],
  [readAnswered, true, 1],
  [readAnswered, 0, 0],
  [readAnswered, 2, Number.NaN],
  [readAnswered, "ANSWERED", 1],
  [readAnswered, "No Answer", 0],
  [readAnswered, "perhaps", Number.NaN],
  [readDirection, "OUTGOING", DIRECTION_SENT],
  [readDirection, 1, Number.NaN],
  [readRoute, ROUTES[1]!.toUpperCase(), 1],
  [readRoute, 1, Number.NaN],
] as const)("%o reads %j as %d", (read, value, expected) => {
  expect(read(value)).toBe(expected);
});

test("an identity of 64 bits is kept, and any other text has its own", () => {
  const idOf = (written: string): number[] => {
    const into = { low: 0, high: 0 };
    readEventId(written, into);
    return [into.low, into.high];
  };
  expect(idOf("4294967297")).toEqual([1, 1]);
  expect(idOf("999999999999999")).toEqual([999999999999999 % 2 ** 32, Math.floor(999999999999999 / 2 ** 32)]);
  expect(idOf("18446744073709551615")).toEqual([0xffffffff, 0xffffffff]);
  const others = ["18446744073709551616", "a", "b", "ab", "ba", "-1", "1.0"].map((written) => idOf(written).join());
  expect(new Set(others).size).toBe(others.length);
});

describe("a call", () => {
  const fill = (row: Partial<Row>) => {
    const events = EventBatch.allocate(1);
    fillEvents(events, [{ line: 7, text: null, caller: "13800138000", label: null, ...row }], 0);
    const { answered, durationS, timeMs, idLow } = events;
    return [answered[0], durationS[0], timeMs[0], idLow[0]];
  };

  test("of some length was answered and of none was not, unless its row says so", () => {
    expect(fill({ durationS: 1 })).toEqual([1, 1, 7, 7]);
    expect(fill({ durationS: 0 })).toEqual([0, 0, 7, 7]);
    expect(fill({})).toEqual([ANSWERED_UNKNOWN, 0, 7, 7]);
    expect(fill({ durationS: 9, answered: 0, timeMs: 5, id: "6" })).toEqual([0, 9, 5, 6]);
  });

  test("that is a message has neither length nor answer", () => {
    expect(fill({ text: "hello", durationS: 9, answered: 1 })).toEqual([0, 0, 7, 7]);
  });
});

test("rows are put in order of time, those without one behind the row before them", () => {
  const row = (line: number, timeMs: number | null): Row => ({ line, text: "a", caller: null, label: null, timeMs });
  const rows = [row(1, null), row(2, 30), row(3, null), row(4, 10), row(5, 30), row(6, 10)];
  sortByTime(rows);
  expect(rows.map(({ line }) => line)).toEqual([1, 4, 6, 2, 3, 5]);
});
