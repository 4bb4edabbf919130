/** What a threshold means for texts of each length: how many edits match, and how many pieces survive them. */
import { byteAt, setByte } from "./memory";

/** Texts have at most 255 units. */
export const LENGTHS = 256;

/** By the length of the longer text: the most edits that still match, and the pieces that it is cut into. */
export const edits: usize = memory.data(256);
export const pieces: usize = memory.data(256);
/** By the length of a message: the shortest and the longest template that can match it. */
export const shortest: usize = memory.data(256);
export const longest: usize = memory.data(256);
/** By message length: the fewest pieces that a longer template must share, if counts prove anything. */
export const leastNeeded: usize = memory.data(256);

/** Pieces beyond the number of edits, if there is room: a candidate must share so many. More cost more look-ups. */
const SPARE_PIECES = 4;

/**
 * More pieces than edits, enough to cover the text, if they fit. Near a half there are no more, and counts prove
 * nothing.
 */
export function setThreshold(permille: i32): void {
  for (let n = 0; n < LENGTHS; n++) {
    const most = (n * (1000 - permille)) / 1000;
    setByte(edits, n, most);
    setByte(pieces, n, min(n / 3, max(most, n >> 2) + SPARE_PIECES));
  }
  for (let n = 0; n < LENGTHS; n++) {
    let to = n;
    let least = LENGTHS - 1;
    for (let m = n; m < LENGTHS && m - byteAt(edits, m) <= n; m++) {
      to = m;
      const needed = byteAt(pieces, m) - byteAt(edits, m);
      if (needed > 0) least = min(least, needed);
    }
    setByte(shortest, n, n - byteAt(edits, n));
    setByte(longest, n, to);
    setByte(leastNeeded, n, least);
  }
}
