/** Exact reading of separated values: what tolerant reading sets aside is an error here, and all else is the same. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RowMaker } from "../../../src/rows/row-maker.ts";
import { DelimitedParser } from "../../../src/rows/csv/delimited-parser.ts";
import { exactRecords } from "../../../src/rows/csv/exact-records.ts";
import { type Line, LineSplitter } from "../../../src/rows/lines/line-splitter.ts";
import type { RowBatch } from "../../../src/rows/row.ts";

function linesOf(content: string | Uint8Array): Line[] {
  const splitter = new LineSplitter();
  return [...splitter.push(Buffer.from(content as string)), ...splitter.end()];
}

const readExactly = (content: string | Uint8Array): string[][] => exactRecords("list.csv", linesOf(content));

test("Where tolerant reading sets a line aside, exact reading ends with an error, and nowhere else", () => {
  const line = fc.constantFrom("a,b", '"a","b"', '"a""",b', 'a"b,c', '"a"b,c', "a", "a,b,c", '"open,b', '"a\nb",c');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const content = ["text,caller", ...lines].join("\n");
      const out: RowBatch = { rows: [], setAside: [] };
      const parser = new DelimitedParser("csv", new RowMaker({}));
      parser.push(linesOf(content), out);
      parser.end(out);
      expect(outcomeOf(content)).toEqual(out.setAside.length > 0 ? "refused" : out.rows.map(({ text }) => text));
    }),
    { numRuns: 300 },
  );
});

test("Blank lines are left out, and a record of another length is refused with its number", () => {
  expect(readExactly("a,b\n\n1,\n")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
  expect(() => readExactly("a,b\n1\n")).toThrow("list.csv: record 2 has 1 fields, and the first has 2");
  expect(() => readExactly(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))).toThrow("record 2 is no UTF-8");
});

/** The texts of exact reading; "refused" where it names a record that it does not take. */
function outcomeOf(content: string): "refused" | (string | undefined)[] {
  try {
    return readExactly(content)
      .slice(1)
      .map(([text]) => text);
  } catch (error) {
    if (/^list\.csv: record \d+ /.test((error as Error).message)) return "refused";
    throw error;
  }
}
