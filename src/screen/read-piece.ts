/** Lines of a file into events in columns: a piece as it was cut, or one after the other. */
import { within } from "../core/within.ts";
import { isUtf8 } from "node:buffer";
import { assert } from "../core/assert.ts";
import type { Country } from "../rows/country.ts";
import { DelimitedParser } from "../rows/csv/delimited-parser.ts";
import { readPlainLines } from "../rows/csv/plain-lines.ts";
import { EventRows, RowChunks } from "../rows/event-rows.ts";
import { JsonLinesParser } from "../rows/json-lines/json-lines-parser.ts";
import { LineSplitter, MAX_LINE_BYTES } from "../rows/lines/line-splitter.ts";
import { RowReader, type RowSource, type RowSourceFacts } from "../rows/read-rows.ts";
import type { LineLedger } from "../rows/row-parser.ts";
import type { RowBatch, SetAside } from "../rows/row.ts";
import { cutPieces, PIECE_BYTES } from "./cut-pieces.ts";
import type { PieceRead, ReadTask } from "./piece.ts";

const LF = 10;

type PieceLines = Pick<PieceRead, "ledger" | "heldLines" | "isBehindBroken"> & {
  readonly setAside: readonly SetAside[];
};

/** Reads a piece into `rows`. */
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

/** Rows in a column batch: they are another's once the next come. */
export interface EventsRead {
  readonly rows: EventRows;
  readonly setAside: readonly SetAside[];
  readonly facts: RowSourceFacts;
}

/**
 * The rows of a file or of standard input as events, in one thread, in order. `holdMs`: a row that came waits no longer
 * for others. Throws as RowReader does.
 */
export async function* readEvents(source: RowSource, country: Country, holdMs: number): AsyncGenerator<EventsRead> {
  const reader = new RowReader(source);
  const chunks = new RowChunks();
  const eventsOf = ({ rows: given, setAside }: RowBatch): EventsRead => {
    const rows = new EventRows(country, chunks);
    for (const row of given) rows.add(row);
    return { rows, setAside, facts: reader.facts };
  };
  const batches = reader.batches();
  try {
    for (;;) {
      const coming = batches.next();
      let next = source.file === "-" ? await within(coming, holdMs) : await coming;
      if (next === null) {
        yield eventsOf(reader.pause());
        next = await coming;
      }
      if (next.done === true) return;
      yield eventsOf(next.value);
      const rest = reader.leave();
      if (rest === null) continue;
      let [left, leftLines, { isBehindBroken }]: [Uint8Array, number, { isBehindBroken: boolean }] = [
        new Uint8Array(),
        0,
        rest.start,
      ];
      for await (const piece of cutPieces(rest, PIECE_BYTES, source.file === "-" ? holdMs : undefined)) {
        const bytes = leftLines === 0 ? piece.bytes : Buffer.concat([left, piece.bytes]);
        const rows = new EventRows(country, chunks);
        const start = { ...rest.start, isBehindBroken };
        const read = readPiece(
          { bytes, linesBefore: piece.linesBefore - leftLines, start, isLast: piece.isLast },
          rows,
        );
        left = lastLines(bytes, read.heldLines);
        ({ heldLines: leftLines, isBehindBroken } = read);
        yield { rows, setAside: read.setAside, facts: reader.facts };
      }
      return;
    }
  } finally {
    await batches.return(undefined);
  }
}

/** The last so many lines, each with its line end. */
export function lastLines(bytes: Uint8Array, lines: number): Uint8Array {
  let at = bytes.length;
  for (let line = 0; line < lines; line++) at = at < 2 ? 0 : bytes.lastIndexOf(LF, at - 2) + 1;
  return bytes.subarray(at);
}
