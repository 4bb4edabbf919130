/** Texts that would be taken for one broken line, or for as many as they have, and what to do about them. */
import { RingfenceError } from "../../core/errors.ts";
import type { Line } from "./line-splitter.ts";

const UTF_16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/** Throws RingfenceError "config" where the first bytes are the byte-order mark of UTF-16. */
export function refuseUtf16(name: string, bytes: Uint8Array): void {
  if (!UTF_16_MARKS.some(([first, second]) => bytes[0] === first && bytes[1] === second)) return;
  throw new RingfenceError(
    "config",
    `${name}: expected UTF-8, found the byte-order mark of UTF-16: convert it, for example with iconv -f UTF-16 -t UTF-8`,
  );
}

/** Throws RingfenceError "config" where more lines are in another encoding than are not, by the faults of all. */
export function refuseOtherEncodings(name: string, lines: readonly Line["fault"][]): void {
  const others = lines.filter((fault) => fault === "notUtf8").length;
  if (others * 2 <= lines.length) return;
  throw new RingfenceError(
    "config",
    `${name}: expected UTF-8, found ${others} of ${lines.length} lines that are not: convert it, for example with iconv -f GB18030 -t UTF-8`,
  );
}

/** Throws RingfenceError "config" where `lines` are all that there are: one, with CRs in it. */
export function refuseLoneReturns(name: string, lines: readonly Line[]): void {
  const [only, ...others] = lines;
  if (only === undefined || only.number !== 1 || others.length > 0 || !only.text.includes("\r")) return;
  throw new RingfenceError(
    "config",
    `${name}: expected lines that end by LF or CR LF, found CR alone: convert them, for example with tr '\\r' '\\n'`,
  );
}
