/** A template with everything about it that an index is built from and that the other templates have no say in. */
import { assert } from "../core/assert.ts";
import { GRAM_HASH_BITS, hashGramsInto } from "./grams.ts";
import { MAX_MATCH_UNITS, type Template } from "./matcher.ts";
import { unitsOf } from "./normaliser.ts";

export interface PreparedTemplate extends Template {
  readonly units: Uint16Array;
  /** Whole hashes of its 3-grams and 4-grams, by position. */
  readonly three: Int32Array;
  readonly four: Int32Array;
  /** The pieces it is cut into: start, and hash of the gram. Filled in by the builder of the index. */
  pieces: { readonly position: Uint8Array; readonly hash: Int32Array } | null;
}

/** Some microseconds and 1 KB. The text must be cut already (cutTemplate). */
export function prepareTemplate({ number, text }: Template): PreparedTemplate {
  const units = unitsOf(text);
  assert(units.length <= MAX_MATCH_UNITS, () => `template ${number} must be cut at ${MAX_MATCH_UNITS} units`);
  const three = new Int32Array(Math.max(0, units.length - 2));
  const four = new Int32Array(Math.max(0, units.length - 3));
  hashGramsInto(units, units.length, GRAM_HASH_BITS, three, four);
  return { number, text, units, three, four, pieces: null };
}
