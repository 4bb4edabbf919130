import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import type { ColumnRequest } from "../../src/rows/choose-columns.ts";
import { readIsoTime } from "../../src/rows/event-values.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { RowReader } from "../../src/rows/read-rows.ts";
import { readRecordedRows } from "../../src/rows/recorded-rows.ts";
import type { RowBatch } from "../../src/rows/row.ts";

const sourceOf = (text: string, columns: ColumnRequest = {}) => ({
  file: "-",
  columns,
  input: Readable.from([Buffer.from(text)], { objectMode: true }),
});

async function read(text: string, columns?: ColumnRequest): Promise<RowBatch & { reader: RowReader }> {
  const reader = new RowReader(sourceOf(text, columns));
  const all: RowBatch = { rows: [], setAside: [] };
  for await (const { rows, setAside } of reader.batches()) {
    all.rows.push(...rows);
    all.setAside.push(...setAside);
  }
  return { ...all, reader };
}

describe("times", () => {
  it.each([
    ["2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000Z"],
    ["2026-03-01 08:30", "2026-03-01T08:30:00.000Z"],
    ["2026/03/01 08:30:05.25", "2026-03-01T08:30:05.250Z"],
    ["2026-03-01T08:30:00+08:00", "2026-03-01T00:30:00.000Z"],
    ["2026-03-01T08:30:00.1234567-0330", "2026-03-01T12:00:00.123Z"],
    ["2026-03-01T08:30:00+08", "2026-03-01T00:30:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("%s is %s", (written, expected) => {
    expect(new Date(readIsoTime(written)).toISOString()).toBe(expected);
  });

  it.each([
    "2026-02-29",
    "2026-13-01",
    "2026-3-1",
    "2026-03-01T24:00",
    "2026-03-01T08:30:00+15:00",
    "yesterday",
    "",
    "2026-03-01x",
  ])("%j is none", (written) => {
    expect(readIsoTime(written)).toBeNaN();
  });

  it.each([
    ["seconds", "1772353800", "1772353801.5", 1772353801500],
    ["milliseconds", "1772353800000", "1772353801500", 1772353801500],
    ["iso", "2026-03-01T08:30:00Z", "2026-03-01 08:30:01.5", 1772353801500],
  ])("are read as %s throughout a file whose first time is such", async (form, first, second, timeMs) => {
    const { rows, setAside, reader } = await read(`from,time\n1,${first}\n2,${second}\n3,\n4,soon\n`);
    expect(reader.facts.timeForm).toBe(form);
    expect(rows.map((row) => row.timeMs)).toEqual([1772353800000, timeMs, null]);
    expect(setAside).toMatchObject([{ line: 5, reason: "timeNotReadable", detail: 'column "time"' }]);
  });

  it("are milliseconds, however small, where the name of the column says so", async () => {
    const { rows } = await read("from,time_ms\n1,5\n");
    expect(rows[0]!.timeMs).toBe(5);
  });
});

describe("the columns of recorded calls", () => {
  it("are found by themselves, and read", async () => {
    const { rows } = await read(
      "id,from,to,start_time,duration,answered,route\n9007199254740993,138,139,2026-03-01,61.4,Yes,virtual\n",
    );
    expect(rows).toEqual([
      {
        line: 2,
        text: null,
        caller: "138",
        label: null,
        callee: "139",
        timeMs: Date.UTC(2026, 2, 1),
        durationS: 61,
        answered: 1,
        route: 1,
        direction: null,
        id: "9007199254740993",
      },
    ]);
  });

  it("are passed over where their first value shows that they are something else, unless they were asked for", async () => {
    const text = "text,date,status,to\nhello,12 March,delivered,139\nworld,13 March,read,139\n";
    const found = await read(text);
    expect(found.rows).toHaveLength(2);
    expect(found.reader.facts.columns).toMatchObject({ time: null, answered: null, callee: "to" });
    const asked = await read(text, { answered: "status" });
    expect(asked.setAside.map(({ reason }) => reason)).toEqual(["answeredNotReadable", "answeredNotReadable"]);
  });

  it.each([
    ["duration", "-1", "durationNotReadable"],
    ["answered", "perhaps", "answeredNotReadable"],
    ["route", "carrier pigeon", "routeNotReadable"],
  ])("set aside a row whose %s cannot be read, and name the column", async (column, value, reason) => {
    const good = { duration: "1", answered: "1", route: "mobile" }[column];
    const { rows, setAside } = await read(`from,${column}\n1,${good}\n2,${value}\n`);
    expect(rows).toHaveLength(1);
    expect(setAside).toMatchObject([{ line: 3, reason, detail: `column "${column}"` }]);
  });

  it("do not take a column that is asked for as something else", async () => {
    const { reader } = await read("text,date\nhello,2026-03-01\n", { label: "date" });
    expect(reader.facts.columns).toMatchObject({ label: "date", time: null });
  });
});

describe("readRecordedRows", () => {
  it("has the rows of a file in order of time, up to a limit", async () => {
    const text = "from,to,time,duration,text,label\n1,2,20,5,,b\n3,4,10,,hi,a\n5,6,,0,,c\n7,8,30,,,d\n";
    const { rows, isCut } = await readRecordedRows({ ...sourceOf(text), limit: 3 });
    const events = EventBatch.allocate(rows.length);
    fillEvents(events, rows, 0);
    expect(rows.map(({ label }) => label)).toEqual(["a", "c", "b"]);
    expect(isCut).toBe(true);
    expect([...events.kind.subarray(0, 3)]).toEqual([KIND_MESSAGE, KIND_CALL, KIND_CALL]);
    expect([...events.callee.subarray(0, 3)]).toEqual(["4", "6", "2"].map(parseIdentity));
    expect([...events.answered.subarray(0, 3)]).toEqual([0, 0, 1]);
    expect(events.timeMs[2]).toBe(20_000);
  });

  it("says why there is nothing to read", async () => {
    await expect(readRecordedRows(sourceOf("text\n"))).rejects.toMatchObject({ code: "noData" });
  });
});
