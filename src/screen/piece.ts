/** Messages between the main thread and its workers. Structured-cloneable. */
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import type { ChosenEngines } from "../detect/engines.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import type { StageHandles } from "../detect/tables.ts";
import type { Identity } from "../event/identity.ts";
import type { EventRowsHandle } from "../rows/event-rows.ts";
import type { TallyCounts } from "./screen-tally.ts";
import type { TextKind } from "../rows/file-format.ts";
import type { ScreenedRow } from "./screened-row.ts";

/** The form of rows that are returned: text of a file format, or lines to read; null: rows are only counted. */
export type RowsAs = TextKind | "text" | null;

/** What a worker gets at the start. */
export interface ScreenStart {
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  /** Names of scripts, by template number. */
  readonly scripts: readonly string[];
  readonly engines: ChosenEngines;
  readonly rowsAs: RowsAs;
  readonly unmask: boolean;
}

/** Some rows of a piece of a file. */
export interface ScreenTask {
  readonly piece: number;
  /** All rows of the piece; null after its first task. */
  readonly given: EventRowsHandle | null;
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

/** Rows with a label (null: without one), by verdict. */
export interface LabelRows {
  readonly label: string | null;
  readonly rows: readonly number[];
}

export interface PieceScreened {
  /** Observations of callers (detect/behaviour/observation-batch.ts), or null. */
  readonly observations: Uint32Array | null;
  /** Null until the whole piece is screened. */
  readonly whole: {
    readonly counts: TallyCounts;
    readonly labels: readonly LabelRows[];
    readonly rows: readonly RowsOut[];
  } | null;
}
