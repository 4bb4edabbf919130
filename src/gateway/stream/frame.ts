/**
 * A message of a stream: what it is and of which version, a checksum, a head in JSON, then columns. Numbers are
 * little-endian, and columns lie in descending width, so that each begins where its typed array may.
 */
import { endianness } from "node:os";
import { crc32 } from "node:zlib";
import type { z } from "zod";
import { assert } from "../../core/assert.ts";
import { RingfenceError } from "../../core/errors.ts";

/** Four letters, the last of which is the version. */
export type Magic = `RF${"E" | "V" | "T" | "S"}1`;

const MAGIC_BYTES = 4;
const CHECKSUM_AT = MAGIC_BYTES;
const HEAD_LENGTH_AT = 8;
const HEAD_AT = 12;
/** The widest column. */
const ALIGNMENT = 8;
/** Heads are some hundred bytes. */
const MAX_HEAD_BYTES = 1 << 16;

export function frame(magic: Magic, head: object, columns: readonly Uint8Array[]): Uint8Array {
  assert(endianness() === "LE", "columns are little-endian");
  const written = Buffer.from(JSON.stringify(head));
  const headBytes = aligned(HEAD_AT + written.length) - HEAD_AT;
  const size = columns.reduce((sum, { length }) => sum + length, HEAD_AT + headBytes);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(magic, "latin1"));
  view.setUint32(HEAD_LENGTH_AT, headBytes, true);
  bytes.fill(0x20, HEAD_AT, HEAD_AT + headBytes);
  bytes.set(written, HEAD_AT);
  let at = HEAD_AT + headBytes;
  for (const column of columns) {
    bytes.set(column, at);
    at += column.length;
  }
  view.setUint32(CHECKSUM_AT, crc32(bytes.subarray(HEAD_LENGTH_AT)), true);
  return bytes;
}

/** What a message holds: its columns are taken from the front, one after the other. */
export interface Framed<Head> {
  readonly head: Head;
  readonly columns: ColumnReader;
}

/** `where`: of the message, for people. Throws RingfenceError "config" for anything that `frame` did not write. */
export function unframe<Schema extends z.ZodType>(
  magic: Magic,
  message: Uint8Array,
  schema: Schema,
  where: string,
): Framed<z.output<Schema>> {
  const refuse = (found: string): RingfenceError =>
    new RingfenceError("config", `${where}: expected a message of kind ${magic}, found ${found}`);
  // A copy: typed arrays begin at multiples of their width.
  const bytes = new Uint8Array(message);
  const found = Buffer.from(bytes.buffer, 0, Math.min(MAGIC_BYTES, bytes.length)).toString("latin1");
  if (found !== magic) {
    throw refuse(/^RF[A-Z]\d$/.test(found) ? `kind ${found}: another version of ringfence wrote it` : "something else");
  }
  if (bytes.length < HEAD_AT) throw refuse("one that is cut off");
  const view = new DataView(bytes.buffer);
  if (view.getUint32(CHECKSUM_AT, true) !== crc32(bytes.subarray(HEAD_LENGTH_AT))) {
    throw refuse("a damaged one (its checksum does not match)");
  }
  const headBytes = view.getUint32(HEAD_LENGTH_AT, true);
  if (headBytes > MAX_HEAD_BYTES || HEAD_AT + headBytes > bytes.length) throw refuse("a head that is too long");
  let head: unknown;
  try {
    head = JSON.parse(Buffer.from(bytes.buffer, HEAD_AT, headBytes).toString("utf8"));
  } catch {
    throw refuse("a head that is no JSON");
  }
  const parsed = schema.safeParse(head);
  if (!parsed.success) throw refuse(`a head without a right ${parsed.error.issues[0]!.path.join(".")}`);
  return { head: parsed.data, columns: new ColumnReader(bytes, HEAD_AT + headBytes, refuse) };
}

type TypedArray = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

export class ColumnReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #refuse: (found: string) => RingfenceError;
  #at: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, at: number, refuse: (found: string) => RingfenceError) {
    this.#bytes = bytes;
    this.#at = at;
    this.#refuse = refuse;
  }

  /** The next column: a view. */
  take<Column extends TypedArray>(
    kind: { new (buffer: ArrayBuffer, from: number, length: number): Column; readonly BYTES_PER_ELEMENT: number },
    length: number,
  ): Column {
    const from = this.#at;
    this.#at += length * kind.BYTES_PER_ELEMENT;
    if (this.#at > this.#bytes.length) throw this.wrong("columns that are too short");
    return new kind(this.#bytes.buffer, from, length);
  }

  /** The columns have all been taken. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.wrong("more than its columns");
  }

  wrong(found: string): RingfenceError {
    return this.#refuse(found);
  }
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
