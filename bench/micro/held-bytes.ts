/** Memory that a structure holds, for those that do not say it themselves. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { once } from "../../src/core/once.ts";

/** Node shows its collector only where a flag asks for it; a fresh context made after the flag has it. */
const collector = once((): (() => void) => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return collect;
});

/** Less than this is lost in what else comes and goes. */
const MIN_BYTES = 1 << 20;
/** A collection takes longer than making the copies; with the most of them, what is lost are bytes of each. */
const TIMES_AS_MANY = 16;
const MAX_COPIES = 1 << 12;

/**
 * Makes something and tells by how many bytes the heap, and what lies outside of it, have grown after a collection.
 * Where that is too little to tell, more of the same are made beside it, up to `most`.
 */
export function heldBytes<T>(make: () => T, most = MAX_COPIES): { readonly made: T; readonly bytes: number } {
  const before = bytesInUse();
  const made = make();
  const copies = [made];
  let bytes = bytesInUse() - before;
  while (bytes < MIN_BYTES && copies.length < most) {
    for (let more = copies.length * (TIMES_AS_MANY - 1); more > 0; more--) copies.push(make());
    bytes = bytesInUse() - before;
  }
  return { made, bytes: Math.max(0, bytes / copies.length) };
}

/** On the heap, and of array buffers outside it, after a collection. */
export function bytesInUse(): number {
  collector()();
  // It finishes what the first leaves to be swept.
  collector()();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
