/** The collector of garbage, for benches that look at the heap. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { once } from "../../src/core/once.ts";

type Collect = (options?: { readonly type: "minor" }) => void;

/**
 * Collects once; with the type "minor" the young generation alone. Node shows its collector only where a flag asks for
 * it; a fresh context made after the flag has it.
 */
export const collector = once((): Collect => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return collect;
});

/** Bytes on the heap, and of array buffers outside it. */
export function heapBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
