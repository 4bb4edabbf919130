/** What the main thread hands to workers of the memory of callers. */
import type { Side } from "../../core/side.ts";
import type { SharedWasmMemory } from "../../core/web-assembly.ts";
import type { CallerHash } from "./caller-hash.ts";
import type { UpkeepHandle } from "./upkeep.ts";

/** Sketches of two spans, sealed for one tick: once they are brought up to date, which attaching sees to. */
export interface ActivityHandle {
  readonly memory: SharedWasmMemory;
  /** The same throughout a simulation. */
  readonly callerHash: CallerHash;
  readonly slot: Side;
  /** Null where they are. */
  readonly upkeep: UpkeepHandle | null;
}
