import { hashInto } from "../../src/behaviour/observation-batch.ts";

/** The hash of one caller, as sketches are asked for it. */
export function hashOf(identity: number): number {
  const out = new Int32Array(1);
  hashInto(Float64Array.of(identity), 0, 1, out);
  return out[0]! >>> 0;
}
