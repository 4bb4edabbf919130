/** What becomes of the rows of one build in the next: as a rule nearly all stay, and stay neighbours. */
import type { PreparedTemplate } from "./prepared-template.ts";

/** Rows [from, from + count) before are rows [to, to + count) now. */
export interface KeptRows {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Everything in ascending order. */
export interface RowChanges {
  readonly kept: readonly KeptRows[];
  /** Rows of now that were not there before, and rows of before that are not there now. */
  readonly came: readonly number[];
  readonly gone: readonly number[];
}

/** Compares templates that come ordered by (length, number); one that stays is the same object. Some nanoseconds a row. */
export function compareRows(before: readonly PreparedTemplate[], now: readonly PreparedTemplate[]): RowChanges {
  const kept: KeptRows[] = [];
  const came: number[] = [];
  const gone: number[] = [];
  let from = 0;
  let to = 0;
  while (from < before.length || to < now.length) {
    const count = countEqual(before, from, now, to);
    if (count > 0) kept.push({ from, to, count });
    from += count;
    to += count;
    if (isFirst(before[from], now[to])) gone.push(from++);
    else if (to < now.length) came.push(to++);
  }
  return { kept, came, gone };
}

function countEqual(
  before: readonly PreparedTemplate[],
  from: number,
  now: readonly PreparedTemplate[],
  to: number,
): number {
  let count = 0;
  while (from + count < before.length && before[from + count] === now[to + count]) count++;
  return count;
}

/** Whether the next row before lies ahead of the next row now. */
function isFirst(before: PreparedTemplate | undefined, now: PreparedTemplate | undefined): boolean {
  if (before === undefined || now === undefined) return before !== undefined;
  const longer = before.units.length - now.units.length;
  return longer < 0 || (longer === 0 && before.number < now.number);
}
