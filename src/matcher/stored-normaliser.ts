/**
 * The normaliser's table as a file: it hangs on pinned data alone and takes a fifth of a second to build, so `npm run build` builds it
 * (store-normaliser.ts), and whoever normalises reads it.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "../core/errors.ts";
import { type NormaliserTableHandle, allocateNormaliserTable } from "./normaliser.ts";

/** Before the table: how many code points have an expansion, and how many units these come to. */
const HEADER_WORDS = 2;
const HEADER_BYTES = HEADER_WORDS * 4;

/** The stored table, over shared memory of its own: 0.5 MB, a millisecond. Throws RingfenceError "io" where there is none, or not one of ours. */
export function loadNormaliserTable(): NormaliserTableHandle {
  const path = fileURLToPath(import.meta.resolve("#tables/normaliser.bin"));
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new RingfenceError(
      "io",
      `cannot read the normaliser's table ${path}: build the project first: npm run build`,
      {
        cause,
      },
    );
  }
  return decodeNormaliserTable(bytes, path);
}

export function encodeNormaliserTable({ buffer, expansionCount, expansionUnits }: NormaliserTableHandle): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + buffer.byteLength);
  bytes.set(new Uint8Array(Uint32Array.of(expansionCount, expansionUnits).buffer));
  bytes.set(new Uint8Array(buffer), HEADER_BYTES);
  return bytes;
}

/** `path` is for the message. Throws RingfenceError "io" for a file that is no table of this version. */
export function decodeNormaliserTable(bytes: Uint8Array, path: string): NormaliserTableHandle {
  const header = new Uint32Array(HEADER_WORDS);
  new Uint8Array(header.buffer).set(bytes.subarray(0, HEADER_BYTES));

  const { handle } = allocateNormaliserTable(header[0]!, header[1]!);
  const expected = HEADER_BYTES + handle.buffer.byteLength;
  if (bytes.length !== expected) {
    throw new RingfenceError(
      "io",
      `${path}: expected a table of ${expected} bytes, found ${bytes.length}: build the project again: npm run build`,
    );
  }
  new Uint8Array(handle.buffer).set(bytes.subarray(HEADER_BYTES));
  return handle;
}
