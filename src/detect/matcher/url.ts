/**
 * Finds links in raw UTF-16 text: with a scheme, with `www.`, or a bare host whose last label is a well-known
 * top-level domain or is followed by a path. Looks through zero-width characters, full-width forms and letters that
 * pass for Latin ones; Chinese text on either side is never part of a link.
 *
 * Another reading than that of detect/links/link.ts, on purpose: there a host may get an event blocked, so it is read
 * whole and by all top-level domains; here a link is one symbol of the normal form, found in the normaliser's one pass,
 * and one that is missed costs some edits.
 */

import {
  URL_COLON,
  URL_DOT,
  URL_HOST,
  URL_IGNORABLE,
  URL_OUTSIDE,
  URL_PAIR,
  URL_QUERY,
  URL_SLASH,
} from "./url-class.ts";
import { LETTER_BASE, MAX_LABEL_LETTERS, PACKED_TOP_LEVEL_DOMAINS, packLabel } from "./host-labels.ts";

/** The tables that the search reads, and where it leaves what it found. */
export interface UrlTables {
  /** Fold of each code point: a unit, or a small code (normaliser.ts). */
  readonly fold: Uint16Array;
  /** Class of each UTF-16 unit. */
  readonly urlClass: Uint8Array;
  /**
   * The last link found: units [found[0], found[1]); the unit before which no host starts any more; and where the run
   * of labels and dots ends that was looked at last.
   */
  readonly found: Uint32Array;
}

const HOST_FLOOR = 2;
const RUN_END = 3;
/** Length of `found` at least: whoever searches may keep something of its own behind. */
export const URL_FOUND_FIELDS = 4;

/**
 * Finds the first link of `text` in units [from, to); true when there is one, which is then in `tables.found`. Every
 * unit is looked at a bounded number of times, whatever the text holds.
 */
export function findUrl(tables: UrlTables, text: Uint16Array, from: number, to: number): boolean {
  startSearch(tables, from);
  for (let i = from; i < to; i++) {
    const unitClass = tables.urlClass[text[i]!]!;
    if ((unitClass === URL_COLON || unitClass === URL_DOT) && judgeSeparator(tables, text, i, from, to)) return true;
  }
  return false;
}

/** The same search step by step: start it, then judge each dot and colon in order, until one is part of a link. */
export function startSearch(tables: UrlTables, from: number): void {
  tables.found[HOST_FLOOR] = from;
  tables.found[RUN_END] = from;
}

/** Goes on with it behind a link, at unit `from`. */
export function resumeSearch(tables: UrlTables, from: number): void {
  tables.found[HOST_FLOOR] = from;
}

/** Whether the dot or colon at unit `i` belongs to a link, which is then in `tables.found`; it may start before `i`. */
export function judgeSeparator(tables: UrlTables, text: Uint16Array, i: number, from: number, to: number): boolean {
  const { urlClass, found } = tables;
  if (urlClass[text[i]!] === URL_COLON) return schemeUrl(tables, text, i, from, to);
  // The end of a sentence, nearly always: one label in front, none behind.
  if (i < found[HOST_FLOOR]! || i + 1 >= to || !joinsDot(urlClass[text[i + 1]!]!)) return false;
  // A run may hold many links: its end is looked for once.
  const end = i < found[RUN_END]! ? found[RUN_END]! : hostEnd(tables, text, i, to);
  found[RUN_END] = end;
  // What lies before has been judged.
  found[HOST_FLOOR] = end;
  return hostUrl(tables, text, hostStart(tables, text, i, from), end, to);
}

/** Whether a dot before a unit of this class may belong to a link. */
export function joinsDot(urlClass: number): boolean {
  return urlClass !== URL_OUTSIDE;
}

/** The same of a colon: a slash follows, perhaps behind what is invisible. */
export function joinsColon(urlClass: number): boolean {
  return urlClass === URL_SLASH || urlClass === URL_IGNORABLE || urlClass === URL_PAIR;
}

/** A longer run of letters in front of a colon is no scheme. */
const MAX_SCHEME_UNITS = 32;
const HTTP = packLabel("http");
const HTTPS = packLabel("https");

/** Is the colon at `colon` that of `scheme://host`? */
function schemeUrl(tables: UrlTables, text: Uint16Array, colon: number, from: number, to: number): boolean {
  let host = colon + 1;
  for (let slashes = 0; slashes < 2; host++) {
    const pointClass = classAt(tables, text, host, from, to);
    if (pointClass === URL_SLASH) slashes++;
    else if (pointClass !== URL_IGNORABLE) return false;
  }
  if (classAt(tables, text, host, from, to) !== URL_HOST) return false;

  const floor = Math.max(from, colon - MAX_SCHEME_UNITS);
  let start = colon;
  let letters = 0;
  let value = 0;
  let weight = 1;
  for (let i = colon - 1; i >= floor; i--) {
    const letter = letterAt(tables, text, i, from, to);
    if (letter < 0) break;
    if (letter === 0) continue;
    value += letter * weight;
    weight *= LETTER_BASE;
    start = i;
    letters++;
    // "clickhttp://": the word in front is none of the scheme.
    if (value === HTTPS || value === HTTP) break;
  }
  if (letters < 2) return false;
  return leave(tables, start, tailEnd(tables, text, host, from, to));
}

function hostStart(tables: UrlTables, text: Uint16Array, dot: number, from: number): number {
  let start = dot;
  while (start > from && isHostClass(classAt(tables, text, start - 1, from, dot))) start--;
  return start;
}

function hostEnd(tables: UrlTables, text: Uint16Array, dot: number, to: number): number {
  let end = dot;
  while (end < to && isHostClass(classAt(tables, text, end, dot, to))) end++;
  return end;
}

function isHostClass(pointClass: number): boolean {
  return pointClass === URL_HOST || pointClass === URL_DOT || pointClass === URL_IGNORABLE;
}

const WWW = packLabel("www");

/**
 * Does the run [start, end) of labels and dots hold a host? Takes the longest run of labels that ends in a known
 * top-level domain, so that the sentence after "a.com.Now" is left alone.
 */
function hostUrl(tables: UrlTables, text: Uint16Array, start: number, end: number, to: number): boolean {
  let first = start;
  let last = -1;
  let labels = 0;
  let www = false;
  let label = start;
  for (let i = start; i <= end; i++) {
    if (i < end && tables.urlClass[text[i]!] !== URL_DOT) continue;
    const value = packedLabel(tables, text, label, i);
    if (value === EMPTY_LABEL) {
      if (last >= 0) break;
      labels = 0;
      first = i + 1;
    } else {
      if (labels === 0) www = value === WWW;
      const opensPath = i === end && value > LETTER_BASE && classAt(tables, text, end, start, to) === URL_SLASH;
      if (labels > 0 && (www || opensPath || PACKED_TOP_LEVEL_DOMAINS.has(value))) last = i;
      labels++;
    }
    label = i + 1;
  }
  if (last < 0) return false;
  return leave(tables, first, opensTail(tables, text, last, to) ? tailEnd(tables, text, last, start, to) : last);
}

/** A path, a query or a port right behind a host. */
function opensTail(tables: UrlTables, text: Uint16Array, i: number, to: number): boolean {
  const pointClass = classAt(tables, text, i, i, to);
  if (pointClass === URL_SLASH || pointClass === URL_QUERY) return true;
  return pointClass === URL_COLON && i + 1 < to && tables.fold[text[i + 1]!] === 0x30;
}

/** End of the link that reaches over `i`: everything a link may hold, without the sentence's own punctuation. */
function tailEnd(tables: UrlTables, text: Uint16Array, i: number, from: number, to: number): number {
  let end = i;
  while (end < to && classAt(tables, text, end, from, to) !== URL_OUTSIDE) end++;
  while (end > i) {
    const pointClass = classAt(tables, text, end - 1, from, to);
    if (pointClass === URL_HOST || pointClass === URL_SLASH) break;
    end--;
  }
  return end;
}

function leave(tables: UrlTables, start: number, end: number): boolean {
  tables.found[0] = start;
  tables.found[1] = end;
  return true;
}

/**
 * Class of the code point that unit `i` belongs to; both halves of a pair answer alike. Outside [from, to): OUTSIDE.
 */
function classAt(tables: UrlTables, text: Uint16Array, i: number, from: number, to: number): number {
  if (i < from || i >= to) return URL_OUTSIDE;
  const unitClass = tables.urlClass[text[i]!]!;
  return unitClass === URL_PAIR ? pairClass(tables, text, i, from, to) : unitClass;
}

/** Only mathematical and other letters that fold to ASCII, and invisible ones, can be in a link. */
function pairClass(tables: UrlTables, text: Uint16Array, i: number, from: number, to: number): number {
  const codePoint = pairAt(text, i, from, to);
  if (codePoint === 0) return URL_IGNORABLE;
  // Plane 14 holds tags and variation selectors.
  if (codePoint >= 0xe0000 && codePoint < 0xe1000) return URL_IGNORABLE;
  const unit = codePoint < tables.fold.length ? tables.fold[codePoint]! : 0;
  return (unit >= 0x61 && unit <= 0x7a) || unit === 0x30 ? URL_HOST : URL_OUTSIDE;
}

/** The code point of the pair that unit `i` is half of, or 0 for a lone half. */
function pairAt(text: Uint16Array, i: number, from: number, to: number): number {
  const high = text[i]! < 0xdc00 ? i : i - 1;
  if (high < from || high + 1 >= to) return 0;
  const lead = text[high]! - 0xd800;
  const trail = text[high + 1]! - 0xdc00;
  return lead >= 0 && lead < 0x400 && trail >= 0 && trail < 0x400 ? 0x10000 + lead * 0x400 + trail : 0;
}

const EMPTY_LABEL = 0;
const NO_WORD = -1;

/** Letter of unit `i`: 1 to 26; 0 for what adds nothing (invisible, a second half); -1 for anything else. */
function letterAt(tables: UrlTables, text: Uint16Array, i: number, from: number, to: number): number {
  const unit = text[i]!;
  const unitClass = tables.urlClass[unit]!;
  if (unitClass === URL_IGNORABLE) return 0;
  let folded = tables.fold[unit]!;
  if (unitClass === URL_PAIR) {
    const codePoint = pairAt(text, i, from, to);
    if (codePoint === 0 || unit >= 0xdc00) return 0;
    folded = codePoint < tables.fold.length ? tables.fold[codePoint]! : 0;
  }
  return folded >= 0x61 && folded <= 0x7a ? folded - 0x60 : -1;
}

/** The label in units [from, to) as a number in base 27; NO_WORD when it is not all letters or too long. */
function packedLabel(tables: UrlTables, text: Uint16Array, from: number, to: number): number {
  let value = 0;
  let letters = 0;
  for (let i = from; i < to; i++) {
    const letter = letterAt(tables, text, i, from, to);
    if (letter === 0) continue;
    if (letter < 0 || ++letters > MAX_LABEL_LETTERS) return NO_WORD;
    value = value * LETTER_BASE + letter;
  }
  return value;
}
