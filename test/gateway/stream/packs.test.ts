/** What goes over the wire: packs of events and verdicts, and which partition a caller belongs to. */
import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  oneof,
  option,
  property,
  record,
  string,
  stringMatching,
} from "fast-check";
import { expect, test } from "vitest";
import { parseIdentity } from "../../../src/event/identity.ts";
import { textOf } from "../../../src/event/event-batch.ts";
import { PackBuilder, readEventPack } from "../../../src/gateway/stream/event-pack.ts";
import { frame } from "../../../src/gateway/stream/frame.ts";
import { partitionsInto } from "../../../src/gateway/stream/partition.ts";
import {
  BEGINNING,
  readVerdictPack,
  VerdictColumns,
  VerdictDigest,
  writeVerdictPack,
} from "../../../src/gateway/stream/verdict-pack.ts";
import { CHINA } from "../../../src/rows/country.ts";
import { EventRows, type RowChunk, RowChunks } from "../../../src/rows/event-rows.ts";
import type { Row } from "../../../src/rows/row.ts";

const HEAD = { front: "a-file", after: 7, hasPast: true };

function eventsOf(rows: readonly Row[]): EventRows {
  const events = new EventRows(CHINA, new RowChunks());
  for (const row of rows) events.add(row);
  return events;
}

function packOf(rows: readonly Row[]): Uint8Array {
  const builder = new PackBuilder();
  const [chunk] = eventsOf(rows).chunks;
  for (let row = 0; row < rows.length; row++) builder.add(chunk!, row);
  return builder.take(HEAD);
}

function readRows(message: Uint8Array, behind?: number): EventRows {
  const rows = new EventRows(CHINA, new RowChunks());
  readEventPack(message, "a message", rows, behind);
  return rows;
}

/** A pack of columns of any size, with a right checksum. */
const framed = (head: object, columns: readonly Uint8Array[]): Uint8Array =>
  frame("RFE1", head, { all: ["u8", Buffer.concat(columns).length] }, { all: Buffer.concat(columns) });

const packColumns = (caller: number, units: number, bits: number, callee = 1) => [
  new Uint8Array(Float64Array.of(caller, callee).buffer),
  new Uint8Array(Uint32Array.of(0, 0).buffer),
  new Uint8Array(Uint16Array.of(0, units, bits).buffer),
];

const partitionsOf = (written: readonly string[], partitions: number): number[] => {
  const out = new Uint16Array(written.length);
  partitionsInto(Float64Array.from(written, parseIdentity), written.length, partitions, out);
  return [...out];
};

const verdictsOf = (rows: readonly (readonly [number, number, number, number])[]): VerdictColumns => {
  const made = new VerdictColumns();
  for (const [at, [line, decision, score, evidence]] of rows.entries()) {
    [made.line[at], made.decision[at], made.score[at], made.evidence[at]] = [line, decision, score, evidence];
  }
  made.rows = rows.length;
  return made;
};

const digestOf = (...parts: VerdictColumns[]): string => {
  const digest = new VerdictDigest();
  for (const part of parts) digest.add(part);
  return digest.written;
};

const SMALL: Row[] = [
  { line: 2, text: "您的快递 hello", caller: "0095588", label: "fraud", callee: "13900139000", timeMs: 1.7e12 },
  { line: 3, text: null, caller: "13800138000", label: null, callee: null, timeMs: 1.7e12 - 5, durationS: 9, id: "x" },
  { line: 9, text: "plain text", caller: null, label: null, route: 4, direction: 2, provenance: 77 },
];

const anyRow = record({
  text: option(string({ unit: "binary", maxLength: 1200 })),
  caller: constantFrom("13800138000", "+8613800138000", "ICBC", "0095588", "a sender with a long name", ""),
  callee: option(constantFrom("13900139000", "110")),
  timeMs: option(oneof(integer({ min: 0, max: 2e12 }), double({ noNaN: true, min: 0, max: 1e12 }))),
  durationS: option(integer({ min: 0, max: 60_000 })),
  answered: option(constantFrom(0, 1)),
  route: option(integer({ min: 0, max: 4 })),
  direction: option(integer({ min: 0, max: 2 })),
  provenance: integer({ min: 0, max: 0xffffffff }),
  id: option(stringMatching(/^[0-9a-f]{1,16}$/)),
});

test("of events that came before, a pack has only the rest", () => {
  const given = array(anyRow, { minLength: 1, maxLength: 40 });
  assert(
    property(given, integer({ min: 0, max: 40 }), (some, known) => {
      const rows = some.map((row, at): Row => ({ ...row, label: null, line: 2 + at * 3 }));
      const found = readRows(packOf(rows), known * 3);
      const rest = rows.filter(({ line }) => line > known * 3);
      expect(found.count).toBe(rest.length);
      if (rest.length === 0) return;
      const [is, ought] = [found.chunks[0]!, readRows(packOf(rest)).chunks[0]!];
      for (let row = 0; row < rest.length; row++) expect(columnsAt(is, row)).toEqual(columnsAt(ought, row));
      expect(found.times).toEqual(eventsOf(rest).times);
    }),
    { numRuns: 30 },
  );
});

const columnsAt = ({ events, line, told }: RowChunk, row: number) => {
  const text = [...events.text.subarray(events.textStart[row], events.textStart[row + 1])];
  const names = ["caller", "callee", "timeMs", "idLow", "idHigh", "kind", "route", "direction", "answered"] as const;
  const rest = [events.durationS[row], events.provenance[row], line[row], told[row]];
  return [...names.map((name) => events[name][row]), ...rest, ...text];
};

test("a pack holds of its events all that screening reads, whatever they are", () => {
  assert(
    property(array(anyRow, { minLength: 1, maxLength: 40 }), (given) => {
      const rows = given.map((row, at): Row => ({ ...row, label: null, line: 2 + at * 3 }));
      const sent = eventsOf(rows);
      const found = readRows(packOf(rows));
      expect(found.count).toBe(rows.length);
      expect(found.times).toEqual(sent.times);
      expect(found.lines).toEqual(sent.lines);
      const [before, after] = [sent.chunks[0]!, found.chunks[0]!];
      for (let row = 0; row < rows.length; row++) {
        for (const column of ["timeMs", "idLow", "idHigh", "kind", "route", "direction", "caller"] as const) {
          expect(after.events[column][row]).toBe(before.events[column][row]);
        }
        for (const column of ["callee", "provenance", "answered", "durationS"] as const) {
          expect(after.events[column][row]).toBe(before.events[column][row]);
        }
        expect(textOf(after.events, row)).toBe(textOf(before.events, row));
        expect(after.told[row]).toBe(before.told[row]);
      }
    }),
    { numRuns: 60 },
  );
});

test("plain calls take some thirty bytes each", () => {
  const rows = Array.from({ length: 1000 }, (_, at): Row => {
    return { line: at + 2, text: null, caller: "13800138000", label: null, callee: "110", timeMs: 1.7e12 + at };
  });
  expect(packOf(rows).length / rows.length).toBeLessThan(31);
});

test("a damaged, cut or newer message is named, and never read", () => {
  const message = packOf(SMALL);
  for (let at = 0; at < message.length; at += 3) {
    const broken = message.slice();
    broken[at]! ^= 1;
    expect(() => readRows(broken), `byte ${at}`).toThrow(/^a message: expected a message of kind RFE1, found /);
  }
  for (const length of [0, 3, 11, 40, message.length - 1])
    expect(() => readRows(message.slice(0, length))).toThrow("RFE1");
  const newer = message.slice();
  newer[3] = "2".charCodeAt(0);
  expect(() => readRows(newer)).toThrow("another version of ringfence wrote it");
});

test("columns that no front would write are refused, though the checksum is right", () => {
  const head = {
    ...HEAD,
    rows: 1,
    firstLine: 2,
    lastLine: 2,
    baseMs: 0,
    hasIds: false,
    hasRecords: false,
    textBytes: 0,
  };
  expect(readRows(framed(head, packColumns(1, 0, 0))).count).toBe(1);
  for (const wrong of [
    packColumns(Number.NaN, 0, 0),
    packColumns(9e15, 0, 0),
    packColumns(-1, 0, 0),
    packColumns(0.5, 0, 0),
  ]) {
    expect(() => readRows(framed(head, wrong))).toThrow("a row that no event can be (1 of 1)");
  }
  // A text where there is none, a call with one, a route and a direction that there are not.
  for (const [units, bits] of [
    [5, 9],
    [5, 8],
    [0, 7 << 3],
    [0, 3 << 6],
    [0, 3 << 8],
    [0, 1 << 12],
  ] as const) {
    expect(() => readRows(framed(head, packColumns(1, units, bits)))).toThrow("a row that no event can be");
  }
  expect(() => readRows(framed({ ...head, rows: 5000 }, []))).toThrow("a head without a right rows");
  expect(() => readRows(framed({ ...head, rows: 2 }, packColumns(1, 0, 0)))).toThrow("columns that are too short");
  expect(() => readRows(framed({ ...head, front: "a.b" }, packColumns(1, 0, 0)))).toThrow(
    "a head without a right front",
  );
  expect(() => readRows(framed(head, [...packColumns(1, 0, 0), new Uint8Array(1)]))).toThrow("more than its columns");
});

test("a caller is in one partition however the number is written, and callers are spread over all", () => {
  expect(new Set(partitionsOf(["13800138000", "+8613800138000", "008613800138000"], 1024)).size).toBe(1);
  const counts = new Uint32Array(8);
  const numbers = Array.from({ length: 8000 }, (_, at) => String(13_800_138_000 + at * 7));
  for (const partition of partitionsOf(numbers, 8)) counts[partition]!++;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
  // Other workers and fronts must come to the same.
  expect(partitionsOf(["13800138000", "0095588", "ICBC", "", "10690001"], 64)).toMatchInlineSnapshot(`
    [
      42,
      8,
      3,
      12,
      23,
    ]
  `);
});

test("a digest is the same whatever the order, and another when any verdict is", () => {
  const rows = [
    [2, 0, -420, 0],
    [3, 2, 700, 5],
    [4, 1, 100, 1],
  ] as const;
  const whole = digestOf(verdictsOf(rows));
  expect(digestOf(verdictsOf(rows.slice(1)), verdictsOf(rows.slice(0, 1)))).toBe(whole);
  const merged = new VerdictDigest(digestOf(verdictsOf(rows.slice(2))));
  merged.merge(digestOf(verdictsOf(rows.slice(0, 2))));
  expect(merged.written).toBe(whole);
  for (const other of [
    [5, 2, 700, 5],
    [3, 1, 700, 5],
    [3, 2, 701, 5],
    [3, 2, 700, 4],
  ] as const) {
    expect(digestOf(verdictsOf([rows[0], other, rows[2]]))).not.toBe(whole);
  }
  expect(digestOf(verdictsOf([...rows, rows[0]]))).not.toBe(whole);
  const position = { ...BEGINNING, input: 9, events: 3, digest: whole };
  const head = { ...position, front: "f", worker: "w", passedOver: null };
  const read = new VerdictColumns();
  expect(readVerdictPack(writeVerdictPack(head, verdictsOf(rows)), "here", read)).toMatchObject(head);
  expect(digestOf(read)).toBe(whole);
  const empty = { ...head, front: null, passedOver: "damaged" };
  expect(readVerdictPack(writeVerdictPack(empty, verdictsOf([])), "here")).toMatchObject({ ...empty, rows: 0 });
});
