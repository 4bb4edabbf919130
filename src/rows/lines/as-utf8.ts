/** Texts in other encodings as lines of UTF-8. */
import { isUtf8 } from "node:buffer";
import { RingfenceError } from "../../core/errors.ts";
import type { Line } from "./line-splitter.ts";

/** The encoding of a stream that is not UTF-8. */
export interface ReadAs {
  readonly encoding: string;
  /** True if guessed. */
  readonly isGuess: boolean;
}

/**
 * `pieces` as UTF-8. `asked`: the encoding; left out: guessed from the beginning. `tell` is called if it is not UTF-8.
 * `isLive`: does not wait for more than the first piece. Throws RingfenceError "usage" for an unknown encoding, and
 * "config" for XML.
 */
export async function* asUtf8(
  name: string,
  pieces: AsyncGenerator<Uint8Array>,
  asked: string | undefined,
  tell: (read: ReadAs) => void,
  isLive: boolean,
): AsyncGenerator<Uint8Array> {
  const named = asked === undefined ? null : decoderOf(asked).encoding;
  const first = await beginningOf(pieces, isLive ? 1 : LOOKED_AT_BYTES);
  if (first.length === 0) return;
  const beginning = Buffer.concat(first);
  if (named === "utf-8") refuseUtf16(name, beginning);
  const encoding = named ?? guessEncoding(beginning);
  if (XML.test(new TextDecoder(encoding ?? "utf-8").decode(beginning.subarray(0, XML_BYTES)))) {
    await pieces.return(undefined);
    throw new RingfenceError("config", `${name}: ${FOUND_XML}`);
  }
  const rest = startingWith(first, pieces);
  if (encoding === null || encoding === "utf-8") return yield* rest;
  tell({ encoding, isGuess: named === null });
  yield* decode(rest, encoding);
}

/** The first pieces that are not empty, with `bytes` bytes together if there are so many. */
async function beginningOf(pieces: AsyncGenerator<Uint8Array>, bytes: number): Promise<Uint8Array[]> {
  const first: Uint8Array[] = [];
  for (let size = 0; size < bytes;) {
    const piece = await pieces.next();
    if (piece.done === true) break;
    if (piece.value.length > 0) first.push(piece.value);
    size += piece.value.length;
  }
  return first;
}

const XML_BYTES = 512;

const XML = /^\s*<(?:\?xml|smses|!--)/;
const FOUND_XML =
  "expected CSV, TSV, JSON Lines or Parquet, found XML. Convert it to CSV whose first line names the columns, as text,caller: " +
  "apps that make backups and spreadsheets do that";

async function* startingWith(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function* decode(pieces: AsyncGenerator<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield Buffer.from(text);
  }
  const end = decoder.decode();
  if (end !== "") yield Buffer.from(end);
}

function decoderOf(label: string): { readonly encoding: string } {
  try {
    return new TextDecoder(label.trim());
  } catch (cause) {
    throw new RingfenceError(
      "usage",
      `--encoding ${JSON.stringify(label.slice(0, 40))}: expected an encoding, as utf-8, gb18030, gbk, big5, utf-16le, utf-16be or latin1`,
      { cause },
    );
  }
}

/** Size of the beginning that is looked at. */
const LOOKED_AT_BYTES = 64 * 1024;
const FEWEST_OTHERS = 2;
/** In Chinese nearly all bytes outside of ASCII stand in pairs; in western text most stand alone. */
const MOSTLY = 0.5;

/** Null for UTF-8, or if unclear. */
export function guessEncoding(piece: Uint8Array): string | null {
  const bytes = piece.subarray(0, LOOKED_AT_BYTES);
  const wide = utf16Of(bytes);
  if (wide !== null) return wide;
  const lines = linesOutsideAscii(bytes);
  const others = lines.filter((line) => !isUtf8(line));
  if (others.length < FEWEST_OTHERS || others.length * 2 <= lines.length) return null;
  const sample = Buffer.concat(others);
  if (shareAlone(sample) > MOSTLY) return "windows-1252";
  return commonCharacters(sample, "big5") > commonCharacters(sample, "gb18030") ? "big5" : "gb18030";
}

const LF = 10;

/** Lines with a byte outside of ASCII. The only line may be cut. */
function linesOutsideAscii(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(LF, from);
    if (found < 0 && lines.length > 0) break;
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(from, end);
    if (line.some((byte) => byte >= 0x80)) lines.push(line);
    from = end + 1;
  }
  return lines;
}

/** The share of bytes outside of ASCII with no other one next to them. */
function shareAlone(bytes: Uint8Array): number {
  let [alone, all] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    all++;
    if (!(bytes[at - 1]! >= 0x80) && !(bytes[at + 1]! >= 0x40 && bytes[at + 1]! >= 0x80)) alone++;
  }
  return all === 0 ? 0 : alone / all;
}

/** The most common characters, simplified and traditional. */
const COMMON = new Set(
  "的一是了我不在有人这这為为您请請元日月年时時个個到中大上下会會行点點电電银銀卡信用户戶号號服务務通知本次可以至",
);

function commonCharacters(bytes: Uint8Array, encoding: string): number {
  let count = 0;
  for (const character of new TextDecoder(encoding).decode(bytes)) {
    count += Number(COMMON.has(character)) - Number(character === "\ufffd");
  }
  return count;
}

/** Enough for a header. */
const UTF16_BYTES = 4096;

/**
 * By the byte-order mark, else by zeros: in UTF-16 half of every ASCII character is 0 (in little endian the second
 * half), while Chinese has few zeros, and UTF-8 none. Null if it is not UTF-16.
 */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const pairs = Math.min(bytes.length, UTF16_BYTES) >> 1;
  const zeros: [first: number, second: number] = [0, 0];
  for (let at = 0; at < 2 * pairs; at++) if (bytes[at] === 0) zeros[at % 2]!++;
  const [few, many] = zeros.toSorted((a, b) => a - b) as [number, number];
  if (pairs < 2 || many * 4 < pairs || few * 4 > many) return null;
  return zeros[1] === many ? "utf-16le" : "utf-16be";
}

/** Throws RingfenceError "config" for UTF-16. */
export function refuseUtf16(name: string, bytes: Uint8Array): void {
  const encoding = utf16Of(bytes)?.toUpperCase();
  if (encoding === undefined) return;
  throw new RingfenceError(
    "config",
    `${name}: expected UTF-8, found ${encoding}: convert it, for example with iconv -f ${encoding} -t UTF-8`,
  );
}

/** Throws RingfenceError "config" if most lines are not UTF-8. */
export function refuseOtherEncodings(name: string, lines: readonly Line[]): void {
  const others = lines.filter(({ fault }) => fault === "notUtf8").length;
  if (others * 2 <= lines.length) return;
  throw new RingfenceError(
    "config",
    `${name}: expected UTF-8, found ${others} of ${lines.length} lines that are not: name its encoding, as --encoding gb18030, or convert it, for example with iconv -f GB18030 -t UTF-8`,
  );
}

/** Throws RingfenceError "config" if the only line has CRs in it. `lines`: the last lines. */
export function refuseLoneReturns(name: string, lines: readonly Line[]): void {
  const [only, ...others] = lines;
  if (only === undefined || only.number !== 1 || others.length > 0 || !only.text.includes("\r")) return;
  throw new RingfenceError(
    "config",
    `${name}: expected lines that end by LF or CR LF, found CR alone: convert them, for example with tr '\\r' '\\n'`,
  );
}
