/** Files of our own that nobody edits: what they are and of which version stands in front, then a checksum. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { RingfenceError } from "../errors.ts";
import { writeWholeInPieces } from "./atomic-file.ts";
import { cannotRead } from "./bounded-file.ts";

export interface FileKind {
  /** As `ringfence history`: what all versions begin with. */
  readonly name: string;
  /** Raised whenever something else is written, or the same means something else. */
  readonly version: number;
  /** For people: what was expected, and what to do without. */
  readonly expected: string;
  readonly advice: string;
}

const CHECKSUM_BYTES = 32;
/** Bytes of which the checksum is taken at a time: a millisecond. */
const SLICE_BYTES = 1 << 18;

/**
 * Whole or not at all. Holds up the thread for some milliseconds at a time; `content` must not change meanwhile.
 * `option`: what named the place. Throws RingfenceError "io".
 */
export async function writeChecked(
  path: string,
  kind: FileKind,
  content: readonly Uint8Array[],
  option: string,
): Promise<void> {
  await writeWholeInPieces(path, [beginning(kind), await checksumOf(content), ...content], option);
}

/** The content. Throws RingfenceError "io" where it cannot be read, "config" where it is something else or damaged. */
export async function readChecked(path: string, kind: FileKind): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
  const begins = beginning(kind);
  if (!bytes.subarray(0, begins.length).equals(begins)) {
    const isOne = bytes.subarray(0, kind.name.length).equals(Buffer.from(kind.name));
    throw refuseFile(path, kind, isOne ? "one of another version" : "something else");
  }
  const content = bytes.subarray(begins.length + CHECKSUM_BYTES);
  if (!(await checksumOf([content])).equals(bytes.subarray(begins.length, begins.length + CHECKSUM_BYTES))) {
    throw refuseFile(path, kind, "a damaged one (its checksum does not match)");
  }
  return content;
}

export function refuseFile(path: string, { expected, advice }: FileKind, found: string): RingfenceError {
  return new RingfenceError("config", `${path}: expected ${expected}, found ${found}: ${advice}`);
}

function beginning({ name, version }: FileKind): Buffer {
  return Buffer.from(`${name} ${version}\n`);
}

async function checksumOf(pieces: readonly Uint8Array[]): Promise<Buffer> {
  const hash = createHash("sha256");
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += SLICE_BYTES) {
      hash.update(piece.subarray(from, from + SLICE_BYTES));
      await setImmediate();
    }
  }
  return hash.digest();
}
