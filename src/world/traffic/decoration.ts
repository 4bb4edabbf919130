/** Which benign messages look as gangs write: shops use stars, odd spaces and full-width letters too. */
import { unit } from "../../core/random.ts";

/** Benign messages with symbols, odd spaces or full-width letters. Assumed; no headline figure feels it. */
const DECORATED_MARKETING_SHARE = 0.15;
const DECORATED_SHARE = 0.02;

/** Share of decorated benign messages that have full-width or foreign letters as well as symbols. Assumed. */
const FANCY_LETTERS_SHARE = 0.4;

/** The rung that a benign message looks like; `words`: four, of which the last two are used. */
export function decorationLevel(isMarketing: boolean, words: Uint32Array): number {
  if (unit(words[2]!) >= (isMarketing ? DECORATED_MARKETING_SHARE : DECORATED_SHARE)) return 0;
  return unit(words[3]!) < FANCY_LETTERS_SHARE ? 3 : 2;
}
