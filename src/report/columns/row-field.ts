import type { BatchView } from "../../engine/worker-output.ts";
import type { Cell, TypedColumn } from "../../rows/typed/column.ts";

export interface RowField extends TypedColumn {
  readonly of: (view: BatchView, row: number) => Cell;
}
