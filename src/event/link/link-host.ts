/**
 * The host of a link while it is read (link-reader.ts), and whether it is one. Module scope: a thread reads one text at
 * a time.
 */
import { MAX_HOST_UNITS } from "../findings.ts";
import { isWide } from "./host-folding.ts";
import { HOST_DOT, isIpv4Host } from "./host.ts";
import { KNOWN_TLD, UNKNOWN_TLD, WORD_TLD, chineseTopLevelLength, topLevelDomain } from "./top-level-domains.ts";

// A local copy: an imported name is loaded and checked at each use.
const DOT = HOST_DOT;
const HYPHEN = 0x2d;

/** The folded units read, and the unit of the text where each of them stands. */
export const pending = new Uint16Array(MAX_HOST_UNITS);
export const pendingAt = new Uint32Array(MAX_HOST_UNITS);
export const accepted = { from: 0, to: 0 };

/** Whether the run is a host without a scheme; sets `accepted`. `behind`: a port or a path follows; `slash`: a path. */
export function acceptBare(length: number, behind: boolean, slash: boolean): boolean {
  if (!trim(length)) return false;
  if (isIpv4Host(pending, accepted.from, accepted.to)) return behind;
  if (isPlausible(behind) || (slash && endsInName())) return true;
  // "www.evil.com.Thanks": a sentence may go on without a space.
  const dot = lastDot(accepted.to);
  if (dot <= accepted.from || behind) return false;
  accepted.to = dot;
  return isPlausible(false);
}

/** Whether what stands behind "://" is a host; sets `accepted`. */
export function acceptAuthority(length: number): boolean {
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
  // No top-level domain mixes alphabets: in "http://a.example马上领取" a sentence goes on.
  let end = top;
  while (end < to && !isWide(pending[end]!)) end++;
  accepted.to = end;
  // Any name of letters, xn-- included; a number is no top-level domain.
  return end - top >= 2 && !isDigit(pending[top]!);
}

/** Whether the host so far could end here: a letter beyond ASCII that follows is then no part of it. */
export function isFinished(length: number): boolean {
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

/** Two labels or more, the last of two letters or more: with a path behind it, any name may be a top-level domain. */
function endsInName(): boolean {
  const { from, to } = accepted;
  const dot = lastDot(to);
  if (dot <= from || to - dot <= 2) return false;
  for (let i = dot + 1; i < to; i++) if (pending[i]! < 0x61 || pending[i]! > 0x7a) return false;
  return true;
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

function isLabelUnit(unit: number): boolean {
  return isWide(unit) || isDigit(unit) || (unit >= 0x61 && unit <= 0x7a);
}

function lastDot(to: number): number {
  let i = to - 1;
  while (i >= accepted.from && pending[i] !== DOT) i--;
  return i;
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
