/** The formats of files of rows, and the endings of names that show them. */
import { RingfenceError } from "../core/errors.ts";

/** Parquet compresses inside; the others may be gzip as a whole. */
export const FILE_FORMATS = ["parquet", "csv", "tsv", "jsonl", "csv.gz", "tsv.gz", "jsonl.gz"] as const;
/** A format of rows in files, by the extension that names it; `.gz` is gzip around the whole. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/** All except Parquet may also be gzip, with any name. */
export const ROW_FORMATS = ["csv", "tsv", "jsonl", "parquet"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];
export type TextKind = Exclude<RowFormat, "parquet">;

const KIND_BY_EXTENSION: Readonly<Record<string, RowFormat>> = {
  parquet: "parquet",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  jsonl: "jsonl",
  ndjson: "jsonl",
};

const ENDING = /\.([a-z]+)(\.gz)?$/i;

/** The format that the name of a file shows, or null. */
export function formatOf(path: string): FileFormat | null {
  const [, extension = "", gzip] = ENDING.exec(path) ?? [];
  const name = extension.toLowerCase();
  const kind = Object.hasOwn(KIND_BY_EXTENSION, name) ? KIND_BY_EXTENSION[name]! : null;
  if (kind === null || kind === "parquet") return gzip === undefined ? kind : null;
  return gzip === undefined ? kind : `${kind}.gz`;
}

/** `asked`, else the format that the name shows. Throws RingfenceError "usage" if there is neither. */
export function requireFormat(path: string, asked?: FileFormat): FileFormat {
  const format = asked ?? formatOf(path);
  if (format !== null) return format;
  const known = FILE_FORMATS.map((each) => `.${each}`).join(", ");
  throw new RingfenceError("usage", `${path}: its name shows no format: expected one of ${known}`);
}

export function fileKind(format: FileFormat): RowFormat {
  return format.replace(/\.gz$/, "") as RowFormat;
}

export function isGzip(format: FileFormat): boolean {
  return format.endsWith(".gz");
}

/** `events.csv.gz` and "truth" are `events-truth.csv.gz`. */
export function besideName(path: string, part: string): string {
  const ending = formatOf(path) === null ? /(?!^)(?=\.[^./\\]*$)|$/ : /(?=\.[a-z]+(?:\.gz)?$)/i;
  return path.replace(ending, `-${part}`);
}
