/** Which benign messages look as gangs write: shops use stars, odd spaces and full-width letters too. */
import { unit } from "../../core/random.ts";

/** Of decorated benign messages, those with full-width or foreign letters as well as symbols. Assumed. */
const FANCY_LETTERS_SHARE = 0.4;

/** The rung of the ladder that a benign message looks like; `words` are four of its own, the last two used. */
export function decorationLevel(share: number, words: Uint32Array): number {
  if (unit(words[2]!) >= share) return 0;
  return unit(words[3]!) < FANCY_LETTERS_SHARE ? 3 : 2;
}
