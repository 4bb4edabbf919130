/**
 * Entries of the normaliser's `step` column: what each UTF-16 unit comes to, and what a first pass over a text has to
 * know of it.
 */
import {
  BEHIND_BLANK,
  BEHIND_COLON,
  BEHIND_DOT,
  BLANK,
  COLON,
  DIGITS,
  DISGUISED,
  DOT,
  FLAGS_SHIFT,
  JOINS_LINK,
  KEPT,
  ODD,
  OPENS_LINK,
} from "../../event/unit-flags.ts";
import { DISGUISE, JOINS, OPENS, SPACE, UNIT_TRAITS } from "../../event/unit-traits.ts";
import { DIGIT_SYMBOL, FOLD_EXPAND, FOLD_SELF } from "./normaliser.ts";
import { joinsColon, joinsDot } from "./url.ts";
import { URL_COLON, URL_DOT } from "./url-class.ts";

/** The entry of a unit, from its entries of the columns `fold` and `urlClass`. */
export function stepOf(unit: number, code: number, urlClass: number): number {
  const folded = code > FOLD_SELF ? code : 0;
  return folded | ((foldFlags(code) | urlFlags(urlClass) | traitFlags(UNIT_TRAITS[unit]!)) << FLAGS_SHIFT);
}

function foldFlags(code: number): number {
  if (code === FOLD_EXPAND || code === FOLD_SELF) return ODD;
  if (code === DIGIT_SYMBOL) return KEPT | DIGITS;
  return code > FOLD_SELF ? KEPT : 0;
}

function urlFlags(urlClass: number): number {
  let flags = 0;
  if (urlClass === URL_DOT) flags |= DOT;
  if (urlClass === URL_COLON) flags |= COLON;
  if (joinsDot(urlClass)) flags |= BEHIND_DOT;
  if (joinsColon(urlClass)) flags |= BEHIND_COLON;
  return flags;
}

function traitFlags(traits: number): number {
  let flags = 0;
  if ((traits & OPENS) !== 0) flags |= OPENS_LINK;
  if ((traits & JOINS) !== 0) flags |= JOINS_LINK;
  if ((traits & SPACE) !== 0) flags |= BLANK | BEHIND_BLANK;
  if ((traits & DISGUISE) !== 0) flags |= DISGUISED;
  return flags;
}
