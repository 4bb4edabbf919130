/** One event of a run, with the tables that screened it. */
import type { World } from "../world/world.ts";
import type { SealedTables } from "./pipeline.ts";
import type { Platform } from "./platform.ts";
import type { BatchView } from "./worker-output.ts";

/** Valid only during the call. */
export interface Sample {
  readonly tick: number;
  readonly view: BatchView;
  readonly row: number;
  readonly tables: SealedTables;
  readonly platform: Platform;
  /** The name of the script of a gang's contact, from the truth. */
  readonly scriptOf: World["scriptOf"];
}
