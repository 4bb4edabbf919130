/**
 * Splits bytes into lines. A line ends at LF; one CR before it is dropped, and so is a byte-order mark at the start.
 * Every line comes out once, in order, even if it cannot be read.
 */
import { isUtf8 } from "node:buffer";
import type { SetAsideReason } from "../row.ts";

/** The longest line, without its LF. A longer one is dropped, so memory stays bounded. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** True if it ends with CR LF: a quoted field that goes on behind it holds both. */
  readonly hasReturn?: boolean;
  readonly fault: Extract<SetAsideReason, "notUtf8" | "lineTooLong"> | null;
}

const LF = 10;
const BYTE_ORDER_MARK = 0xfeff;

export class LineSplitter {
  readonly #maxBytes: number;
  /** Bytes of an unfinished line. */
  #carried: Uint8Array[] = [];
  #carriedBytes = 0;
  /** True while bytes of a line that is too long are dropped. */
  #dropping = false;
  #lines = 0;

  constructor(maxBytes = MAX_LINE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that `chunk` completes. Linear in the bytes. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) {
      let start = 0;
      if (this.#dropping) {
        start = chunk.indexOf(LF) + 1;
        this.#dropping = false;
        this.#add(lines, "", "lineTooLong");
      }
      if (start < end) this.#addAll(lines, this.#withCarried(chunk.subarray(start, end)));
    }
    this.#carry(chunk.subarray(end));
    return lines;
  }

  /** The last line, if the input does not end with LF. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.#dropping) this.#add(lines, "", "lineTooLong");
    else if (this.#carriedBytes > 0) this.#addAll(lines, this.#withCarried(new Uint8Array(0)));
    this.#dropping = false;
    return lines;
  }

  #carry(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#dropping) return;
    this.#carriedBytes += bytes.length;
    if (this.#carriedBytes > this.#maxBytes) {
      this.#dropping = true;
      this.#carried = [];
      this.#carriedBytes = 0;
    } else {
      // A copy, since the stream may reuse its buffer.
      this.#carried.push(bytes.slice());
    }
  }

  #withCarried(bytes: Uint8Array): Buffer {
    if (this.#carriedBytes === 0) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const whole = Buffer.concat([...this.#carried, bytes]);
    this.#carried = [];
    this.#carriedBytes = 0;
    return whole;
  }

  /** Decodes a block of whole lines at once; or line by line, if one may be too long or not UTF-8. */
  #addAll(lines: Line[], block: Buffer): void {
    if (block.length <= this.#maxBytes && isUtf8(block)) {
      const text = block.toString("utf8");
      const end = text.endsWith("\n") ? text.length - 1 : text.length;
      for (const line of text.slice(0, end).split("\n")) this.#add(lines, line, null);
      return;
    }
    for (let from = 0; from < block.length;) {
      const found = block.indexOf(LF, from);
      const to = found < 0 ? block.length : found;
      const bytes = block.subarray(from, to);
      if (bytes.length > this.#maxBytes) this.#add(lines, "", "lineTooLong");
      else this.#add(lines, bytes.toString("utf8"), isUtf8(bytes) ? null : "notUtf8");
      from = to + 1;
    }
  }

  #add(lines: Line[], text: string, fault: Line["fault"]): void {
    this.#lines++;
    const start = this.#lines === 1 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    const hasReturn = text.endsWith("\r");
    const end = hasReturn ? text.length - 1 : text.length;
    lines.push({ number: this.#lines, text: text.slice(start, end), hasReturn, fault });
  }
}
