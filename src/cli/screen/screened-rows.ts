/** Where screened rows go: a file, a terminal, another program; nowhere if they are many. */
import { OutputMask } from "../../event/masking.ts";
import type { RowsAs, RowsOut } from "../../screen/piece.ts";
import { formatScreened } from "../../screen/row-writer.ts";
import { formatRow, ROW_HEADING, type ScreenedRow } from "../../screen/screened-row.ts";
import { terminalColumns } from "../options/columns.ts";
import type { Streams } from "../output.ts";
import type { Sinks } from "./sinks.ts";
import { type RowTable, rowTable } from "./row-table.ts";

/** More rows are printed only on request: they would push the summary off the screen. */
export const MAX_ROWS_UNASKED = 200;

export class ScreenedRows {
  /** The form and number of rows wanted from the threads. */
  readonly as: RowsAs;
  readonly upTo: number;
  readonly #sinks: Sinks;
  readonly #streams: Streams;
  readonly #mask = new OutputMask();
  /** Held back until it is known that they are few. */
  #unasked: ScreenedRow[] | null;
  #table: RowTable | null = null;
  #printed = 0;
  #hasMore = false;

  /** `areAsked`: print all rows, as for a program. */
  constructor(sinks: Sinks, streams: Streams, areAsked: boolean) {
    this.#sinks = sinks;
    this.#streams = streams;
    const isPrinted = sinks.rowText !== null;
    this.#unasked = isPrinted && !areAsked && !sinks.isForProgram ? [] : null;
    this.upTo = this.#unasked === null ? Number.POSITIVE_INFINITY : MAX_ROWS_UNASKED;
    const isWhole = terminalColumns(streams.output) === null;
    const printedAs = sinks.isForProgram ? "jsonl" : isWhole && areAsked ? "text" : "rows";
    this.as = sinks.rows?.format ?? (isPrinted ? printedAs : null);
  }

  get note(): string | null {
    return this.#table?.note ?? null;
  }

  get areMany(): boolean {
    return this.#hasMore;
  }

  get arePrinted(): boolean {
    return this.#sinks.rowText !== null && !this.#hasMore;
  }

  /** `rowsSoFar`: with these. */
  async take(rows: readonly RowsOut[], rowsSoFar: number, hasCallers: boolean): Promise<void> {
    const { rows: file, rowText } = this.#sinks;
    if (file !== null) for (const out of rows) file.writeFormatted(this.#textOf(out), "text" in out ? out.count : 1);
    if (rowText === null) return;
    this.#table ??= this.#tableFor(hasCallers);
    if (this.#unasked === null) {
      if (!this.#hasMore) await this.#print(rows.map((out) => this.#textOf(out)).join(""));
    } else if (rowsSoFar > MAX_ROWS_UNASKED) {
      this.#unasked = null;
      this.#hasMore = true;
    } else {
      for (const out of rows) if ("row" in out) this.#unasked.push(this.#shown(out));
    }
  }

  async finish(): Promise<void> {
    const rows = this.#unasked;
    if (rows === null || rows.length === 0) return;
    await this.#print(rows.map((row) => this.#table!.format(row)).join(""));
  }

  async #print(text: string): Promise<void> {
    if (text === "") return;
    await this.#sinks.rowText!.write((this.#printed++ === 0 ? this.#table!.heading : "") + text);
  }

  #textOf(out: RowsOut): string {
    if ("text" in out) return out.text;
    const row = this.#shown(out);
    return this.as === "rows" ? this.#table!.format(row) : formatScreened(this.as!, [row]);
  }

  #shown({ row, opaque }: Extract<RowsOut, { row: unknown }>): ScreenedRow {
    return opaque === null ? row : { ...row, caller: this.#mask.mask(opaque) };
  }

  /** Cut to the width of a terminal; whole for other readers. */
  #tableFor(hasCallers: boolean): RowTable {
    if (this.#sinks.isForProgram) return { heading: "", format: formatRow, note: null };
    const columns = terminalColumns(this.#streams.output);
    return columns === null ? { heading: ROW_HEADING, format: formatRow, note: null } : rowTable(columns, hasCallers);
  }
}
