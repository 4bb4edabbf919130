import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readRows } from "../../bench/harness/recorded.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import type { ColumnRequest } from "../../src/rows/choose-columns.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { RowReader } from "../../src/rows/read-rows.ts";
import type { RowBatch } from "../../src/rows/row.ts";
import { type Read, readAll } from "./read-all.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("recorded-rows");

const sourceOf = (text: string, columns: ColumnRequest = {}) => ({
  file: "-",
  columns,
  input: Readable.from([Buffer.from(text)], { objectMode: true }),
});

const read = (text: string, columns?: ColumnRequest): Promise<Read> => readAll(sourceOf(text, columns));

describe("times", () => {
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

  it.each([
    ["seconds", "1772353800", ["1772353801000", "10000000000", "5"]],
    ["milliseconds", "1772353800000", ["1772353801", "10000000000000", "1772353801000000"]],
  ])("are set aside where they have another unit than %s", async (form, usual, others) => {
    const lines = others.flatMap((other) => [`1,${usual}`, `2,${other}`]);
    const { rows, setAside, reader } = await read(`from,time\n${lines.join("\n")}\n`);
    expect(reader.facts.timeForm).toBe(form);
    expect(rows.map((row) => row.timeMs)).toEqual(others.map(() => 1772353800000));
    expect(setAside.map(({ line, reason }) => [line, reason])).toEqual([3, 5, 7].map((at) => [at, "timeNotReadable"]));
  });

  it("may count from the start of a simulation", async () => {
    const { rows } = await read("from,time\n1,0\n2,3600\n");
    expect(rows.map((row) => row.timeMs)).toEqual([0, 3_600_000]);
  });
});

describe("the columns of recorded calls", () => {
  it("are found by themselves, and read", async () => {
    const { rows } = await read(
      "id,from,to,start_time,duration,answered,route\n9007199254740993,138,139,2026-03-01,61.4,Yes,virtual\n",
    );
    const calls = { line: 2, caller: "138", callee: "139", timeMs: Date.UTC(2026, 2, 1), id: "9007199254740993" };
    const rest = { text: null, label: null, durationS: 61, answered: 1, route: 1, direction: null, provenance: 0 };
    expect(rows).toEqual([{ ...calls, ...rest }]);
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
});

const readFile = async (name: string, text: string, columns: ColumnRequest = {}): Promise<Read> => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return readAll({ file, columns });
};

const rowsOf = (first: string, rest: string): string =>
  `from,to,time,duration\n${first}\n${Array.from({ length: 9 }, () => rest).join("\n")}\n`;

describe("the columns of a plain file", () => {
  it("are told by their first values, whichever row has them", async () => {
    const { rows, setAside, reader } = await readFile("late.csv", rowsOf("1,2,,", "1,2,2026-03-01,60"));
    expect([rows.length, setAside.length]).toEqual([10, 0]);
    expect(rows[1]).toMatchObject({ timeMs: Date.UTC(2026, 2, 1), durationS: 60 });
    expect(reader.facts).toMatchObject({ timeForm: "iso", leftOut: [] });
  });

  it("are left out, with the reason, where the first value is something else", async () => {
    const { rows, reader } = await readFile("other.csv", rowsOf("1,2,N/A,-1", "1,2,N/A,-1"));
    expect(rows).toHaveLength(10);
    expect(reader.facts.columns).toMatchObject({ time: null, duration: null });
    expect(reader.facts.leftOut).toEqual([
      { column: "time", role: "time", why: 'its first value, "N/A", is not a time' },
      { column: "duration", role: "duration", why: 'its first value, "-1", is not a number of seconds from 0 on' },
    ]);
  });

  it("are chosen of JSON Lines from the keys of the first thousand objects", async () => {
    const message = '{"text":"hello"}\n';
    const call = '{"from":"138","time":"2026-03-01","duration":5,"colour":"red"}\n';
    const { reader } = await readFile("mixed.jsonl", message.repeat(400) + call.repeat(599));
    expect(reader.facts.columns).toMatchObject({ text: "text", caller: "from", time: "time", duration: "duration" });
    expect(reader.facts.leftOut).toEqual([{ column: "colour", role: null, why: "no role has its name" }]);
  });
});

describe("the columns of a pipe", () => {
  it("are told by the first row, and rows do not wait for others", async () => {
    const input = new PassThrough();
    const reader = new RowReader({ file: "-", columns: {}, input, until: new AbortController().signal });
    const batches = reader.batches();
    input.write('{"text":"hello","time":"noon"}\n');
    const first = await batches.next();
    expect((first.value as RowBatch).rows).toMatchObject([{ text: "hello", timeMs: null }]);
    expect(reader.facts.leftOut).toMatchObject([{ role: "time", why: 'its first value, "noon", is not a time' }]);
    input.end('{"message":"world","from":"138","duration":7}\n');
    const second = await batches.next();
    expect((second.value as RowBatch).rows).toMatchObject([{ caller: "138", durationS: 7, text: null }]);
    await batches.return(undefined);
  });

  it("that were asked for may come later, while rows without them go on", async () => {
    const input = new PassThrough();
    const until = new AbortController().signal;
    const reader = new RowReader({ file: "-", columns: { label: "class", callee: "peer" }, input, until });
    const batches = reader.batches();
    const rowsBehind = async (line: string) => {
      input.write(`${line}\n`);
      return ((await batches.next()).value as RowBatch).rows;
    };
    expect(await rowsBehind('{"text":"a"}')).toMatchObject([{ text: "a", label: null }]);
    expect(await rowsBehind('{"text":"b","label":"no","from":"138"}')).toMatchObject([{ label: null, caller: "138" }]);
    expect(await rowsBehind('{"text":"c","class":"ham","peer":"139"}')).toMatchObject([
      { label: "ham", callee: "139" },
    ]);
    await batches.return(undefined);
  });
});

describe("rows for a bench", () => {
  it("are those of a file in order of time, up to a limit", async () => {
    const text = "from,to,time,duration,text,label\n1,2,20,5,,b\n3,4,10,,hi,a\n5,6,,0,,c\n7,8,30,,,d\n";
    const { rows, isCut } = await readRows(sourceOf(text), 3);
    const events = EventBatch.allocate(rows.length);
    fillEvents(events, rows, 0);
    expect(rows.map(({ label }) => label)).toEqual(["a", "c", "b"]);
    expect(isCut).toBe(true);
    expect([...events.kind.subarray(0, 3)]).toEqual([KIND_MESSAGE, KIND_CALL, KIND_CALL]);
    expect([...events.callee.subarray(0, 3)]).toEqual(["4", "6", "2"].map(parseIdentity));
    expect([...events.answered.subarray(0, 3)]).toEqual([0, 0, 1]);
    expect(events.timeMs[2]).toBe(20_000);
  });

  it("stay behind the one before them without a time, and in order where times are equal", async () => {
    const times = ["30", "", "10", "10", "", "20"];
    const { rows } = await readRows(sourceOf(`from,time\n${times.map((time) => `1,${time}\n`).join("")}`), 9);
    expect(rows.map(({ line }) => line)).toEqual([4, 5, 6, 7, 2, 3]);
  });
});
