/** Which partition of a stream a caller belongs to: always the same, however the number was written. */
import { keyedHash, seededHashKey } from "../../core/key-hash.ts";
import { canonicalInto } from "../../event/identity.ts";
import { FILE_SEED } from "../../screen/file-seed.ts";

/** Each has a state of its own, of some 20 MB. */
export const MAX_PARTITIONS = 1024;

/** Every front must come to the same. */
const { salt, lower, middle, upper } = seededHashKey(FILE_SEED, "partition-of-a-caller");
const CHUNK = 256;
const keys = new Float64Array(CHUNK);

/** out[i] = the partition of callers[i], for i in [0, count). Whoever withholds the number belongs to one of them. */
export function partitionsInto(callers: Float64Array, count: number, partitions: number, out: Uint16Array): void {
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    canonicalInto(callers, from, size, keys);
    for (let i = 0; i < size; i++) {
      out[from + i] = (keyedHash(keys[i]!, salt, lower, middle, upper) >>> 0) % partitions;
    }
  }
}
