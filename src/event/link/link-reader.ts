/**
 * The reader of links in messages: the one rule of what a link is. The links stage takes the hosts from it, and the
 * normaliser masks each link, from its scheme to the end of its path, as one symbol.
 *
 * A quick pass finds where a link may be (unit-traits.ts). The run of units around it is read closely, folded
 * (host-folding.ts) so that zero-width characters, full-width forms and homoglyphs hide nothing. Time is linear in the
 * text whatever it holds. Spaces are not joined.
 *
 *     TEXT       runs of host units; a run with a known top-level domain is a bare host: "icbc-vip.top", "t.cn/x";
 *                with a path behind it, any name of letters will do: "a.example/x"
 *     AUTHORITY  behind "://"; what stands before an "@" is the user, whatever it looks like: http://bank.com@evil.top/
 *     REST       behind a host and ":" or an odd character: a port, or more of the user
 *     PATH       to the next boundary or Chinese character; "://" in it starts another link (a redirect)
 *
 * Behind a scheme any top-level domain will do and letters beyond ASCII may stand in the host, but not next to a
 * finished one: in "http://evil.top马上领取" the host is evil.top.
 */
import { MAX_HOST_UNITS, MAX_LINKS } from "../findings.ts";
import { BOUNDARY, IGNORED, foldUnit, isHostUnit, isWide } from "./host-folding.ts";
import { HOST_DOT } from "./host.ts";
import { accepted, acceptAuthority, acceptBare, isFinished, isDigit, pending, pendingAt } from "./link-host.ts";
import { JOINS, SPACE, UNIT_TRAITS, endsRun } from "../unit-traits.ts";

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
const NOWHERE = -1;

/** What is written of the links of a text, or of one text after the other. No hosts are written to an empty column. */
export interface LinkWriter {
  /** Host of link k, of at most MAX_LINKS of a text: units [hostStart[k], hostStart[k + 1]) of `host`. */
  readonly hostStart: Uint32Array;
  readonly host: Uint16Array;
  /** Hosts recorded in the batch. */
  links: number;
  /** Hosts found in this text. */
  found: number;
  /** Place of link k: units [span[2k], span[2k + 1]), ascending. A link in the path of another is part of it. */
  readonly span: Uint32Array;
  /** Places recorded: as many as there is room for. */
  spans: number;
}

/** Where the links of a text are, as pairs of its units [from, to): the convenient form. */
export function linkSpansOf(text: Uint16Array): [from: number, to: number][] {
  const span = new Uint32Array(text.length);
  const writer = { hostStart: new Uint32Array(0), host: new Uint16Array(0), links: 0, found: 0, span, spans: 0 };
  readText(text, 0, text.length, writer);
  return Array.from({ length: writer.spans }, (_, k) => [span[2 * k]!, span[2 * k + 1]!]);
}

/**
 * Looks for what every link has, a dot or a slash before a unit that joins, and reads closely only the runs around it.
 * Returns the traits of the text. The loop does nothing else, since hardly any text has a link.
 */
export function readText(text: Uint16Array, from: number, to: number, writer: LinkWriter): number {
  let all = 0;
  let pairs = 0;
  let before = 0;
  for (let i = from; i < to; i++) {
    const unit = TRAITS[text[i]!]!;
    all |= unit | ((before & unit & BLANK) << 1);
    pairs |= (before << 1) & unit;
    before = unit;
  }
  if ((pairs & JOIN) !== 0) readRuns(text, from, to, writer);
  return all;
}

function readRuns(text: Uint16Array, from: number, to: number, writer: LinkWriter): void {
  let done = from;
  for (let i = nextOpening(text, from + 1, to); i < to; i = nextOpening(text, done, to)) {
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
  let colonAt = from;
  let schemeAt = from;
  /** Where the link begins that is read, and where no other can begin any more. */
  let begins = NOWHERE;
  let redirectAt = from;
  let floor = from;

  // One step past the end, which is a boundary like another.
  for (let i = from; i <= to; i++) {
    const unit = i < to ? foldUnit(text, i, to) : END;
    if (unit === NOTHING) continue;
    const scheme = unit === SLASH && last === SLASH && lastButOne === COLON;
    lastButOne = last;
    last = unit;
    if (unit === COLON) colonAt = i;
    if (scheme) {
      if (begins === NOWHERE) schemeAt = schemeStart(text, floor, colonAt);
      redirectAt = i;
      state = AUTHORITY;
      length = 0;
      asciiLabel = true;
      continue;
    }

    if (state === PATH) {
      if (!endsRun(unit)) continue;
      if (begins !== NOWHERE) recordSpan(writer, begins, i);
      return i + 1;
    }

    if (isHostUnit(unit) && state !== REST) {
      if (length < MAX_HOST_UNITS) {
        pending[length] = unit;
        pendingAt[length] = i;
      }
      length++;
      if (unit === DOT) asciiLabel = true;
      continue;
    }

    if (state === TEXT) {
      const behind = startsPath(unit) || (unit === COLON && i + 1 < to && isDigit(foldUnit(text, i + 1, to)));
      const isHost = length > 0 && unit !== AT && (!mail || behind) && acceptBare(length, behind, unit === SLASH);
      if (isHost) {
        recordHost(writer);
        if (behind) {
          begins = pendingAt[accepted.from]!;
        } else {
          floor = acceptedEnd(length, i);
          recordSpan(writer, pendingAt[accepted.from]!, floor);
        }
      }
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
      if (acceptAuthority(length)) {
        recordHost(writer);
        if (begins === NOWHERE) begins = schemeAt;
        if (textFollows(length)) {
          recordSpan(writer, begins, acceptedEnd(length, i));
          begins = NOWHERE;
        }
      }
      state = PATH;
      length = 0;
    } else if (endsRun(unit)) {
      const goesOn = unit !== END && state === AUTHORITY && !(asciiLabel && isFinished(length));
      if (goesOn) {
        if (length < MAX_HOST_UNITS) {
          pending[length] = unit;
          pendingAt[length] = i;
        }
        length++;
        asciiLabel = false;
        continue;
      }
      if (acceptAuthority(length)) {
        recordHost(writer);
        const end = state === AUTHORITY || textFollows(length) ? acceptedEnd(length, i) : i;
        recordSpan(writer, begins === NOWHERE ? schemeAt : begins, end);
      } else if (begins !== NOWHERE) {
        // A link that seems to redirect, and does not.
        recordSpan(writer, begins, redirectAt);
      }
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

function recordHost(writer: LinkWriter): void {
  writer.found++;
  const { host, hostStart, links } = writer;
  if (writer.found > MAX_LINKS || host.length === 0) return;
  let end = hostStart[links]!;
  for (let i = accepted.from; i < accepted.to; i++) host[end++] = pending[i]!;
  writer.links = links + 1;
  hostStart[links + 1] = end;
}

function recordSpan(writer: LinkWriter, from: number, to: number): void {
  const { span, spans } = writer;
  if (2 * spans >= span.length) return;
  span[2 * spans] = from;
  span[2 * spans + 1] = to;
  writer.spans = spans + 1;
}

/** Where the accepted part of the pending host ends in the text; the host itself ends at unit `end`. */
function acceptedEnd(length: number, end: number): number {
  return accepted.to < length ? pendingAt[accepted.to]! : end;
}

/** Whether a Chinese sentence follows the accepted part of the pending host, as far as it was read. */
function textFollows(length: number): boolean {
  return accepted.to < length && isWide(pending[accepted.to]!);
}

/** A longer run of letters in front of a colon is no scheme. */
const MAX_SCHEME_UNITS = 32;

/** Where the scheme begins whose colon is unit `colon`: not before `floor`, nor before "http" ("clickhttp://"). */
function schemeStart(text: Uint16Array, floor: number, colon: number): number {
  let start = colon;
  /** The letters so far, each a digit of base 27. */
  let value = 0;
  let weight = 1;
  for (let i = colon - 1; i >= floor && i >= colon - MAX_SCHEME_UNITS; i--) {
    const unit = foldUnit(text, i, colon);
    if (unit === NOTHING) continue;
    if (unit < 0x61 || unit > 0x7a) break;
    value += (unit - 0x60) * weight;
    weight *= 27;
    start = i;
    if (value === HTTP || value === HTTPS) break;
  }
  return start;
}

const HTTP = ((8 * 27 + 20) * 27 + 20) * 27 + 16;
const HTTPS = HTTP * 27 + 19;
