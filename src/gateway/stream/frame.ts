/**
 * A message of a stream: what it is and of which version, a checksum, a head in JSON, then columns. Numbers are
 * little-endian, and columns lie in descending width, so that each begins where its typed array may.
 */
import { endianness } from "node:os";
import { crc32 } from "node:zlib";
import type { z } from "zod";
import { assert } from "../../core/assert.ts";
import { bytesOf, type Columns, type ColumnSpecs, columnsByteLength, layColumns } from "../../core/columns.ts";
import { RingfenceError } from "../../core/errors.ts";

/** Events, verdicts, or other tables; the digit is the version. */
export type Magic = "RFE1" | "RFV1" | "RFT1";

const MAGIC_BYTES = 4;
const CHECKSUM_AT = MAGIC_BYTES;
const HEAD_LENGTH_AT = 8;
const HEAD_AT = 12;
/** The widest column. */
const ALIGNMENT = 8;
/** Heads are some hundred bytes. */
const MAX_HEAD_BYTES = 1 << 16;

/** `from`: columns that hold as many elements as `spec` says, or more. */
export function frame<const Spec extends ColumnSpecs>(
  magic: Magic,
  head: object,
  spec: Spec,
  from: Columns<Spec>,
): Uint8Array {
  assert(endianness() === "LE", "columns are little-endian");
  const written = Buffer.from(JSON.stringify(head));
  const columnsAt = Math.ceil((HEAD_AT + written.length) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(columnsAt + columnsByteLength(spec, 1));
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(magic, "latin1"));
  view.setUint32(HEAD_LENGTH_AT, columnsAt - HEAD_AT, true);
  bytes.fill(0x20, HEAD_AT, columnsAt);
  bytes.set(written, HEAD_AT);
  let at = columnsAt;
  for (const [name, [, length]] of Object.entries(spec)) {
    const column = bytesOf(from[name]!.subarray(0, length));
    bytes.set(column, at);
    at += column.length;
  }
  view.setUint32(CHECKSUM_AT, crc32(bytes.subarray(HEAD_LENGTH_AT)), true);
  return bytes;
}

export interface Framed<Head, Spec extends ColumnSpecs> {
  readonly head: Head;
  readonly columns: Columns<Spec>;
  /** The error for columns that hold what they may not. */
  readonly wrong: (found: string) => RingfenceError;
}

/**
 * What a message holds: `specOf` its head are the columns. `where`: of the message, for people. Throws RingfenceError
 * "config" for anything that `frame` did not write.
 */
export function unframe<Schema extends z.ZodType, const Spec extends ColumnSpecs>(
  magic: Magic,
  message: Uint8Array,
  schema: Schema,
  specOf: (head: z.output<Schema>) => Spec,
  where: string,
): Framed<z.output<Schema>, Spec> {
  const wrong = (found: string): RingfenceError =>
    new RingfenceError("config", `${where}: expected a message of kind ${magic}, found ${found}`);
  // A copy: typed arrays begin at multiples of their width.
  const bytes = new Uint8Array(message);
  const found = Buffer.from(bytes.buffer, 0, Math.min(MAGIC_BYTES, bytes.length)).toString("latin1");
  if (found !== magic) {
    throw wrong(/^RF[A-Z]\d$/.test(found) ? `kind ${found}: another version of ringfence wrote it` : "something else");
  }
  if (bytes.length < HEAD_AT) throw wrong("one that is cut off");
  const view = new DataView(bytes.buffer);
  if (view.getUint32(CHECKSUM_AT, true) !== crc32(bytes.subarray(HEAD_LENGTH_AT))) {
    throw wrong("a damaged one (its checksum does not match)");
  }
  const headBytes = view.getUint32(HEAD_LENGTH_AT, true);
  const columnsAt = HEAD_AT + headBytes;
  if (headBytes > MAX_HEAD_BYTES || columnsAt > bytes.length || columnsAt % ALIGNMENT > 0) {
    throw wrong("a head of a wrong length");
  }
  let head: unknown;
  try {
    head = JSON.parse(Buffer.from(bytes.buffer, HEAD_AT, headBytes).toString("utf8"));
  } catch {
    throw wrong("a head that is no JSON");
  }
  const parsed = schema.safeParse(head);
  if (!parsed.success) throw wrong(`a head without a right ${parsed.error.issues[0]!.path.join(".")}`);
  const spec = specOf(parsed.data);
  const rest = bytes.length - columnsAt - columnsByteLength(spec, 1);
  if (rest !== 0) throw wrong(rest < 0 ? "columns that are too short" : "more than its columns");
  return { head: parsed.data, columns: layColumns(bytes.buffer, spec, columnsAt, 1), wrong };
}
