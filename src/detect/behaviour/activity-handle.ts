/** What workers get of the memory of callers. */
import type { Side } from "../../core/side.ts";
import type { SharedWasmMemory } from "../../core/web-assembly.ts";
import type { CallerHash } from "./caller-hash.ts";
import type { UpkeepHandle } from "./upkeep.ts";

/** Sketches of two spans, sealed for one tick. Attaching brings them up to date. */
export interface ActivityHandle {
  readonly memory: SharedWasmMemory;
  /** The same throughout a simulation. */
  readonly callerHash: CallerHash;
  readonly slot: Side;
  /** Null if they are up to date. */
  readonly upkeep: UpkeepHandle | null;
}
