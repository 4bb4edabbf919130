/** Runs of values in a page: a few bytes can claim a thousand million, and the decoder would write them. */
import type { PageHeader } from "hyparquet";

/** What writers use unless they are asked for others. */
const ENCODINGS = ["PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BYTE_STREAM_SPLIT"];
/** Writers fill the last run up: to 8 values, some to 512. */
const PADDED_VALUES = 512;

/** An error in words for people, which the errors of the decoder are not. */
export class ParquetError extends Error {}

interface PageContext {
  readonly isNullable: boolean;
  readonly isBoolean: boolean;
}

interface PageCheck {
  /** Bytes in front of those that are packed. */
  readonly levels: number;
  /** Throws ParquetError for an unpacked page whose runs claim too much. */
  readonly check: (page: Uint8Array) => void;
}

/** `page`: as it is in the file. */
export function checkPage(page: Uint8Array, header: PageHeader, context: PageContext): PageCheck {
  const { data_page_header: v1, data_page_header_v2: v2 } = header;
  if (header.type === "DATA_PAGE_V2" && v2 !== undefined) {
    const levels = v2.definition_levels_byte_length;
    if (v2.repetition_levels_byte_length !== 0) throw new ParquetError("it is nested");
    if (!(levels >= 0 && levels <= page.length)) throw new ParquetError("its levels are longer than the page");
    if (context.isNullable) checkRuns(page.subarray(0, levels), 1, v2.num_values, true);
    return { levels, check: (body) => checkValues(body, v2.encoding, v2.num_values - v2.num_nulls, context) };
  }
  const check = (body: Uint8Array): void => {
    if (header.type !== "DATA_PAGE" || v1 === undefined) return;
    let values = body;
    if (context.isNullable) {
      const end = 4 + lengthAt(body);
      checkRuns(body.subarray(4, end), 1, v1.num_values, true);
      values = body.subarray(end);
    }
    checkValues(values, v1.encoding, v1.num_values, context);
  };
  return { levels: 0, check };
}

function checkValues(page: Uint8Array, encoding: string, values: number, { isBoolean }: PageContext): void {
  if (!ENCODINGS.includes(encoding)) {
    throw new ParquetError(`its encoding ${encoding} is not read here: write it with PLAIN or a dictionary`);
  }
  if (values === 0 || encoding === "PLAIN" || encoding === "BYTE_STREAM_SPLIT") return;
  if (isBoolean) checkRuns(page.subarray(4), 1, values, false);
  else if (encoding === "RLE") throw new ParquetError("only true and false are encoded by RLE");
  else checkRuns(page.subarray(1), page[0] ?? 0, values, false);
}

/** `areAll`: they must come to `values`. */
function checkRuns(bytes: Uint8Array, width: number, values: number, areAll: boolean): void {
  if (width > 32) throw new ParquetError("its runs are broken");
  let at = 0;
  let seen = 0;
  while (at < bytes.length && seen < values) {
    let header = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 28) throw new ParquetError("its runs are broken");
      header += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const isPacked = header % 2 === 1;
    const count = Math.floor(header / 2) * (isPacked ? 8 : 1);
    if (count === 0 || count > values + (isPacked ? PADDED_VALUES : 0)) {
      throw new ParquetError(`a run claims ${count} of ${values} values`);
    }
    seen += count;
    at += isPacked ? (count / 8) * width : Math.ceil(width / 8);
  }
  if (areAll && seen < values) throw new ParquetError(`its levels are ${seen} of ${values}`);
}

function lengthAt(page: Uint8Array): number {
  if (page.length < 4) throw new ParquetError("a page is too short");
  return new DataView(page.buffer, page.byteOffset).getUint32(0, true);
}
