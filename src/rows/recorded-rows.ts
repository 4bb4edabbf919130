/** All rows of a file in memory, in order of time, for benches and tuning. */
import { RingfenceError } from "../core/errors.ts";
import { RowReader, type RowSource, type RowSourceFacts } from "./read-rows.ts";
import { type Row, SET_ASIDE_REASONS, type SetAside } from "./row.ts";

interface RecordedSource extends RowSource {
  /** The most rows to read. Default 1,000,000: some hundred bytes each, and the texts. */
  readonly limit?: number | undefined;
}

interface RecordedRows {
  /** In order of time; rows with equal or missing times stay in the order of the file. */
  readonly rows: readonly Row[];
  readonly facts: RowSourceFacts;
  /** Lines that could not be read. */
  readonly setAside: number;
  readonly firstSetAside: SetAside | null;
  /** True if the file has more rows. */
  readonly isCut: boolean;
}

const DEFAULT_LIMIT = 1_000_000;

/**
 * The rows of a file, or of standard input. Throws like `RowReader`, and "noData" if no row can be read. Some 2
 * microseconds a row.
 */
export async function readRecordedRows(source: RecordedSource): Promise<RecordedRows> {
  const limit = source.limit ?? DEFAULT_LIMIT;
  const reader = new RowReader(source);
  const rows: Row[] = [];
  let setAside = 0;
  let firstSetAside: SetAside | null = null;
  for await (const batch of reader.batches()) {
    setAside += batch.setAside.length;
    firstSetAside ??= batch.setAside[0] ?? null;
    for (const row of batch.rows) rows.push(row);
    if (rows.length > limit) break;
  }
  if (rows.length === 0) throw noRows(source.file, setAside, firstSetAside);
  const isCut = rows.length > limit;
  if (isCut) rows.length = limit;
  if (reader.facts.timeForm !== null) sortByTime(rows);
  return { rows, facts: reader.facts, setAside, firstSetAside, isCut };
}

/** Sorts in place. A row without a time stays behind the one before it. */
export function sortByTime(rows: Row[]): void {
  let last = Number.NEGATIVE_INFINITY;
  const timed = rows.map((row) => ({ row, timeMs: (last = row.timeMs ?? last) }));
  timed.sort((a, b) => (a.timeMs === b.timeMs ? 0 : a.timeMs - b.timeMs));
  for (let i = 0; i < rows.length; i++) rows[i] = timed[i]!.row;
}

export function noRows(file: string, setAside: number, first: SetAside | null): RingfenceError {
  const name = file === "-" ? "standard input" : file;
  const why =
    first === null
      ? ""
      : `: ${setAside} set aside, the first, line ${first.line}, as ${SET_ASIDE_REASONS[first.reason]}`;
  return new RingfenceError("noData", `${name}: no data: no row that can be read${why}`);
}
