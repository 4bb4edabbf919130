/**
 * Tables that `npm run build` makes (store-tables.ts), since they hang on pinned data alone and take long to build: each is a file below
 * dist/tables of a head in JSON, and of the bytes of shared memory that it describes.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "./errors.ts";

/** A head, and memory. */
export interface StoredTable<Head> {
  readonly head: Head;
  readonly buffer: SharedArrayBuffer;
}

/** The bytes of the head, and of the memory, as 32-bit numbers in front of both. */
const SIZES_BYTES = 8;

/** Reads the table of that name into shared memory of its own; a millisecond for half a megabyte. Throws RingfenceError "io" where it is not whole. */
export function readTable<Head>(name: string): StoredTable<Head> {
  const path = fileURLToPath(import.meta.resolve(`#tables/${name}`));
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new RingfenceError("io", `cannot read the table ${path}: build the project first: npm run build`, { cause });
  }
  return decodeTable(bytes, path);
}

/** `head` is plain data. */
export function encodeTable({ head, buffer }: StoredTable<object>): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.alloc(SIZES_BYTES);
  sizes.writeUInt32LE(headBytes.length, 0);
  sizes.writeUInt32LE(buffer.byteLength, 4);
  return Buffer.concat([sizes, headBytes, new Uint8Array(buffer)]);
}

/** `path` is for the message. */
export function decodeTable<Head>(bytes: Buffer, path: string): StoredTable<Head> {
  const hasSizes = bytes.length >= SIZES_BYTES;
  const headEnd = SIZES_BYTES + (hasSizes ? bytes.readUInt32LE(0) : 0);
  const end = headEnd + (hasSizes ? bytes.readUInt32LE(4) : 0);
  if (bytes.length !== end) {
    throw new RingfenceError(
      "io",
      `${path}: expected a table of ${end} bytes, found ${bytes.length}: build the project again: npm run build`,
    );
  }
  const buffer = new SharedArrayBuffer(end - headEnd);
  new Uint8Array(buffer).set(bytes.subarray(headEnd));
  return { head: JSON.parse(bytes.toString("utf8", SIZES_BYTES, headEnd)) as Head, buffer };
}
