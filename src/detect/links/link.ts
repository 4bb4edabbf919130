/**
 * Links: the host names of the web addresses in messages. Writes the `links` section of the findings, which the
 * blocklist and look-alike stages read.
 *
 * A quick pass finds where a link may be (unit-traits.ts). The run of units around it is read closely, folded
 * (host-folding.ts) so that zero-width characters, full-width forms and homoglyphs hide nothing. Time is linear in the
 * text whatever it holds. Spaces are not joined.
 *
 *     TEXT       runs of host units; a run with a known top-level domain is a bare host: "icbc-vip.top", "t.cn/x"
 *     AUTHORITY  behind "://"; what stands before an "@" is the user, whatever it looks like: http://bank.com@evil.top/
 *     REST       behind a host and ":" or an odd character: a port, or more of the user
 *     PATH       to the next boundary or Chinese character; "://" in it starts another link (a redirect)
 *
 * Behind a scheme any top-level domain will do and letters beyond ASCII may stand in the host, but not next to a
 * finished one: in "http://evil.top马上领取" the host is evil.top.
 */
import type { EventBatch } from "../../event/event-batch.ts";
import { BOUNDARY, IGNORED, foldUnit, isHostUnit, isWide } from "../../event/host-folding.ts";
import { HOST_DOT, isIpv4Host } from "../../event/host.ts";
import type { Skim } from "../../event/skim.ts";
import { KNOWN_TLD, UNKNOWN_TLD, WORD_TLD, chineseTopLevelLength, topLevelDomain } from "./top-level-domains.ts";
import { JOINS, SPACE, UNIT_TRAITS, endsRun } from "../../event/unit-traits.ts";
import { MAX_HOST_UNITS, MAX_LINKS, type Findings } from "../../event/findings.ts";

// Local copies: an imported name is loaded and checked at each use, which took a fifth of the time.
const TRAITS = UNIT_TRAITS;
const JOIN = JOINS;
const BLANK = SPACE;
const END = BOUNDARY;
const NOTHING = IGNORED;
const DOT = HOST_DOT;

const TEXT = 0;
const AUTHORITY = 1;
const REST = 2;
const PATH = 3;

const COLON = 0x3a;
const SLASH = 0x2f;
const AT = 0x40;
const HYPHEN = 0x2d;

const MAX_COUNT = 255;

/** The host being read, and the part of it that was accepted. Module scope: a thread reads one text at a time. */
const pending = new Uint16Array(MAX_HOST_UNITS);
const accepted = { from: 0, to: 0 };

/** Where the next link of the batch is written. */
interface LinkWriter {
  readonly hostStart: Uint32Array;
  readonly host: Uint16Array;
  /** Links recorded in the batch. */
  links: number;
  /** Links found in this text. */
  found: number;
}

/**
 * Finds the links of every text of the batch; a call has none. About 3 ns a unit, and half a microsecond for a text
 * that may have a link; the latter alone where messages were skimmed.
 */
export function readLinks(events: EventBatch, findings: Findings, skim: Skim | null = null): void {
  const { text, textStart, count: rows } = events;
  const { count, traits, first, hostStart, host } = findings.links;
  const writer: LinkWriter = { hostStart, host, links: 0, found: 0 };
  hostStart[0] = 0;
  first[0] = 0;
  if (skim) traits.set(skim.traits.subarray(0, rows));
  let from = textStart[0]!;
  for (let row = 0; row < rows; row++) {
    const to = textStart[row + 1]!;
    writer.found = 0;
    if (!skim) traits[row] = readText(text, from, to, writer);
    else if (skim.opening[row]! >= 0) readFrom(text, from, skim.opening[row]!, to, writer);
    count[row] = writer.found < MAX_COUNT ? writer.found : MAX_COUNT;
    first[row + 1] = writer.links;
    from = to;
  }
}

/**
 * Looks for what every link has, a dot or a slash before a unit that joins, and reads closely only the run around it.
 * Returns the traits of the text.
 */
function readText(text: Uint16Array, from: number, to: number, writer: LinkWriter): number {
  let all = 0;
  let before = 0;
  /** Units before this one have been read closely. */
  let done = from;
  for (let i = from; i < to; i++) {
    const unit = TRAITS[text[i]!]!;
    all |= unit | ((before & unit & BLANK) << 1);
    if (((before << 1) & unit & JOIN) !== 0 && i >= done) done = readRun(text, runStart(text, done, i), to, writer);
    before = unit;
  }
  return all;
}

/** The same of a text of which the first such unit is known, without its traits. */
function readFrom(text: Uint16Array, from: number, first: number, to: number, writer: LinkWriter): void {
  let done = from;
  for (let i = first; i < to; i = nextOpening(text, done, to)) {
    done = readRun(text, runStart(text, done, i), to, writer);
  }
}

/**
 * The first unit from `from` on, not the text's first, that joins a dot or slash before it; `to` where there is none.
 */
function nextOpening(text: Uint16Array, from: number, to: number): number {
  let before = TRAITS[text[from - 1]!]!;
  for (let i = from; i < to; i++) {
    const unit = TRAITS[text[i]!]!;
    if (((before << 1) & unit & JOIN) !== 0) return i;
    before = unit;
  }
  return to;
}

/** Where the run that holds unit `at` begins, not before `from`. */
function runStart(text: Uint16Array, from: number, at: number): number {
  let start = at;
  while (start > from && !endsRun(foldUnit(text, start - 1, at + 1))) start--;
  return start;
}

/** Records the links from a run of host units up to the next boundary of plain text. Returns where that ends. */
function readRun(text: Uint16Array, from: number, to: number, writer: LinkWriter): number {
  let state = TEXT;
  /** Units of the pending host; beyond MAX_HOST_UNITS it is no host, and only counted. */
  let length = 0;
  /** The run follows "name@": a mail address rather than a link. */
  let mail = false;
  /** The label being read has no letter beyond ASCII. */
  let asciiLabel = true;
  let last = END;
  let lastButOne = END;

  // One step past the end, which is a boundary like another.
  for (let i = from; i <= to; i++) {
    const unit = i < to ? foldUnit(text, i, to) : END;
    if (unit === NOTHING) continue;
    const scheme = unit === SLASH && last === SLASH && lastButOne === COLON;
    lastButOne = last;
    last = unit;
    if (scheme) {
      state = AUTHORITY;
      length = 0;
      asciiLabel = true;
      continue;
    }

    if (state === PATH) {
      if (endsRun(unit)) return i + 1;
      continue;
    }

    if (isHostUnit(unit) && state !== REST) {
      if (length < MAX_HOST_UNITS) pending[length] = unit;
      length++;
      if (unit === DOT) asciiLabel = true;
      continue;
    }

    if (state === TEXT) {
      const behind = startsPath(unit) || (unit === COLON && i + 1 < to && isDigit(foldUnit(text, i + 1, to)));
      const isHost = length > 0 && unit !== AT && (!mail || behind) && acceptBare(length, behind);
      if (isHost) record(writer);
      if (isHost && behind) state = PATH;
      else if (endsRun(unit)) return i + 1;
      mail = length > 0 && unit === AT;
      length = 0;
      continue;
    }

    // AUTHORITY or REST
    if (unit === AT) {
      state = AUTHORITY;
      length = 0;
      asciiLabel = true;
    } else if (startsPath(unit)) {
      if (length === 0) continue; // http:///evil.top, which browsers open
      if (acceptAuthority(length)) record(writer);
      state = PATH;
      length = 0;
    } else if (endsRun(unit)) {
      const goesOn = unit !== END && state === AUTHORITY && !(asciiLabel && isFinished(length));
      if (goesOn) {
        if (length < MAX_HOST_UNITS) pending[length] = unit;
        length++;
        asciiLabel = false;
        continue;
      }
      if (acceptAuthority(length)) record(writer);
      return i + 1;
    } else {
      state = REST;
    }
  }
  return to;
}

function startsPath(unit: number): boolean {
  return unit === SLASH || unit === 0x3f /* ? */ || unit === 0x23; /* # */
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function record(writer: LinkWriter): void {
  writer.found++;
  if (writer.found > MAX_LINKS) return;
  const { host, hostStart } = writer;
  let end = hostStart[writer.links]!;
  for (let i = accepted.from; i < accepted.to; i++) host[end++] = pending[i]!;
  writer.links++;
  hostStart[writer.links] = end;
}

/** Whether the run is a host without a scheme; sets `accepted`. `behind`: a port or a path follows. */
function acceptBare(length: number, behind: boolean): boolean {
  if (!trim(length)) return false;
  if (isIpv4Host(pending, accepted.from, accepted.to)) return behind;
  if (isPlausible(behind)) return true;
  // "www.evil.com.Thanks": a sentence may go on without a space.
  const dot = lastDot(accepted.to);
  if (dot <= accepted.from || behind) return false;
  accepted.to = dot;
  return isPlausible(false);
}

/** Whether what stands behind "://" is a host; sets `accepted`. */
function acceptAuthority(length: number): boolean {
  if (!trim(length)) return false;
  const { from, to } = accepted;
  if (isIpv4Host(pending, from, to)) return true;
  const dot = lastDot(to);
  if (dot <= from) return false;
  const top = dot + 1;
  if (isWide(pending[top]!)) {
    const topLength = chineseTopLevelLength(pending, top, to);
    if (topLength > 0) accepted.to = top + topLength;
    return topLength > 0;
  }
  // Any name of letters, xn-- included; a number is no top-level domain.
  return to - top >= 2 && !isDigit(pending[top]!);
}

/** Whether the host so far could end here: a letter beyond ASCII that follows is then no part of it. */
function isFinished(length: number): boolean {
  if (!trim(length)) return false;
  const { from, to } = accepted;
  if (isIpv4Host(pending, from, to)) return true;
  const dot = lastDot(to);
  return dot > from && topLevelDomain(pending, dot + 1, to) !== UNKNOWN_TLD;
}

/**
 * Two labels or more, the last a known top-level domain; where that is also a word, something else must speak for a
 * link.
 */
function isPlausible(behind: boolean): boolean {
  const { from, to } = accepted;
  const dot = lastDot(to);
  if (dot <= from) return false;
  const kind = topLevelDomain(pending, dot + 1, to);
  if (kind === KNOWN_TLD || isPunycode(dot + 1, to)) return true;
  return kind === WORD_TLD && (behind || startsWithWww(from) || looksMade(dot) || hasSecondLevel(dot));
}

function startsWithWww(from: number): boolean {
  return pending[from] === 0x77 && pending[from + 1] === 0x77 && pending[from + 2] === 0x77;
}

/** Whether the label starts with xn--, the ASCII form of other alphabets, which nobody writes by chance. */
function isPunycode(from: number, to: number): boolean {
  return to - from > 4 && pending[from] === 0x78 && pending[from + 1] === 0x6e && pending[from + 2] === HYPHEN;
}

/** Whether a third label stands before a second level like that of .co.in or .com.my. */
function hasSecondLevel(dot: number): boolean {
  const second = lastDot(dot);
  return second > accepted.from && topLevelDomain(pending, second + 1, dot) !== UNKNOWN_TLD;
}

/** Whether the label before the top-level domain has a hyphen, or digits among letters: no word of a sentence does. */
function looksMade(dot: number): boolean {
  let digits = false;
  let letters = false;
  for (let i = lastDot(dot) + 1; i < dot; i++) {
    if (pending[i] === HYPHEN) return true;
    if (isDigit(pending[i]!)) digits = true;
    else letters = true;
  }
  return digits && letters;
}

/**
 * Sets `accepted` to the run without dots and hyphens at its ends, from the last empty label on ("wait...evil.top").
 * False if nothing is left, or if it is longer than a host can be.
 */
function trim(length: number): boolean {
  if (length > MAX_HOST_UNITS) return false;
  let from = 0;
  let to = length;
  while (to > 0 && !isLabelUnit(pending[to - 1]!)) to--;
  for (let i = to - 1; i > 0; i--) {
    if (pending[i] === DOT && pending[i - 1] === DOT) {
      from = i;
      break;
    }
  }
  while (from < to && !isLabelUnit(pending[from]!)) from++;
  accepted.from = from;
  accepted.to = to;
  return from < to;
}

/** Letters and digits: what a host begins and ends with. */
function isLabelUnit(unit: number): boolean {
  return isWide(unit) || isDigit(unit) || (unit >= 0x61 && unit <= 0x7a);
}

/** Position of the last dot before `to` in the accepted run, or one before its start. */
function lastDot(to: number): number {
  let i = to - 1;
  while (i >= accepted.from && pending[i] !== DOT) i--;
  return i;
}
