/** The texts of the templates in force, one after the other in shared memory, the shortest first; engines read them. */
import { assert } from "../../core/assert.ts";
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { RingfenceError } from "../../core/errors.ts";
import { stringOf } from "../../core/units.ts";
import { MAX_MATCH_UNITS, MAX_TEMPLATES, type Matcher, MIN_MATCH_UNITS, type Template } from "./matcher.ts";

function columnSpec({ count, units }: Pick<TemplateTableHandle, "count" | "units">) {
  return {
    /** Text of row t: units [start[t], start[t + 1]) of `text`. */
    text: ["u16", units],
    start: ["u32", count + 1],
    number: ["i32", count],
  } as const;
}

export interface TemplateTableHandle {
  readonly buffer: SharedArrayBuffer;
  readonly count: number;
  readonly units: number;
}

export interface TemplateTable extends Columns<ReturnType<typeof columnSpec>> {
  readonly count: number;
}

/** Those long enough to match, by (length, number). Texts must be cut already (cutTemplate). */
export function writeTemplateTable(templates: readonly Template[]): TemplateTableHandle {
  const rows = templates
    .filter(({ text }) => text.length >= MIN_MATCH_UNITS)
    .sort((a, b) => a.text.length - b.text.length || a.number - b.number);
  const count = rows.length;
  if (count > MAX_TEMPLATES) throw tooMany(count);
  const units = rows.reduce((sum, { text }) => sum + text.length, 0);
  const handle = { buffer: new SharedArrayBuffer(columnsByteLength(columnSpec({ count, units }))), count, units };
  const table = attachTemplateTable(handle);
  let end = 0;
  for (const [row, template] of rows.entries()) {
    table.number[row] = template.number;
    end = writeText(table.text, end, template);
    table.start[row + 1] = end;
  }
  return handle;
}

/** Unit by unit: `set` would copy an array into shared memory byte by byte. */
function writeText(units: Uint16Array, from: number, { number, text }: Template): number {
  assert(text.length <= MAX_MATCH_UNITS, () => `template ${number} must be cut at ${MAX_MATCH_UNITS} units`);
  for (let i = 0; i < text.length; i++) units[from + i] = text.charCodeAt(i);
  return from + text.length;
}

export function attachTemplateTable(handle: TemplateTableHandle): TemplateTable {
  return { ...layColumns(handle.buffer, columnSpec(handle)), count: handle.count };
}

export function templatesOf({ text, start, number, count }: TemplateTable): Template[] {
  return Array.from({ length: count }, (_, row) => ({
    number: number[row]!,
    text: stringOf(text, start[row]!, start[row + 1]!),
  }));
}

function tooMany(count: number): RingfenceError {
  return new RingfenceError(
    "config",
    `at most ${MAX_TEMPLATES} templates can be in force at a time, found ${count}: shorten their life or the list`,
  );
}

/**
 * One way to find the nearest template. It reads the templates from shared memory. `matcherFrom` makes an engine from a
 * library's search.
 */
export interface MatcherEngine {
  /** A word of letters, digits and hyphens. No other engine may have it. */
  readonly name: string;
  /** True if it may decide differently from `scan`. Runs and benches then say how often. */
  readonly isApproximate?: boolean;
  /** True if a message takes milliseconds: it is then measured on fewer messages. */
  readonly isSlow?: boolean;
  /** A reader. `previous`, of any engine, is not used any more: its memory may be reused. */
  attach(tables: MatcherTables, previous: Matcher | undefined): Matcher;
}

export interface MatcherTables {
  /** The version of the set of templates, which the reader must show. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTable;
}

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  readonly engine: string;
  /** Unique among the handles of a process, so a reader can tell whether it is still up to date. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
}
