/** The texts of the templates in force, one after the other in shared memory, the shortest first. */
import { assert } from "../core/assert.ts";
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { RingfenceError } from "../core/errors.ts";
import { MAX_MATCH_UNITS, MAX_TEMPLATES, MIN_MATCH_UNITS, type Template } from "./matcher.ts";

function columnSpec(count: number, textUnits: number) {
  return {
    /** Text of row t: units [start[t], start[t + 1]) of `text`. */
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

/**
 * Lays out the templates by (length, number), without those too short to match. Throws a RingfenceError when there
 * are more than MAX_TEMPLATES.
 */
export function buildTemplateTable(templates: readonly Template[]): TemplateTable {
  const rows = templates.filter((template) => template.text.length >= MIN_MATCH_UNITS);
  if (rows.length > MAX_TEMPLATES) {
    throw new RingfenceError(
      "config",
      `at most ${MAX_TEMPLATES} templates can be in force at a time, got ${rows.length}; shorten their life or the list`,
    );
  }
  rows.sort((a, b) => a.text.length - b.text.length || a.number - b.number);
  const textUnits = rows.reduce((sum, template) => sum + template.text.length, 0);
  const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(rows.length, textUnits)));
  const table = attachTemplateTable({ buffer, count: rows.length, textUnits });

  let units = 0;
  for (const [row, template] of rows.entries()) {
    const length = template.text.length;
    assert(length <= MAX_MATCH_UNITS, `template ${template.number} must be cut at ${MAX_MATCH_UNITS} units`);
    table.number[row] = template.number;
    table.start[row] = units;
    table.length[row] = length;
    for (let i = 0; i < length; i++) table.text[units++] = template.text.charCodeAt(i);
  }
  table.start[rows.length] = units;
  for (let length = 0, row = 0; length < table.firstOfLength.length; length++) {
    while (row < rows.length && table.length[row]! < length) row++;
    table.firstOfLength[length] = row;
  }
  return table;
}

export function attachTemplateTable(handle: TemplateTableHandle): TemplateTable {
  const columns = layColumns(handle.buffer, columnSpec(handle.count, handle.textUnits));
  return { ...columns, handle, count: handle.count };
}
