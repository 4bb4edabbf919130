/** Errors for files in another encoding, or with other line ends. */
import { RingfenceError } from "../../core/errors.ts";
import type { Line } from "./line-splitter.ts";

/** Enough for a header. */
const LOOKED_AT_BYTES = 4096;

/**
 * By the byte-order mark, else by zeros: in UTF-16 half of every ASCII character is 0 (in little endian the second
 * half), while Chinese has few zeros, and UTF-8 none. Null if it is not UTF-16.
 */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const pairs = Math.min(bytes.length, LOOKED_AT_BYTES) >> 1;
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
