/** Events as a stream has them: what is read is what was written, and nothing else is taken. */
import { expect, test } from "vitest";
import { partitionOf, readEventLines, STREAM_TIMES, writeEvent } from "../../../src/gateway/stream/event-lines.ts";
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
const read = (text: string, times: (typeof STREAM_TIMES)[number] = "iso") => readEventLines(Buffer.from(text), times);

test.each(["seconds", "milliseconds", "iso"] as const)("a time written as %s is read as the same", (times) => {
  const [event] = read(writeEvent(row, times), times);
  expect(event).toMatchObject({ id: "7", text: row.text, caller: row.caller, callee: row.callee });
  expect((event!.time as Date).getTime()).toBe(AT_MS);
});

test("a row without a time has none, in whatever form", () => {
  for (const times of STREAM_TIMES)
    expect(read(writeEvent({ ...row, timeMs: null }, times), times)[0]).not.toHaveProperty("time");
  expect(() => writeEvent(row, "none")).toThrow("line 7: expected no time, as the stream states");
  expect(() => writeEvent({ ...row, timeMs: 12 }, "milliseconds")).toThrow("from 1980 to 2100");
});

test.each([
  ["no JSON", "{", "event 1: expected a JSON object"],
  ["a list", "[]", "event 1: expected a JSON object"],
  ["nothing", "null", "event 1: expected a JSON object"],
  ["a time in another form", '{"caller":"1"}\n{"caller":"1","time":1772323200}', "event 2: expected a time as iso"],
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
