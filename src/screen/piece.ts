/** Messages between the main thread and its workers. Structured-cloneable. */
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import type { ChosenEngines } from "../detect/engines.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import type { StageHandles } from "../detect/tables.ts";
import type { EventRowsHandle } from "../rows/event-rows.ts";
import type { EventCounts } from "./screen-tally.ts";
import type { TextKind } from "../rows/file-format.ts";

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

interface GivenPiece {
  readonly rows: EventRowsHandle;
  /** By row, how callers that are neither number nor name are shown; null: rows are not returned. */
  readonly opaque: ReadonlyMap<number, string> | null;
}

/** Some rows of a piece of a file. */
export interface ScreenTask {
  readonly piece: number;
  /** The whole piece; null after its first task. */
  readonly given: GivenPiece | null;
  /** Indices of the rows to screen; null: all. */
  readonly rows: Uint32Array | null;
  /** The memory of callers, or null. */
  readonly activity: ActivityHandle | null;
  /** True for the last rows of the piece. */
  readonly isLast: boolean;
}

export interface PieceScreened {
  /** Observations of callers (detect/behaviour/observation-batch.ts), or null. */
  readonly observations: Uint32Array | null;
  /** Null until the whole piece is screened. */
  readonly whole: {
    readonly counts: EventCounts;
    /** By row, as codes of DECISIONS. */
    readonly decisions: Uint8Array;
    /** In the requested form. */
    readonly rows: string;
  } | null;
}
