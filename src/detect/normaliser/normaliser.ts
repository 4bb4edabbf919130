/**
 * The normaliser turns raw UTF-16 text into the form in which scripts are compared. It folds compatibility forms, case,
 * look-alike letters and traditional Chinese. It strips marks, punctuation, spaces and invisible characters. A run of
 * digits becomes one `0`, even with stripped characters in between. A link, as event/link/link-reader.ts finds it,
 * becomes one private-use symbol.
 *
 * Normalising twice changes nothing. The build makes the table (normaliser-table.ts) and stores it. A run reads it and
 * workers attach to it, so no thread loads a dictionary.
 */
import { stringOf, unitsOf } from "../../core/units.ts";
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { type LinkWriter, readText } from "../../event/link/link-reader.ts";

/** The most units of a normalised text. The rest of the text is ignored. */
export const MAX_NORMALISED_UNITS = 512;
/** Units of it that stages read. */
export const READ_UNITS = 255;
/** Stands for a link. It is for private use, so no letter equals it. */
export const URL_SYMBOL = 0xe000;
/** Stands for a run of digits. */
export const DIGIT_SYMBOL = 0x30;

/** Code points from here on are stripped: they have no letters (Unicode 17 ends at U+3347F). */
export const FOLD_POINTS = 0x34000;

/** Codes in the `fold` column; none of them is a letter. */
export const FOLD_STRIP = 0;
/** Several units, in `expansion`; or half of a surrogate pair. */
export const FOLD_EXPAND = 1;
/** The code point, which is beyond the basic plane, stands for itself. */
export const FOLD_SELF = 2;

/** Flags in the `step` column, above the folded unit. */
export const KEPT_BIT = 16;
export const DIGITS_BIT = 17;
export const ODD = 1 << 18;

function columnSpec(expansionCount: number, expansionUnits: number) {
  return {
    /** By code point: a code, or the one unit it folds to. */
    fold: ["u16", FOLD_POINTS],
    /** By UTF-16 unit: the one unit it folds to, and flags (stepOf) above that. */
    step: ["u32", 0x10000],
    /** Code points that fold to several units, ascending; the k-th folds to units [start[k], start[k + 1]). */
    expansionPoint: ["u32", expansionCount],
    expansionStart: ["u32", expansionCount + 1],
    expansion: ["u16", expansionUnits],
  } as const;
}

export interface NormaliserTableHandle {
  readonly buffer: SharedArrayBuffer;
  readonly expansionCount: number;
  readonly expansionUnits: number;
}

export interface NormaliserTable extends Columns<ReturnType<typeof columnSpec>> {
  readonly handle: NormaliserTableHandle;
  /** The links of the text that is being normalised. */
  readonly links: LinkWriter;
  /** The unit before which a run of folding stopped. */
  readonly stopped: Uint32Array;
  /** The normalised head of a text, for stages. */
  readonly buffer: Uint16Array;
}

/** Zeroed columns for the builder to fill. */
export function allocateNormaliserTable(expansionCount: number, expansionUnits: number): NormaliserTable {
  const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(expansionCount, expansionUnits)));
  return attachNormaliser({ buffer, expansionCount, expansionUnits });
}

/** A reader of the table, made in a few microseconds. Readers share only the table. */
export function attachNormaliser(handle: NormaliserTableHandle): NormaliserTable {
  const columns = layColumns(handle.buffer, columnSpec(handle.expansionCount, handle.expansionUnits));
  const links: LinkWriter = {
    hostStart: new Uint32Array(0),
    host: new Uint16Array(0),
    links: 0,
    found: 0,
    // Each link takes at least one unit.
    span: new Uint32Array(2 * MAX_NORMALISED_UNITS),
    spans: 0,
  };
  return { ...columns, handle, links, stopped: new Uint32Array(1), buffer: new Uint16Array(READ_UNITS) };
}

/**
 * Normalises units [from, to) of `text` into `out`. Returns the number of units written: at most `out.length` and
 * MAX_NORMALISED_UNITS, and never half a surrogate pair. The rest of `out` is then undefined. Lone surrogates are
 * stripped. Linear in the text: some 3 ns a unit and half a microsecond a link.
 */
export function normaliseInto(
  table: NormaliserTable,
  text: Uint16Array,
  from: number,
  to: number,
  out: Uint16Array,
): number {
  const { links } = table;
  links.spans = 0;
  readText(text, from, to, links);
  return normaliseAround(table, text, from, to, links.span, 0, links.spans, out);
}

/** The same where the links have been read already: they are [firstSpan, endSpan) of the pairs in `span`. */
export function normaliseAround(
  table: NormaliserTable,
  text: Uint16Array,
  from: number,
  to: number,
  span: Uint32Array,
  firstSpan: number,
  endSpan: number,
  out: Uint16Array,
): number {
  const limit = Math.min(out.length, MAX_NORMALISED_UNITS);
  let count = 0;
  let at = from;
  for (let k = firstSpan; k < endSpan; k++) {
    count = fold(table, text, at, span[2 * k]!, out, count, limit);
    if (count === limit) break;
    out[count++] = URL_SYMBOL;
    at = span[2 * k + 1]!;
  }
  count = fold(table, text, at, to, out, count, limit);
  return count > 0 && count === limit && isHighSurrogate(out[count - 1]!) ? count - 1 : count;
}

export function normaliseText(table: NormaliserTable, text: string): string {
  const out = new Uint16Array(MAX_NORMALISED_UNITS);
  const count = normaliseInto(table, unitsOf(text), 0, text.length, out);
  return stringOf(out, 0, count);
}

/** Folds units [at, to) and appends them to out[0, count) until `out` is full. Returns the new count. */
function fold(
  table: NormaliserTable,
  text: Uint16Array,
  at: number,
  to: number,
  out: Uint16Array,
  count: number,
  limit: number,
): number {
  const { step, stopped } = table;
  let n = count;
  let i = at;
  while (i < to && n < limit) {
    n =
      (step[text[i]!]! & ODD) === 0
        ? foldRun(step, text, i, to, out, n, limit, ODD, stopped)
        : foldOdd(table, text, i, to, out, n, limit);
    i = stopped[0]!;
  }
  return n;
}

/**
 * Folds units that become one unit or none. Stops before a unit with a flag of `odd`, and sets stopped[0] to it. For
 * speed, it calls no function, and the flag is a parameter.
 */
function foldRun(
  step: Uint32Array,
  text: Uint16Array,
  from: number,
  to: number,
  out: Uint16Array,
  count: number,
  limit: number,
  odd: number,
  stopped: Uint32Array,
): number {
  let n = count;
  let afterDigits = n > 0 && out[n - 1] === DIGIT_SYMBOL ? 1 : 0;
  let i = from;
  for (; i < to && n < limit; i++) {
    const unit = step[text[i]!]! | 0;
    if ((unit & odd) !== 0) break;
    // Always written, and kept by arithmetic: the processor could not predict a branch.
    const isKept = (unit >>> KEPT_BIT) & 1;
    const isDigits = (unit >>> DIGITS_BIT) & 1;
    out[n] = unit;
    n += isKept ^ (isDigits & afterDigits);
    afterDigits = isDigits | (afterDigits & ~isKept);
  }
  stopped[0] = i;
  return n;
}

/** A code point that becomes several units or lies beyond the basic plane. Sets stopped[0] behind it. */
function foldOdd(
  table: NormaliserTable,
  text: Uint16Array,
  i: number,
  to: number,
  out: Uint16Array,
  count: number,
  limit: number,
): number {
  const codePoint = codePointAt(text, i, to);
  table.stopped[0] = codePoint > 0xffff ? i + 2 : i + 1;
  return expandInto(table, codePoint, out, count, limit);
}

/** The code point at unit `i`. A lone surrogate is returned as it is. */
function codePointAt(text: Uint16Array, i: number, to: number): number {
  const lead = text[i]!;
  if (!isHighSurrogate(lead) || i + 1 >= to) return lead;
  const trail = text[i + 1]!;
  return trail >= 0xdc00 && trail < 0xe000 ? 0x10000 + ((lead - 0xd800) << 10) + (trail - 0xdc00) : lead;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Appends the folded form of `codePoint`, as far as it fits. */
function expandInto(table: NormaliserTable, codePoint: number, out: Uint16Array, count: number, limit: number): number {
  if (codePoint >= FOLD_POINTS) return count;
  const code = table.fold[codePoint]!;
  if (code === FOLD_STRIP) return count;
  if (code === FOLD_SELF) {
    const offset = codePoint - 0x10000;
    return append(out, append(out, count, limit, 0xd800 + (offset >> 10)), limit, 0xdc00 + (offset & 0x3ff));
  }
  if (code !== FOLD_EXPAND) return append(out, count, limit, code);
  const k = expansionOf(table, codePoint);
  if (k < 0) return count;
  let n = count;
  for (let i = table.expansionStart[k]!; i < table.expansionStart[k + 1]!; i++) {
    n = append(out, n, limit, table.expansion[i]!);
  }
  return n;
}

function append(out: Uint16Array, count: number, limit: number, unit: number): number {
  if (count >= limit) return count;
  if (unit === DIGIT_SYMBOL && count > 0 && out[count - 1] === DIGIT_SYMBOL) return count;
  out[count] = unit;
  return count + 1;
}

/** Index of a code point's expansion by binary search, or -1 (a lone surrogate has none). */
function expansionOf(table: NormaliserTable, codePoint: number): number {
  const points = table.expansionPoint;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]! < codePoint) low = middle + 1;
    else high = middle;
  }
  return low < points.length && points[low] === codePoint ? low : -1;
}
