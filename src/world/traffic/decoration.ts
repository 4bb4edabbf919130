/** Which benign messages look as gangs write: shops use stars, odd spaces and full-width letters too. */
import { unit } from "../../core/random.ts";

/** Benign messages with symbols, odd spaces or full-width letters. Assumed; no headline figure feels it. */
const DECORATED_MARKETING_SHARE = 0.15;
const DECORATED_SHARE = 0.02;

/** Of decorated benign messages, those with full-width or foreign letters as well as symbols. Assumed. */
const FANCY_LETTERS_SHARE = 0.4;

/** The rung of the ladder that a benign message looks like; `words` are four of its own, the last two used. */
export function decorationLevel(isMarketing: boolean, words: Uint32Array): number {
  if (unit(words[2]!) >= (isMarketing ? DECORATED_MARKETING_SHARE : DECORATED_SHARE)) return 0;
  return unit(words[3]!) < FANCY_LETTERS_SHARE ? 3 : 2;
}
