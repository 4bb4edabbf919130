/** Files of our own that nobody edits: what they are and of which version stands in front, then a checksum. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { RingfenceError } from "../errors.ts";
import { writeWhole } from "./atomic-file.ts";
import { cannotRead } from "./disk-error.ts";

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
/** Whole or not at all, for its owner alone; `option`: what named the place. Throws RingfenceError "io". */
export function writeChecked(path: string, kind: FileKind, content: readonly Uint8Array[], option: string): void {
  writeWhole(path, [beginning(kind), checksumOf(content), ...content], { option, mode: 0o600 });
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
  if (!checksumOf([content]).equals(bytes.subarray(begins.length, begins.length + CHECKSUM_BYTES))) {
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

function checksumOf(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
