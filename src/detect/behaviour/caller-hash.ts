/**
 * Where the sketches keep a caller: one cell in each of two rows, chosen by two independent hashes of the caller, both
 * keyed by the seed of the run. Two callers that share a cell in one row share one in the other only by chance. Without
 * the seed nobody can choose cells.
 */
import { type HashKey, keyedHash, seededHashKey } from "../../core/key-hash.ts";
import { CALLEE_MASK } from "./sketch-layout.ts";

export interface CallerHash {
  readonly firstRow: HashKey;
  readonly secondRow: HashKey;
}

export function callerHashOf(seed: number): CallerHash {
  return {
    firstRow: seededHashKey(seed, "sketch-first-row"),
    secondRow: seededHashKey(seed, "sketch-second-row"),
  };
}

/** The upper half of a word holds the cell of the first row, the lower half the cell of the second row. */
const UPPER = 0xffff0000;

/** out[i] = the two cells of keys[from + i], for i in [0, count). Keys are canonical identities. */
export function cellsInto(
  { firstRow, secondRow }: CallerHash,
  keys: Float64Array,
  from: number,
  count: number,
  out: Int32Array,
): void {
  hashInto(secondRow, keys, from, count, out);
  const { salt, lower, middle, upper } = firstRow;
  for (let i = 0; i < count; i++) {
    out[i] = (keyedHash(keys[from + i]!, salt, lower, middle, upper) & UPPER) | (out[i]! >>> 16);
  }
}

/** out[i] = the bit of identities[from + i] in the map of callees, 0 to CALLEE_MASK, for i in [0, count). */
export function calleesInto(
  { firstRow }: CallerHash,
  identities: Float64Array,
  from: number,
  count: number,
  out: Int32Array,
): void {
  hashInto(firstRow, identities, from, count, out);
  for (let i = 0; i < count; i++) out[i]! &= CALLEE_MASK;
}

function hashInto(
  { salt, lower, middle, upper }: HashKey,
  keys: Float64Array,
  from: number,
  count: number,
  out: Int32Array,
): void {
  for (let i = 0; i < count; i++) out[i] = keyedHash(keys[from + i]!, salt, lower, middle, upper);
}
