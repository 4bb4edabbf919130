/** What a threshold means for texts of each length: how far they may differ, and what then survives where. */
import { MAX_MATCH_UNITS, greatestDistance } from "./matcher.ts";
import { pieceCount } from "./pieces.ts";

/** Lengths of texts: 0 to MAX_MATCH_UNITS. */
export const LENGTHS = MAX_MATCH_UNITS + 1;

/**
 * A window says where a piece that survives can lie, and how many have to: `least << 16 | needed << 8 | span`. A piece is
 * shifted (position in the message less that in the template) by `least` to `least + span`, and `needed` of them survive.
 */
/** Where no piece counts, since texts of these lengths cannot match or the count would prove nothing: no shift is that great. */
const NO_WINDOW = 0x7fff << 16;

export interface MatchLimits {
  readonly thresholdPermille: number;
  /** By the length of the longer text: the most edits that still match, and the pieces it is cut into. */
  readonly edits: Uint8Array;
  readonly pieces: Uint8Array;
  /** By the length of a message: the shortest and the longest template that can match it. */
  readonly shortest: Uint8Array;
  readonly longest: Uint8Array;
  /** By the length of a message: the fewest pieces that a longer template needs of those that are counted. */
  readonly leastNeeded: Uint8Array;
  /** By (message length, template length): the window where the template is at least as long, or the message is longer. */
  readonly longerWindow: Int32Array;
  readonly shorterWindow: Int32Array;
}

const known = new Map<number, MatchLimits>();

/** The limits of a threshold: half a megabyte, made once a thread. */
export function limitsOf(thresholdPermille: number): MatchLimits {
  const limits = known.get(thresholdPermille) ?? makeLimits(thresholdPermille);
  known.set(thresholdPermille, limits);
  return limits;
}

function makeLimits(thresholdPermille: number): MatchLimits {
  const limits: MatchLimits = {
    thresholdPermille,
    edits: Uint8Array.from({ length: LENGTHS }, (_, length) => greatestDistance(length, thresholdPermille)),
    pieces: Uint8Array.from({ length: LENGTHS }, (_, length) => pieceCount(length, thresholdPermille)),
    shortest: new Uint8Array(LENGTHS),
    longest: new Uint8Array(LENGTHS),
    leastNeeded: new Uint8Array(LENGTHS).fill(LENGTHS - 1),
    longerWindow: new Int32Array(LENGTHS * LENGTHS).fill(NO_WINDOW),
    shorterWindow: new Int32Array(LENGTHS * LENGTHS).fill(NO_WINDOW),
  };
  for (let n = 0; n < LENGTHS; n++) fillWindows(limits, n);
  return limits;
}

function fillWindows(limits: MatchLimits, n: number): void {
  const { edits, pieces, shortest, longest } = limits;
  let longer = n;
  while (longer + 1 < LENGTHS && longer + 1 - edits[longer + 1]! <= n) longer++;
  shortest[n] = n - edits[n]!;
  longest[n] = longer;
  for (let m = shortest[n]!; m <= longer; m++) {
    const longerLength = Math.max(n, m);
    const difference = n - m;
    // A piece shifted by s needs |s| edits before it and |difference - s| behind it.
    const around = (edits[longerLength]! - Math.abs(difference)) >> 1;
    const least = Math.min(difference, 0) - around;
    const span = Math.abs(difference) + 2 * around;
    const needed = pieces[longerLength]! - edits[longerLength]!;
    if (needed <= 0) continue;
    if (m >= n) limits.leastNeeded[n] = Math.min(limits.leastNeeded[n]!, needed);
    const windows = m >= n ? limits.longerWindow : limits.shorterWindow;
    windows[n * LENGTHS + m] = (least << 16) | (needed << 8) | span;
  }
}
