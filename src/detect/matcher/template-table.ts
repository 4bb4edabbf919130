/** The texts of the templates in force, one after the other in shared memory, the shortest first. */
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { stringOf } from "../../core/units.ts";
import { MAX_MATCH_UNITS, type Template } from "./matcher.ts";
import type { PreparedTemplate } from "./grams.ts";
import type { RowChanges } from "./row-changes.ts";
import type { SharedSlot } from "./shared-slot.ts";

function columnSpec(count: number, textUnits: number) {
  return {
    /** Text of row t: units [start[t], start[t] + length[t]) of `text`. */
    text: ["u16", textUnits],
    start: ["u32", count + 1],
    /** Number of the template in row t. */
    number: ["i32", count],
    /** Its length, once more, close together. */
    length: ["u8", count],
    /** Rows of length m: [firstOfLength[m], firstOfLength[m + 1]). */
    firstOfLength: ["u32", MAX_MATCH_UNITS + 2],
  } as const;
}

export interface TemplateTableHandle {
  readonly buffer: SharedArrayBuffer;
  readonly count: number;
  readonly textUnits: number;
}

export interface TemplateTable extends Columns<ReturnType<typeof columnSpec>> {
  readonly handle: TemplateTableHandle;
  readonly count: number;
}

/** Texts start at words of 8 bytes: shared memory is copied by words from word to word, else byte by byte. */
function evenUnits(units: number): number {
  return (units + 3) & ~3;
}

/**
 * Lays out templates, which come ordered by (length, number), in `slot`. `before` lies elsewhere; what stays of it is
 * copied in runs.
 */
export function writeTemplateTable(
  rows: readonly PreparedTemplate[],
  slot: SharedSlot,
  before: TemplateTable | null,
  { kept, came, gone }: RowChanges,
): TemplateTable {
  let textUnits = before?.start[before.count] ?? 0;
  for (const row of gone) textUnits -= evenUnits(before!.length[row]!);
  for (const row of came) textUnits += evenUnits(rows[row]!.units.length);
  const buffer = slot.reserve(columnsByteLength(columnSpec(rows.length, textUnits)));
  const table = attachTemplateTable({ buffer, count: rows.length, textUnits });
  const { text, start, number, length } = table;
  for (const { from, to, count } of kept) {
    length.set(before!.length.subarray(from, from + count), to);
    number.set(before!.number.subarray(from, from + count), to);
  }
  for (const row of came) {
    length[row] = rows[row]!.units.length;
    number[row] = rows[row]!.number;
  }
  fillStarts(table);
  for (const { from, to, count } of kept) {
    text.set(before!.text.subarray(before!.start[from], before!.start[from + count]), start[to]);
  }
  for (const row of came) text.set(rows[row]!.units, start[row]);
  return table;
}

/** Where each text starts, and where those of each length do: from their lengths. */
function fillStarts({ count, length, start, firstOfLength }: TemplateTable): void {
  let units = 0;
  let filled = 0;
  for (let row = 0; row < count; row++) {
    start[row] = units;
    const rowUnits = length[row]!;
    units += evenUnits(rowUnits);
    while (filled <= rowUnits) firstOfLength[filled++] = row;
  }
  start[count] = units;
  firstOfLength.fill(count, filled);
}

export function attachTemplateTable(handle: TemplateTableHandle): TemplateTable {
  const columns = layColumns(handle.buffer, columnSpec(handle.count, handle.textUnits));
  return { ...columns, handle, count: handle.count };
}

/** In the order of rows: the shortest first, of equals the lowest number. */
export function templatesOf({ text, start, length, number, count }: TemplateTable): Template[] {
  return Array.from({ length: count }, (_, row) => ({
    number: number[row]!,
    text: stringOf(text, start[row]!, start[row]! + length[row]!),
  }));
}
