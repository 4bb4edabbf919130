import { expect, test } from "vitest";
import { chooseColumns, type ColumnRole } from "../../src/rows/choose-columns.ts";

/** Under which names a column is looked for, the first that is there being taken. */
const NAMES: Partial<Record<ColumnRole, string>> = {
  text: "text message body content sms",
  caller: "caller sender number from peer",
  label: "label class category",
  callee: "callee called receiver recipient destination to",
  time: "time timestamp datetime date start_time startTime start time_ms timeMs",
  duration: "duration duration_s durationS duration_seconds seconds billsec",
  answered: "answered disposition status",
  route: "route network",
  direction: "direction dir",
  id: "id event_id eventId uuid",
};

test.each(Object.entries(NAMES) as [ColumnRole, string][])("the %s is in the first column named %s", (role, names) => {
  // Something to screen, which names no column of another kind.
  const main = role === "text" ? "caller" : "text";
  for (let left = names.split(" "); left.length > 0; left = left.slice(1)) {
    expect(chooseColumns([...left.toReversed(), main], {})[role]).toBe(left[0]);
    expect(chooseColumns([left[0]!.toUpperCase(), main], {})[role]).toBe(left[0]!.toUpperCase());
  }
});

test("a column that was asked for serves for that alone, and a file needs a text or a caller", () => {
  expect(chooseColumns(["text", "date"], { label: "date" })).toMatchObject({ label: "date", time: null });
  expect(chooseColumns(["text", "to"], { caller: "to" })).toMatchObject({ caller: "to", callee: null });
  expect(() => chooseColumns(["label", "time"], {})).toThrow("no column to screen");
});
