/** What a threshold means for texts of each length: how far they may differ, and what then survives where. */
import { MAX_MATCH_UNITS, greatestDistance } from "./matcher.ts";
import { pieceCount } from "./pieces.ts";

/** Lengths of texts: 0 to MAX_MATCH_UNITS. */
export const LENGTHS = MAX_MATCH_UNITS + 1;

export interface MatchLimits {
  /** By the length of the longer text: the most edits that still match, and the pieces it is cut into. */
  readonly edits: Uint8Array;
  readonly pieces: Uint8Array;
  /** By the length of a message: the shortest and the longest template that can match it. */
  readonly shortest: Uint8Array;
  readonly longest: Uint8Array;
  /** By the length of a message: the fewest pieces that a longer template needs of those that are counted. */
  readonly leastNeeded: Uint8Array;
}

const known = new Map<number, MatchLimits>();

/** The limits of a threshold: a kilobyte, made once a thread. */
export function limitsOf(thresholdPermille: number): MatchLimits {
  const limits = known.get(thresholdPermille) ?? makeLimits(thresholdPermille);
  known.set(thresholdPermille, limits);
  return limits;
}

function makeLimits(thresholdPermille: number): MatchLimits {
  const limits: MatchLimits = {
    edits: Uint8Array.from({ length: LENGTHS }, (_, length) => greatestDistance(length, thresholdPermille)),
    pieces: Uint8Array.from({ length: LENGTHS }, (_, length) => pieceCount(length, thresholdPermille)),
    shortest: new Uint8Array(LENGTHS),
    longest: new Uint8Array(LENGTHS),
    leastNeeded: new Uint8Array(LENGTHS).fill(LENGTHS - 1),
  };
  for (let n = 0; n < LENGTHS; n++) fillLength(limits, n);
  return limits;
}

function fillLength({ edits, pieces, shortest, longest, leastNeeded }: MatchLimits, n: number): void {
  let longer = n;
  while (longer + 1 < LENGTHS && longer + 1 - edits[longer + 1]! <= n) longer++;
  shortest[n] = n - edits[n]!;
  longest[n] = longer;
  for (let m = n; m <= longer; m++) {
    const needed = pieces[m]! - edits[m]!;
    if (needed > 0) leastNeeded[n] = Math.min(leastNeeded[n]!, needed);
  }
}
