/** Events as a stream has them: what is read is what was written, and nothing else is taken. */
import { expect, test } from "vitest";
import { partitionOf, readEventLines, writeEvent } from "../../../src/gateway/stream/event-lines.ts";
import { CHINA } from "../../../src/rows/country.ts";
import type { Row } from "../../../src/rows/row.ts";

const AT_MS = Date.UTC(2026, 2, 1, 8, 30, 0, 250);
const row: Row = {
  line: 7,
  text: "hello\nthere",
  caller: "13800138000",
  label: null,
  callee: "13900139000",
  timeMs: AT_MS,
  durationS: null,
  answered: null,
  route: 1,
  direction: 1,
  provenance: 0,
  id: null,
};
const of = (caller: string | null) => partitionOf(caller, CHINA, 8);
const read = (text: string) => readEventLines(Buffer.from(text));

test("an event that was written is read as the same, with its time as ISO 8601", () => {
  const written = writeEvent(row);
  expect(JSON.parse(written)).toMatchObject({ time: "2026-03-01T08:30:00.250Z" });
  expect(read(written)).toMatchObject([
    { id: "7", text: row.text, caller: row.caller, callee: row.callee, time: new Date(AT_MS), direction: "received" },
  ]);
});

test("a row without a time has none", () => {
  expect(read(`${writeEvent({ ...row, timeMs: null })}\n{"caller":"1","time":null}`)).toMatchObject([
    { id: "7", time: null },
    { caller: "1", time: null },
  ]);
});

test.each([
  ["no JSON", "{", "event 1: expected a JSON object"],
  ["a list", "[]", "event 1: expected a JSON object"],
  ["nothing", "null", "event 1: expected a JSON object"],
  ["a time as a number", '{"caller":"1"}\n{"caller":"1","time":1772323200000}', "event 2: expected a time as ISO 8601"],
  ["a time that is none", '{"caller":"1","time":"yesterday"}', "event 1: expected a time as ISO 8601"],
  ["a long identity", `{"id":"${"x".repeat(257)}"}`, "expected an id of at most 256 characters"],
  ["too many events", '{"caller":"1"}\n'.repeat(501), "expected no more in a message"],
])("a message is refused that has %s", (_, text, words) => {
  expect(() => read(text)).toThrow(words);
});

test("a caller has one partition, however the number is written, and withheld callers have one", () => {
  expect(new Set(["13800138000", "+86 138 0013 8000", "008613800138000"].map(of)).size).toBe(1);
  expect(of(null)).toBe(of(""));
  expect(new Set(Array.from({ length: 200 }, (__, at) => of(String(13_800_138_000 + at)))).size).toBe(8);
});
