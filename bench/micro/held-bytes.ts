/** Memory that a structure holds, for those that do not say it themselves. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { once } from "../../src/core/once.ts";

/** Less than this is lost in what else comes and goes. */
const LEAST_BYTES = 1 << 16;

/**
 * Makes something and tells by how much the heap, and what lies outside of it, have grown after a collection; null
 * where that is too little.
 */
export function heldBytes<T>(make: () => T): { readonly made: T; readonly bytes: number | null } {
  const before = bytesInUse();
  const made = make();
  const bytes = bytesInUse() - before;
  return { made, bytes: bytes < LEAST_BYTES ? null : bytes };
}

function bytesInUse(): number {
  // The second finishes what the first leaves to be swept.
  collector()();
  collector()();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Node shows its collector only where a flag asks for it; a fresh context made after the flag has it. */
const collector = once((): (() => void) => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return collect;
});
