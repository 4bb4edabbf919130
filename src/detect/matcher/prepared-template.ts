/** A template with everything about it that an index is built from and that the other templates have no say in. */
import { assert } from "../../core/assert.ts";
import { builderKernel } from "./kernel.ts";
import type { LooseUnits, PreparedTemplate } from "./grams.ts";
import { MAX_MATCH_UNITS, type Template } from "./matcher.ts";
import { unitsOf } from "../../core/units.ts";

/** Some microseconds and 1 KB, or 2 for many templates. The text must be cut already (cutTemplate). */
export function prepareTemplate({ number, text }: Template, looseUnits: LooseUnits): PreparedTemplate {
  const units = unitsOf(text);
  assert(units.length <= MAX_MATCH_UNITS, () => `template ${number} must be cut at ${MAX_MATCH_UNITS} units`);
  const kernel = builderKernel();
  return { number, text, units, hashes: kernel.hash(units, looseUnits), bag: kernel.bag(units), pieces: null };
}
