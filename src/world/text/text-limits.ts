/**
 * Why no composed text is longer than MAX_TEXT_UNITS: every slot has a greatest width, and every form a greatest sum.
 */
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { MAX_HOST_UNITS } from "../../event/findings.ts";

/** Of a form, and of a word in a filler list: what authors may write. */
export const MAX_SEGMENTS = 16;
export const MAX_FILLER_UNITS = 24;

/** "https://" before a host, "/" with at most 8 units behind it, and a space on either side. */
const SCHEME_UNITS = 8;
const PATH_UNITS = 9;
const LINK_UNITS = SCHEME_UNITS + MAX_HOST_UNITS + PATH_UNITS + 2;

/** Greatest units that each slot takes, by its code (slots.ts). */
export const SLOT_WIDTHS: readonly number[] = [
  /* brand */ MAX_FILLER_UNITS,
  /* name */ 2 * MAX_FILLER_UNITS + 1,
  /* amount */ 12,
  /* link */ LINK_UNITS,
  /* phone, a float64 integer */ 17,
  /* code */ 6,
  /* app */ MAX_FILLER_UNITS,
  /* date */ 8,
  /* time */ 5,
  /* card */ 4,
  /* contact */ MAX_FILLER_UNITS + 7,
  /* place */ MAX_FILLER_UNITS,
  /* item */ MAX_FILLER_UNITS,
  /* price */ 13,
];

/** Obfuscation adds to a text as long as there is room, and needs this much to spare for one addition and the tail. */
const SPARE_UNITS = 24;

/** Greatest units of a message before obfuscation; checked for every form when the bank is built. */
export const MAX_PLAIN_UNITS = MAX_TEXT_UNITS - SPARE_UNITS;

/** Most slots in one message: their places are kept while it is obfuscated. */
export const MAX_SLOTS = 32;
