/** A column of a table of events, and how its cell is read of one. */
import type { BatchView } from "../../engine/worker-output.ts";
import type { Cell, TableColumn } from "../../rows/format/column.ts";

export interface RowField extends TableColumn {
  readonly of: (view: BatchView, row: number) => Cell;
}
