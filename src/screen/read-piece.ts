/** Reads a piece of a file into columns of events. */
import { isUtf8 } from "node:buffer";
import { assert } from "../core/assert.ts";
import { DelimitedParser } from "../rows/csv/delimited-parser.ts";
import { readPlainLines } from "../rows/csv/plain-lines.ts";
import type { EventRows } from "../rows/event-rows.ts";
import { JsonLinesParser } from "../rows/json-lines/json-lines-parser.ts";
import { LineSplitter, MAX_LINE_BYTES } from "../rows/lines/line-splitter.ts";
import type { LineLedger } from "../rows/row-parser.ts";
import type { RowBatch, SetAside } from "../rows/row.ts";
import type { PieceRead, ReadTask } from "./piece.ts";

const LF = 10;

type PieceLines = Pick<PieceRead, "ledger" | "heldLines" | "isBehindBroken"> & {
  readonly setAside: readonly SetAside[];
};

export function readPiece({ bytes, linesBefore, start, isLast }: Omit<ReadTask, "piece">, rows: EventRows): PieceLines {
  const out: RowBatch = { rows: [], setAside: [] };
  const { format } = start;
  const parser = format === "jsonl" ? new JsonLinesParser(start) : new DelimitedParser(format, start);
  let [end, lines] = [0, 0];
  if (parser instanceof DelimitedParser && bytes.length <= MAX_LINE_BYTES && isUtf8(bytes)) {
    end = bytes.lastIndexOf(LF) + 1;
    lines = readPlainLines({ bytes: bytes.subarray(0, end), linesBefore, start, parser, rows, out });
  }
  const splitter = new LineSplitter(undefined, linesBefore + lines);
  parser.push(splitter.push(bytes.subarray(end)), out);
  if (isLast) {
    parser.push(splitter.end(), out);
    parser.end(out);
  }
  for (const row of out.rows) rows.add(row);
  const { lines: ledger, heldLines, isBehindBroken } = parser;
  assert(linesOf(ledger) + heldLines === lines + splitter.count, "every line of a piece is dealt with, or held back");
  return { setAside: out.setAside, ledger, heldLines, isBehindBroken };
}

function linesOf({ header, blank, inRows, setAside }: LineLedger): number {
  return header + blank + inRows + setAside;
}

/** The last `lines` lines, with line ends. */
export function lastLines(bytes: Uint8Array, lines: number): Uint8Array {
  let at = bytes.length;
  for (let line = 0; line < lines; line++) at = at < 2 ? 0 : bytes.lastIndexOf(LF, at - 2) + 1;
  return bytes.subarray(at);
}
