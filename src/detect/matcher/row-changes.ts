/** What becomes of the rows of one build in the next: as a rule nearly all stay, and stay neighbours. */
import type { Template } from "./matcher.ts";
import type { PreparedTemplate } from "./grams.ts";

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

/** Templates that one list has and another lacks, in any order. */
export interface TemplateChanges {
  readonly came: readonly Template[];
  readonly gone: readonly Template[];
}

/**
 * Takes rows out and puts templates in, which like the rows come by (length, number); what is taken out must be there.
 * Returns all rows, and how they came about. Some 8 ns a row that stays.
 */
export function changeRows(
  before: readonly PreparedTemplate[],
  came: readonly PreparedTemplate[],
  gone: readonly Template[],
): { rows: PreparedTemplate[]; changes: RowChanges } {
  const rows: PreparedTemplate[] = [];
  const kept: KeptRows[] = [];
  const cameRows: number[] = [];
  const goneRows = gone.map((template) => placeOf(before, template)).sort((a, b) => a - b);
  let from = 0;
  const keepUpTo = (end: number): void => {
    if (from < end) kept.push({ from, to: rows.length, count: end - from });
    while (from < end) rows.push(before[from++]!);
  };
  let next = 0;
  const dropBefore = (end: number): void => {
    for (; next < goneRows.length && goneRows[next]! < end; next++) {
      keepUpTo(goneRows[next]!);
      from++;
    }
  };
  for (const template of came) {
    const place = placeOf(before, template);
    dropBefore(place);
    keepUpTo(place);
    cameRows.push(rows.length);
    rows.push(template);
  }
  dropBefore(before.length);
  keepUpTo(before.length);
  return { rows, changes: { kept, came: cameRows, gone: goneRows } };
}

/** The first row that does not come before a template, by bisection. */
function placeOf(rows: readonly PreparedTemplate[], template: Template): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOrder(rows[middle]!, template) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The order of rows: by (length, number). */
export function compareOrder(one: Template, other: Template): number {
  return one.text.length - other.text.length || one.number - other.number;
}
