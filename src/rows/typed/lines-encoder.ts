/** Writes typed rows as CSV (RFC 4180), TSV with the same quotes, or JSON Lines. */
import type { ColumnData, ColumnType, TypedColumn, Cell } from "./column.ts";
import type { TextKind } from "../file-format.ts";
import { cellWriter } from "../csv/csv-text.ts";
import type { ByteSink, Encoder } from "./format.ts";

/** Output is cut behind a row after about so many characters. */
const PIECE_UNITS = 1 << 20;

interface LinesEncoderOptions {
  readonly kind: TextKind;
  readonly spreadsheetSafe: boolean;
}

type CellText = (cell: Cell) => string;

export class LinesEncoder implements Encoder {
  readonly #sink: ByteSink;
  /** The text before the cell of each column, and behind a row. */
  readonly #before: readonly string[];
  readonly #behind: string;
  readonly #cellTexts: readonly CellText[];
  #text = "";

  constructor(columns: readonly TypedColumn[], sink: ByteSink, { kind, spreadsheetSafe: isSafe }: LinesEncoderOptions) {
    this.#sink = sink;
    if (kind === "jsonl") {
      this.#before = columns.map(({ name }, at) => `${at === 0 ? "{" : ","}${jsonString(name)}:`);
      this.#behind = "}\n";
      this.#cellTexts = columns.map(({ type }) => JSON_TEXTS[type]);
      return;
    }
    const delimiter = kind === "csv" ? "," : "\t";
    const quote = cellWriter(delimiter, isSafe);
    this.#before = columns.map((_, at) => (at === 0 ? "" : delimiter));
    this.#behind = "\n";
    this.#cellTexts = columns.map(({ type }) =>
      type === "string" ? (cell) => quote(cell as string) : PLAIN_TEXTS[type],
    );
    this.#text = `${columns.map(({ name }) => quote(name)).join(delimiter)}\n`;
  }

  write(data: readonly ColumnData[], rows: number): void {
    const columns = data.length;
    const isJson = this.#behind !== "\n";
    for (let row = 0; row < rows; row++) {
      let line = "";
      for (let at = 0; at < columns; at++) {
        const cell = data[at]![row]!;
        line += this.#before[at]!;
        if (cell !== null) line += this.#cellTexts[at]!(cell);
        else if (isJson) line += "null";
      }
      this.#text += line + this.#behind;
      if (this.#text.length >= PIECE_UNITS) this.#flush();
    }
  }

  finish(): void {
    this.#flush();
  }

  #flush(): void {
    if (this.#text === "") return;
    this.#sink(Buffer.from(this.#text, "utf8"));
    this.#text = "";
  }
}

const PLAIN_TEXTS: Readonly<Record<Exclude<ColumnType, "string">, CellText>> = {
  int32: String,
  int64: String,
  float64: numberText,
  boolean: String,
  timestamp: timeText,
};

/** NaN and integers of 64 bits are strings in JSON. */
const JSON_TEXTS: Readonly<Record<ColumnType, CellText>> = {
  string: (cell) => jsonString(cell as string),
  int32: String,
  int64: (cell) => `"${String(cell)}"`,
  float64: (cell) => (Number.isFinite(cell) ? numberText(cell) : `"${String(cell)}"`),
  boolean: String,
  timestamp: (cell) => `"${timeText(cell)}"`,
};

function numberText(cell: Cell): string {
  return Object.is(cell, -0) ? "-0" : String(cell);
}

function timeText(cell: Cell): string {
  return new Date(cell as number).toISOString();
}

function jsonString(text: string): string {
  const json = JSON.stringify(text);
  // JSON escapes lone surrogates, which UTF-8 cannot have.
  return json.includes("\\ud") ? JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, "\ufffd")) : json;
}
