/** Messages between the main thread and its workers. Structured-cloneable. */
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import type { ChosenEngines } from "../detect/engines.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import type { StageHandles } from "../detect/tables.ts";
import type { Identity } from "../event/identity.ts";
import type { LineLedger, ParserStart } from "../rows/row-parser.ts";
import type { RowBatch, SetAside } from "../rows/row.ts";
import type { PackedNames } from "./script-library.ts";
import type { TallyCounts } from "./screen-tally.ts";
import type { RowFileFormat } from "./row-format.ts";
import type { ScreenedRow } from "./screened-row.ts";

/** The form of rows that are returned: text of a file format, or lines to read; null: rows are only counted. */
export type RowsAs = RowFileFormat | "text" | null;

/** What a worker gets at the start. */
export interface ScreenStart {
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  readonly scripts: PackedNames;
  readonly advises: boolean;
  readonly engines: ChosenEngines;
  /** Two letters: how numbers are written. */
  readonly country: string;
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
  readonly rowsAs: RowsAs;
  readonly unmask: boolean;
  readonly wantsSetAside: boolean;
}

/** Lines that probably begin with a record. */
export interface ReadTask {
  readonly piece: number;
  readonly bytes: Uint8Array;
  /** Lines of the file before it. */
  readonly linesBefore: number;
  readonly start: ParserStart;
  readonly isLast: boolean;
}

export interface PieceRead {
  readonly rows: number;
  /** By row: milliseconds since the epoch, or NaN. Null if the file has no times. */
  readonly times: Float64Array | null;
  /** By row: its line in the file. Null if the file has no times. */
  readonly lines: Float64Array | null;
  readonly ledger: LineLedger;
  /** Lines at the end that need further lines. */
  readonly heldLines: number;
  readonly isBehindBroken: boolean;
}

/** A piece that the main thread has read. */
export interface GiveTask {
  readonly piece: number;
  readonly batch: RowBatch;
  readonly hasTimes: boolean;
}

export interface ScreenTask {
  readonly piece: number;
  /** Indices of the rows to screen; null: all. */
  readonly rows: Uint32Array | null;
  /** The memory of callers, or null. */
  readonly activity: ActivityHandle | null;
  /** True if rows are returned. The same for a whole piece. */
  readonly wantsRows: boolean;
  /** True for the last rows of the piece. */
  readonly isLast: boolean;
}

/** Rows in the requested form. A row whose caller is numbered in the whole output is not formatted yet. */
export type RowsOut =
  | { readonly text: string; readonly count: number }
  | { readonly row: ScreenedRow; readonly opaque: Identity };

export interface PieceScreened {
  /** Observations of callers (detect/behaviour/observation-batch.ts), or null. */
  readonly observations: Uint32Array | null;
  /** Null until the whole piece is screened. */
  readonly whole: WholePiece | null;
}

export interface WholePiece {
  readonly counts: TallyCounts;
  readonly rows: readonly RowsOut[];
  readonly setAside: readonly SetAside[];
}

export type RecordedTask =
  | { readonly run: number; readonly read: ReadTask }
  | { readonly run: number; readonly give: GiveTask }
  | { readonly run: number; readonly screen: ScreenTask };
