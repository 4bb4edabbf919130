import { callerHashOf, cellsInto } from "../../../src/detect/behaviour/caller-hash.ts";

/** By which the tests of sketches place callers. */
export const CALLER_HASH = callerHashOf(1);

/** The cells of one caller, as sketches are asked for it. */
export function cellsOf(identity: number): number {
  const out = new Int32Array(1);
  cellsInto(CALLER_HASH, Float64Array.of(identity), 0, 1, out);
  return out[0]! >>> 0;
}
