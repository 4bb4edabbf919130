/** What the values of recorded events mean, and which mean nothing. */
import { describe, expect, test } from "vitest";
import {
  ANSWERED_UNKNOWN,
  DIRECTION_RECEIVED,
  DIRECTION_SENT,
  DIRECTION_UNKNOWN,
  EventBatch,
  KIND_CALL,
  KIND_MESSAGE,
  MAX_TEXT_UNITS,
  ROUTE_FIXED,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  textOf,
} from "../../src/event/event-batch.ts";
import { WITHHELD } from "../../src/event/identity.ts";
import {
  readAnswered,
  readDirection,
  readDuration,
  readEventId,
  readRoute,
  readTime,
  timeFormOf,
} from "../../src/rows/event-values.ts";
import { CHINA } from "../../src/rows/country.ts";
import { CHUNK_ROWS, EventRows, RowChunks } from "../../src/rows/event-rows.ts";
import { fillEvents, screenedUnits } from "../../src/rows/fill-events.ts";
import { DEFAULT_POSITIVE_LABELS, PositiveLabels } from "../../src/rows/positive-labels.ts";
import { readIsoTime } from "../../src/rows/iso-time.ts";
import type { Row } from "../../src/rows/row.ts";

const NONE = Number.NaN;
const MAX_DURATION_S = 65_535;

/** Its two words, the upper one first. */
function idOf(written: string): [high: number, low: number] {
  const into = { low: 0, high: 0 };
  readEventId(written, into);
  return [into.high, into.low];
}

describe("a value of a recorded event", () => {
  test.each<[string, (value: unknown) => number, Record<string, number>]>([
    ["duration", readDuration, { "0": 0, "61.4": 61, "61.5": 62, "99999": MAX_DURATION_S, "-1": NONE, "1e3": NONE }],
    [
      "answer",
      readAnswered,
      { Answered: 1, y: 1, "NO ANSWER": 0, busy: 0, failed: 0, missed: 0, "2": NONE, maybe: NONE },
    ],
    ["direction received", readDirection, { in: DIRECTION_RECEIVED, MT: DIRECTION_RECEIVED, up: NONE }],
    ["direction sent", readDirection, { out: DIRECTION_SENT, mo: DIRECTION_SENT, Sent: DIRECTION_SENT, "1": NONE }],
    ["route", readRoute, { mobile: ROUTE_MOBILE, FIXED: ROUTE_FIXED, international: ROUTE_INTERNATIONAL, sea: NONE }],
  ])("%s is read, or is none", (_, read, cases) => {
    for (const [written, value] of Object.entries(cases)) expect([written, read(written)]).toEqual([written, value]);
  });

  test("answer and duration may be numbers and truth values of JSON", () => {
    expect([true, false, 1, 0, 2, null].map(readAnswered)).toEqual([1, 0, 1, 0, NONE, NONE]);
    expect([7, -1, MAX_DURATION_S, 1e9].map(readDuration)).toEqual([7, NONE, MAX_DURATION_S, MAX_DURATION_S]);
  });

  test("time has a leap second, a comma and a zone ahead or behind, and no part out of its range", () => {
    expect(readIsoTime("2026-03-01t08:30:60z")).toBe(Date.UTC(2026, 2, 1, 8, 31));
    expect(readIsoTime("2026/03/01 08:30:05.25")).toBe(Date.UTC(2026, 2, 1, 8, 30, 5, 250));
    expect(readIsoTime("2026-03-01T08:30:00.1234567-0330")).toBe(Date.UTC(2026, 2, 1, 12, 0, 0, 123));
    expect(readIsoTime("2026-03-01T08:30:00+08")).toBe(Date.UTC(2026, 2, 1, 0, 30));
    for (const day of ["2024-02-29", "2000-02-29"]) expect(readIsoTime(day)).toBe(Date.parse(day));
    expect(readIsoTime("2026-03-01T08:30:00,5+14:00")).toBe(Date.UTC(2026, 1, 28, 18, 30, 0, 500));
    expect(readIsoTime("2026-03-01T00:00-00:30")).toBe(Date.UTC(2026, 2, 1, 0, 30));
    const days = ["2026-03/01", "2026-04-31", "2026-00-10", "2026-01-00", "0099-01-01"];
    const hours = ["08:30:61", "08:60", "08:30:00.", "08:30+08:60", "08:30+8"].map((time) => `2026-03-01T${time}`);
    for (const written of [...days, ...hours]) expect([written, readIsoTime(written)]).toEqual([written, NONE]);
  });

  test("time in numbers has the unit of the first, and no time before 1980 or after 2100 of the epoch", () => {
    expect(timeFormOf("1772353800", "time")).toBe("seconds");
    expect(timeFormOf("99999999999", "time")).toBe(null);
    expect(timeFormOf("100000000000", "time")).toBe("milliseconds");
    for (const column of ["time_ms", "timeMs"]) expect(timeFormOf("5", column)).toBe("milliseconds");
    for (const column of ["ms", "items"]) expect(timeFormOf("5", column)).toBe("seconds");
    expect(timeFormOf(true, "time")).toBe(null);
    const [first, last] = [Date.UTC(1980, 0), Date.UTC(2100, 0)];
    expect([first, first - 1].map((timeMs) => readTime(timeMs, "milliseconds", true))).toEqual([first, NONE]);
    expect([last, last + 1].map((timeMs) => readTime(timeMs, "milliseconds", false))).toEqual([last, NONE]);
    expect(readTime("1.0006", "seconds", false)).toBe(1001);
    expect(readTime("1", "seconds", true)).toBeNaN();
  });

  test("identity is the whole number of 64 bits that is written, and else a hash of what is", () => {
    expect(idOf("7")).toEqual([0, 7]);
    expect(idOf("4294967297")).toEqual([1, 1]);
    expect(idOf("18446744073709551615")).toEqual([0xffffffff, 0xffffffff]);
    const others = ["18446744073709551616", "a", "b", "ab", "ba", "-1", ""].map((written) => idOf(written).join());
    expect(new Set(others).size).toBe(others.length);
  });
});

test("a row fills every column of its event, with what is usual where it says nothing", () => {
  const row = { text: null, caller: "138", label: null } as const;
  const rows: Row[] = [
    { ...row, line: 5 },
    { ...row, line: 6, durationS: 0 },
    { ...row, line: 7, durationS: 9, timeMs: 1000, callee: "139", route: 3, direction: DIRECTION_SENT, provenance: 12 },
    { ...row, line: 8, durationS: 9, answered: 0 },
    { ...row, line: 9, text: "hello", durationS: 9, answered: 1 },
    { ...row, line: 4294967296 + 3, id: "" },
  ];
  const events = EventBatch.allocate(rows.length);
  fillEvents(events, rows, 0);
  const column = (values: ArrayLike<number>) => Array.from(values).slice(0, rows.length);
  expect(column(events.kind)).toEqual(rows.map(({ text }) => (text === null ? KIND_CALL : KIND_MESSAGE)));
  expect(column(events.timeMs)).toEqual([5, 6, 1000, 8, 9, 4294967299]);
  expect(column(events.answered)).toEqual([ANSWERED_UNKNOWN, 0, 1, 0, 0, ANSWERED_UNKNOWN]);
  expect(column(events.durationS)).toEqual([0, 0, 9, 9, 0, 0]);
  expect(column(events.direction)).toEqual(
    [0, 1, 2, 3, 4, 5].map((at) => (at === 2 ? DIRECTION_SENT : DIRECTION_UNKNOWN)),
  );
  expect([events.route[2], events.provenance[2], events.provenance[0]]).toEqual([3, 12, 0]);
  expect([events.idHigh[5], events.idLow[5], events.idLow[0]]).toEqual([1, 3, 5]);
  fillEvents(events, rows, 4);
  expect([events.count, textOf(events, 0), events.kind[1]]).toEqual([2, "hello", KIND_CALL]);
});

test("reads every day around the leap days of four centuries like Date, and as many digits of a fraction as are written", () => {
  const days = [1799, 1899, 1995, 2095, 2299].flatMap((year) =>
    Array.from({ length: 6 * 366 }, (_, day) => new Date(Date.UTC(year, 11, 31 + day))),
  );
  expect(days.filter((day) => readIsoTime(day.toISOString()) !== day.getTime())).toEqual([]);
  const fractions = [".5", ",25", ".125", ".9999999", ".", ""].map((end) => readIsoTime(`1970-01-01T00:00:00${end}`));
  expect(fractions).toEqual([500, 250, 125, 999, NONE, 0]);
});

describe("PositiveLabels", () => {
  test("compares without regard to case and takes a trailing * as a prefix", () => {
    const labels = new PositiveLabels(DEFAULT_POSITIVE_LABELS);
    for (const label of ["Fraud", "SPAM", "fr:phishing(Bank)", "FR:"]) expect(labels.matches(label)).toBe(true);
    for (const label of ["ham", "FR", "spammy", "", "IL:Gambling", "__proto__"])
      expect(labels.matches(label)).toBe(false);
  });

  test("refuses an empty list", () => {
    expect(() => new PositiveLabels(" , ")).toThrow("at least one label");
  });
});

describe("fillEvents", () => {
  test("copies any units as they are, each text behind the one before", () => {
    const texts = ["\0a\ud83d", "\udc00", "中文ÿĀ😀", "e\u0301"];
    const rows = texts.map((text, index) => ({ line: index + 1, text, caller: null, label: null }));
    const events = EventBatch.allocate(rows.length);
    fillEvents(events, rows, 0);
    expect(rows.map((_, row) => textOf(events, row))).toEqual(texts);
    expect(events.caller[0]).toBe(WITHHELD);
  });

  test("cuts a long text and never inside a surrogate pair", () => {
    const events = EventBatch.allocate(1);
    const text = `${"x".repeat(MAX_TEXT_UNITS - 1)}😀`;
    expect(fillEvents(events, [{ line: 2, text, caller: null, label: null }], 0)).toBe(1);
    expect(textOf(events, 0)).toHaveLength(MAX_TEXT_UNITS - 1);
    expect(screenedUnits("x".repeat(MAX_TEXT_UNITS))).toBe(MAX_TEXT_UNITS);
    expect(screenedUnits("\ud800".repeat(MAX_TEXT_UNITS + 1))).toBe(MAX_TEXT_UNITS);
  });
});

/** Every column of a batch, by name. */
function columnsOf(events: EventBatch): [string, ArrayLike<number>][] {
  return Object.entries(events).filter((entry): entry is [string, Uint8Array] => ArrayBuffer.isView(entry[1]));
}

test("rows of a part of a file leave no column behind when they are copied, all or some", () => {
  const numbers = { caller: "13800138000", callee: "13900139000" };
  const common = { ...numbers, line: 7, label: null, timeMs: 99, route: 3, id: "5" };
  const read = [
    { ...common, text: "héllo", direction: 2 },
    { ...common, text: null, durationS: 60, answered: 1 },
  ];
  const rows = EventRows.attach(EventRows.of(read, CHINA, new RowChunks()).handle);
  const { events } = rows.chunks[0]!;

  for (const places of [null, Uint32Array.of(0, 1)]) {
    const copied = EventBatch.allocate(CHUNK_ROWS);
    for (const [, column] of columnsOf(copied)) (column as Uint8Array).fill(99);
    rows.copyInto(copied, places, 0);
    const originals = new Map(columnsOf(events));
    expect(originals.size).toBeGreaterThan(10);
    for (const [name, column] of columnsOf(copied)) {
      const length = name === "text" ? "héllo".length : name === "textStart" ? 3 : 2;
      const first = (values: ArrayLike<number>): number[] => Array.from({ length }, (_, at) => values[at]!);
      expect([name, first(column)]).toEqual([name, first(originals.get(name)!)]);
    }
  }
});
