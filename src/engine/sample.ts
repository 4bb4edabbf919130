/** One event of a run, with what it was screened with. */
import type { World } from "../world/world.ts";
import type { SealedTables } from "./pipeline.ts";
import type { Platform } from "./platform.ts";
import type { BatchView } from "./worker-output.ts";

/** Valid during the call that hands it over. */
export interface Sample {
  readonly tick: number;
  readonly view: BatchView;
  readonly row: number;
  readonly tables: SealedTables;
  readonly platform: Platform;
  /** The name of the script that a gang's contact follows, from its truth. */
  readonly scriptOf: World["scriptOf"];
}
