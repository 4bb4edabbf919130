/** A template with everything about it that an index is built from and that the other templates have no say in. */
import { assert } from "../../core/assert.ts";
import { type GramHashes, type LooseUnits, type Pieces, builderKernel } from "./kernel.ts";
import { MAX_MATCH_UNITS, type Template } from "./matcher.ts";
import { unitsOf } from "../../core/units.ts";

export interface PreparedTemplate extends Template {
  readonly units: Uint16Array;
  readonly hashes: GramHashes;
  readonly bag: Uint8Array;
  /** The pieces it is cut into: start, and hash of the gram. Filled in by the builder of the index. */
  pieces: Pieces | null;
}

/** Some microseconds and 1 KB, or 2 for many templates. The text must be cut already (cutTemplate). */
export function prepareTemplate({ number, text }: Template, looseUnits: LooseUnits): PreparedTemplate {
  const units = unitsOf(text);
  assert(units.length <= MAX_MATCH_UNITS, () => `template ${number} must be cut at ${MAX_MATCH_UNITS} units`);
  const kernel = builderKernel();
  return { number, text, units, hashes: kernel.hash(units, looseUnits), bag: kernel.bag(units), pieces: null };
}
