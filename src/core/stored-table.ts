/**
 * Tables that `npm run build` makes, as they depend on pinned data alone: a checksum, a head in JSON, and the bytes of
 * shared memory that it describes. A damaged table would give wrong results in silence.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "./errors.ts";

export interface StoredTable<Head> {
  readonly head: Head;
  readonly buffer: SharedArrayBuffer;
}

/** The bytes of the head, and of the memory, as 32-bit numbers. */
const SIZES_BYTES = 8;
const CHECKSUM_BYTES = 32;
const REMEDY = "build the project again, npm run build, or install the package again";

/** Into shared memory; a millisecond or two for half a megabyte. Throws RingfenceError "io" where it is not whole. */
export function readTable<Head>(name: string): StoredTable<Head> {
  const path = fileURLToPath(import.meta.resolve(`#tables/${name}`));
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new RingfenceError("io", `cannot read the table ${path}: ${REMEDY}`, { cause });
  }
  return decodeTable(bytes, path);
}

export function encodeTable({ head, buffer }: StoredTable<object>): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.alloc(SIZES_BYTES);
  sizes.writeUInt32LE(headBytes.length, 0);
  sizes.writeUInt32LE(buffer.byteLength, 4);
  const content = Buffer.concat([sizes, headBytes, new Uint8Array(buffer)]);
  return Buffer.concat([checksumOf(content), content]);
}

export function decodeTable<Head>(bytes: Buffer, path: string): StoredTable<Head> {
  const content = bytes.subarray(CHECKSUM_BYTES);
  if (!checksumOf(content).equals(bytes.subarray(0, CHECKSUM_BYTES))) {
    throw new RingfenceError("io", `${path} is not as the build wrote it: ${REMEDY}`);
  }
  const headEnd = SIZES_BYTES + content.readUInt32LE(0);
  const buffer = new SharedArrayBuffer(content.readUInt32LE(4));
  new Uint8Array(buffer).set(content.subarray(headEnd));
  return { head: JSON.parse(content.toString("utf8", SIZES_BYTES, headEnd)) as Head, buffer };
}

export function checksumOf(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}
