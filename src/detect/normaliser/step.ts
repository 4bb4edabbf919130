/**
 * Entries of the normaliser's `step` column: what each UTF-16 unit comes to, and what a first pass over a text has to
 * know of it.
 */
import {
  BEHIND_BLANK,
  BLANK,
  DIGITS,
  DISGUISED,
  FLAGS_SHIFT,
  JOINS_LINK,
  KEPT,
  ODD,
  OPENS_LINK,
} from "../../event/unit-flags.ts";
import { DISGUISE, JOINS, OPENS, SPACE, UNIT_TRAITS } from "../../event/unit-traits.ts";
import { DIGIT_SYMBOL, FOLD_EXPAND, FOLD_SELF } from "./normaliser.ts";

/** The entry of a unit, from its entry of the column `fold`. */
export function stepOf(unit: number, code: number): number {
  const folded = code > FOLD_SELF ? code : 0;
  return folded | ((foldFlags(code) | traitFlags(UNIT_TRAITS[unit]!)) << FLAGS_SHIFT);
}

function foldFlags(code: number): number {
  if (code === FOLD_EXPAND || code === FOLD_SELF) return ODD;
  if (code === DIGIT_SYMBOL) return KEPT | DIGITS;
  return code > FOLD_SELF ? KEPT : 0;
}

function traitFlags(traits: number): number {
  let flags = 0;
  if ((traits & OPENS) !== 0) flags |= OPENS_LINK;
  if ((traits & JOINS) !== 0) flags |= JOINS_LINK;
  if ((traits & SPACE) !== 0) flags |= BLANK | BEHIND_BLANK;
  if ((traits & DISGUISE) !== 0) flags |= DISGUISED;
  return flags;
}
