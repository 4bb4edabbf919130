/** Where `screen` writes: rows to a file, a terminal or another program; lines set aside; what stays if it fails. */
import { RingfenceError, usageError } from "../../core/errors.ts";
import { isSameFile } from "../../core/file/out-file.ts";
import { cutToWidth } from "../../core/terminal/display-width.ts";
import { printable } from "../../core/terminal/printable.ts";
import { maskNumbersIn } from "../../event/masking.ts";
import { SET_ASIDE_REASONS } from "../../rows/row.ts";
import type { TypedColumn } from "../../rows/typed/column.ts";
import type { RowsAs } from "../../screen/piece.ts";
import { type Noun, RowFile } from "../../screen/row-file.ts";
import type { ScreenedPiece } from "../../screen/screen-file.ts";
import { ROW_HEADING, SCREENED_TYPES } from "../../screen/screened-row.ts";
import { counted } from "../../ui/format.ts";
import { endOnSignals, type Signal } from "../end-on-signals.ts";
import type { Flags } from "../options/options.ts";
import { isPipe, type Streams, tell, terminalColumns, TextOutput } from "../output.ts";

export interface OutputOptions extends Flags<"force" | "json" | "unmask"> {
  readonly file: string;
  readonly out?: string;
  readonly quarantine?: string;
}

/** Of a file; more would push the summary off the screen. Of standard input all rows are printed. */
export const MAX_ROWS_PRINTED = 200;
const MANY_ROWS = `The first ${MAX_ROWS_PRINTED} rows are printed. All: --out FILE, or --out - for JSON Lines\n`;
const CUT_ROWS = "What ends in … is cut. Whole rows: --out FILE, or | cat\n";

const SET_ASIDE_TYPES = [
  { name: "line", type: "int64" },
  { name: "reason", type: "string" },
  { name: "detail", type: "string" },
  { name: "raw", type: "string" },
] as const satisfies readonly TypedColumn[];

export class ScreenOutputs {
  /** The form and number of rows wanted from the threads. */
  readonly rowsAs: RowsAs;
  readonly rowsUpTo: number;
  readonly #rows: RowFile | null;
  readonly #setAside: RowFile | null;
  /** Null if rows go to a file, or nowhere. */
  readonly #text: TextOutput | null;
  readonly #streams: Streams;
  /** Printed lines are cut to so many columns; null: they are whole. */
  readonly #columns: number | null;
  readonly #unmask: boolean;
  /** Lines to print. Those of a file wait for the end of the progress bar, others are printed as they come. */
  #lines: string[];
  #rowsLeft: number;
  #rowsRead = 0;

  /** Throws `usage` and `io` for files that must not be written. Makes none yet. */
  constructor({ file, out, quarantine, force = false, json, unmask = false }: OutputOptions, streams: Streams) {
    if (out !== undefined && quarantine !== undefined && isSameFile(out, quarantine)) {
      const both = out === quarantine ? out : `${out}, the second as ${quarantine}`;
      throw usageError(`--out and --quarantine both name ${both}: give each a file of its own`);
    }
    const isForProgram = out === "-";
    if (isForProgram && json) throw usageError("--out - and --json both write to standard output: leave one out");
    const source = file === "-" ? undefined : file;
    const open = (path: string | undefined, types: readonly TypedColumn[], option: string, noun: Noun) =>
      path === undefined ? null : new RowFile(path, types, { force, source, option, noun });
    this.#rows = isForProgram ? null : open(out, SCREENED_TYPES, "--out", ["row", "rows"]);
    this.#setAside = open(quarantine, SET_ASIDE_TYPES, "--quarantine", ["line set aside", "lines set aside"]);
    this.#text = this.#rows === null && !json ? new TextOutput(streams.output) : null;
    this.#streams = streams;
    this.#unmask = unmask;
    this.#columns = isForProgram ? null : terminalColumns(streams.output);
    this.rowsAs = this.#rows?.format ?? (this.#text === null ? null : isForProgram ? "jsonl" : "text");
    this.rowsUpTo = this.rowsAs === "text" && file !== "-" ? MAX_ROWS_PRINTED : Number.POSITIVE_INFINITY;
    this.#rowsLeft = this.rowsUpTo;
    this.#lines = this.rowsAs === "text" ? [ROW_HEADING] : [];
  }

  /** The reader of rows has gone. */
  get isGone(): boolean {
    return this.#text?.gone ?? false;
  }

  /** False if nobody takes any more. */
  async take({ text, rows, setAside, rowsRead }: ScreenedPiece): Promise<boolean> {
    this.#rowsRead = rowsRead;
    // A line as read is masked: with `--unmask` it is whole, so that it can be mended and read again.
    const shown = (raw: string): string => (this.#unmask ? raw : maskNumbersIn(raw));
    this.#setAside?.writeRows(
      setAside.map(({ reason, raw, ...line }) => ({ ...line, reason: SET_ASIDE_REASONS[reason], raw: shown(raw) })),
    );
    this.#rows?.writeFormatted(text, rows);
    if (this.#text !== null && rows > 0) {
      const lines = text.split("\n", Math.min(rows, this.#rowsLeft));
      this.#rowsLeft -= lines.length;
      this.#lines.push(...lines);
      if (this.rowsUpTo === Number.POSITIVE_INFINITY) await this.#print();
    }
    // The file of lines set aside must be whole, even without a reader of rows.
    return !this.isGone || this.#setAside !== null;
  }

  async finish(): Promise<void> {
    if (this.#rowsLeft < this.rowsUpTo) await this.#print();
    this.#rows?.finish();
    this.#setAside?.finish();
  }

  /** Prints what all came to: to standard error beside rows, with what is missing of these. */
  async summarise(text: string, screened: number): Promise<void> {
    if (this.#text === null) return new TextOutput(this.#streams.output).write(text);
    const remarks = `${screened > this.rowsUpTo ? MANY_ROWS : ""}${this.#columns === null ? "" : CUT_ROWS}`;
    await new TextOutput(this.#streams.error).write(`\n${remarks}${text}`);
  }

  /**
   * Runs `act`, which writes and finishes. If it fails, its error says what stays and where; if the process ends early,
   * by one of `signals` or without a reader, a message does.
   */
  async keepingParts<Result>(signals: readonly Signal[] | undefined, act: () => Promise<Result>): Promise<Result> {
    let isInterrupted = false;
    const tellParts = (): void => {
      const kept = this.#keep();
      if (kept === "" && !isInterrupted) return;
      const how = isInterrupted ? "interrupted" : "screening ended early";
      tell(`${how}: ${counted(this.#rowsRead, "row")} read${printable(kept)}`, this.#streams.error);
    };
    process.once("exit", tellParts);
    const goOnAtSignals = endOnSignals(() => (isInterrupted = true), this.#mayBlock ? [] : signals);
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof RingfenceError)) {
        tellParts();
        throw error;
      }
      throw new RingfenceError(error.code, `${error.message}${this.#keep()}`, { cause: error });
    } finally {
      goOnAtSignals();
      process.off("exit", tellParts);
    }
  }

  /** A pipe without a reader blocks the process, and no signal would be heard: the system ends it then. */
  get #mayBlock(): boolean {
    const areFiles = [this.#rows, this.#setAside].every((file) => file?.out.isFile ?? true);
    return !areFiles || (this.#text !== null && isPipe(this.#streams.output));
  }

  /** Says what parts stay, behind other words; empty where none does. */
  #keep(): string {
    const kept = [this.#rows, this.#setAside].flatMap((file) => file?.keep() ?? []);
    return kept.map((words) => `; ${words}`).join("");
  }

  async #print(): Promise<void> {
    const columns = this.#columns;
    const lines = columns === null ? this.#lines : this.#lines.map((line) => cutToWidth(line, columns));
    this.#lines = [];
    await this.#text!.write(`${lines.join("\n")}\n`);
  }
}
