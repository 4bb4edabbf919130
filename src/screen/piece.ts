/** What the main thread and its workers tell each other of a piece of a file. Structured-cloneable. */
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
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

/** How rows come back: as a file has them, as lines for a reader, as they are; null: they are counted alone. */
export type RowsAs = RowFileFormat | "text" | "rows" | null;

/** What a worker is told once. */
export interface ScreenStart {
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  readonly scripts: PackedNames;
  /** Whether the model only advises. */
  readonly advises: boolean;
  readonly engines: ChosenEngines;
  /** Two letters of the country whose people wrote the numbers. */
  readonly country: string;
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
  readonly rowsAs: RowsAs;
  readonly unmask: boolean;
  /** Whether lines set aside are wanted one by one. */
  readonly wantsSetAside: boolean;
}

/** Lines of a file that begin where a record does, as far as is known. */
export interface ReadTask {
  readonly piece: number;
  readonly bytes: Uint8Array;
  /** Lines of the file before it. */
  readonly linesBefore: number;
  readonly start: ParserStart;
  /** Whether nothing comes behind it. */
  readonly isLast: boolean;
}

export interface PieceRead {
  readonly rows: number;
  /** By row: milliseconds since the epoch, NaN for a row without a time. Null where the file has no times. */
  readonly times: Float64Array | null;
  /** By row, its line in the file. Null where the file has no times. */
  readonly lines: Float64Array | null;
  readonly ledger: LineLedger;
  /** Lines at its end of which more must come before they can be read. */
  readonly heldLines: number;
  readonly isBehindBroken: boolean;
}

/** A piece that another reader has read. */
export interface GiveTask {
  readonly piece: number;
  readonly batch: RowBatch;
  readonly hasTimes: boolean;
}

export interface ScreenTask {
  readonly piece: number;
  /** The rows to screen; null: all. */
  readonly rows: Uint32Array | null;
  /** What their callers did before; null where nobody knows. */
  readonly activity: ActivityHandle | null;
  /** Whether rows are wanted one by one; the same for all of a piece. */
  readonly wantsRows: boolean;
  /** Whether these are the last rows of the piece. */
  readonly isLast: boolean;
}

/** Rows as they were asked for; one whose caller is numbered as it comes is not written yet. */
export type RowsOut =
  | { readonly text: string; readonly count: number }
  | { readonly row: ScreenedRow; readonly opaque: Identity | null };

export interface PieceScreened {
  /** What the events tell of their callers (detect/behaviour/observation-batch.ts); null where nobody remembers. */
  readonly observations: Uint32Array | null;
  /** Of the whole piece; null until all of it is screened. */
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
