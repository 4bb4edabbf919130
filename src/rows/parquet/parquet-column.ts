/**
 * One column of a row group of a Parquet file, page by page. What a page claims of itself is checked before anything is
 * allotted for it: files come from outside.
 */
import type { ColumnChunk, DataReader, DecodedArray, SchemaTree } from "hyparquet";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { openPage, type PageContext } from "./parquet-page.ts";

/** Of one page, unpacked. What is written in the field has 1 to 100 megabytes. */
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
/**
 * Texts pack some ten times smaller, and a few bytes of Brotli can claim all of the above. What is
 * as small as this unpacked may be packed in as few as it likes.
 */
const MAX_PACKED_TIMES = 100;
const SMALL_PAGE_BYTES = 8 * 1024 * 1024;
/** Of one page. A value that takes no byte of its own takes some of memory all the same. */
const MAX_PAGE_VALUES = 4 * 1024 * 1024;
/** Three bytes of Snappy are 64 at most. */
const SNAPPY_RATIO = 32;
const SNAPPY_SLACK = 64;

/** Of one column in one row group, packed. */
export const MAX_CHUNK_BYTES = 1024 * 1024 * 1024;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Times stay as they were written: their unit says what they are. A mark at the head of a string belongs to it. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (ms: bigint) => Number(ms),
  timestampFromMicroseconds: (us: bigint) => Number(us / 1000n),
  timestampFromNanoseconds: (ns: bigint) => Number(ns / 1_000_000n),
  dateFromDays: (days: number) => days * 86_400_000,
  stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
} as unknown as typeof DEFAULT_PARSERS;

export type ChunkMetaData = NonNullable<ColumnChunk["meta_data"]>;

export class ParquetColumn {
  readonly #reader: DataReader;
  readonly #decoder: Parameters<typeof readPage>[2];
  readonly #context: PageContext;
  readonly #bytes: Uint8Array;
  readonly #rows: number;
  #dictionary: DecodedArray | undefined;
  #page: DecodedArray = [];
  #at = 0;
  #read = 0;

  /** `bytes`: the column's chunk, of which all is packed as its metadata say; `rows`: of the row group. */
  constructor(
    bytes: Uint8Array,
    rows: number,
    { type, codec, path_in_schema }: ChunkMetaData,
    schemaPath: SchemaTree[],
  ) {
    const { element } = schemaPath.at(-1)!;
    this.#bytes = bytes;
    this.#reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    this.#rows = rows;
    this.#decoder = {
      pathInSchema: path_in_schema,
      type,
      // It is unpacked before (parquet-page.ts).
      codec: "UNCOMPRESSED",
      element,
      schemaPath,
      parsers: PARSERS,
    };
    this.#context = {
      codec,
      nullable: element.repetition_type !== "REQUIRED",
      isBoolean: type === "BOOLEAN",
      isBytes: type === "BYTE_ARRAY",
    };
  }

  /**
   * The next `count` values, of a group that has as many left; null and undefined are null. Throws Error for what is
   * broken.
   */
  take(count: number): unknown[] {
    const values: unknown[] = [];
    while (values.length < count) {
      while (this.#at === this.#page.length) this.#nextPage();
      const end = Math.min(this.#page.length, this.#at + count - values.length);
      for (let at = this.#at; at < end; at++) values.push(this.#page[at] ?? null);
      this.#at = end;
    }
    return values;
  }

  #nextPage(): void {
    const reader = this.#reader;
    if (reader.offset >= reader.view.byteLength) {
      throw new Error(`its pages end after ${this.#read} of ${this.#rows} rows`);
    }
    const header = decoded(() => parquetHeader(reader));
    this.#check(header);
    this.#at = 0;
    const { compressed_page_size: size } = header;
    const page = openPage(this.#bytes.subarray(reader.offset, reader.offset + size), header, this.#context);
    reader.offset += size;
    const unpacked = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
    const asUnpacked = { ...header, compressed_page_size: page.length };
    const { data = [] } = decoded(
      () =>
        readPage(unpacked, asUnpacked, this.#decoder, this.#dictionary, undefined, 0) as {
          data?: DecodedArray;
        },
    );
    if (header.type === "DICTIONARY_PAGE") {
      this.#dictionary = decoded(() => convert(data, this.#decoder));
      this.#page = [];
      return;
    }
    this.#page = data;
    this.#read += data.length;
    if (this.#read > this.#rows) throw new Error(`its pages hold more than the ${this.#rows} rows of the group`);
  }

  #check(header: ReturnType<typeof parquetHeader>): void {
    const { view, offset } = this.#reader;
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!isSize(packed) || !isSize(unpacked)) throw new Error("a page says no length: the file is damaged");
    if (packed > view.byteLength - offset) {
      throw new Error(`a page claims ${packed} bytes, and ${view.byteLength - offset} are left`);
    }
    if (unpacked > MAX_PAGE_BYTES) {
      throw new Error(`a page claims ${unpacked} bytes unpacked, and ${MAX_PAGE_BYTES} are the most that is read`);
    }
    if (this.#context.codec === "SNAPPY" && unpacked > packed * SNAPPY_RATIO + SNAPPY_SLACK) {
      throw new Error(`a page claims ${unpacked} bytes unpacked from ${packed}, more than Snappy can pack`);
    }
    if (unpacked > Math.max(SMALL_PAGE_BYTES, packed * MAX_PACKED_TIMES)) {
      throw new Error(
        `a page claims ${unpacked} bytes unpacked from ${packed}, more than ${MAX_PACKED_TIMES} times as many: write smaller pages`,
      );
    }
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    if (!isSize(dictionary) || dictionary > unpacked)
      throw new Error(`a dictionary claims ${dictionary} values in ${unpacked} bytes`);
    if (!isSize(values) || values > this.#rows) throw new Error(`a page claims ${values} values of ${this.#rows} rows`);
    const most = Math.max(dictionary, values);
    if (most > MAX_PAGE_VALUES) {
      throw new Error(
        `a page has ${most} values, and ${MAX_PAGE_VALUES} are the most that is read: write smaller pages`,
      );
    }
  }
}

/** What the decoder makes of bytes. What it says of those that it cannot read means nothing to people. */
export function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw new Error("the file is damaged, or is no Parquet: write it anew", { cause });
  }
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
