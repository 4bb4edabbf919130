/**
 * Pieces: how a wording lies in the phrase bank. Each piece is a head, units to be copied, and the slot to be filled
 * behind them. The head is one unit, next to what it describes, so that reading it brings that into the cache:
 *
 *     bits 7-15 how many units follow | bits 3-6 the slot, or NO_SLOT | bits 0-2 how the wording begins (joint.ts)
 */
import { headOf } from "./joint.ts";
import { SLOT_CODES, SLOT_UNIT } from "./slots.ts";

export const NO_SLOT = 15;
const MAX_PIECE_UNITS = 511;

/** An encoded wording (slots.ts) as pieces. */
export function encodePieces(wording: string): string {
  const head = headOf(wording.charCodeAt(0));
  let pieces = "";
  let from = 0;
  for (let i = 0; i <= wording.length; i++) {
    const slot = i < wording.length ? wording.charCodeAt(i) - SLOT_UNIT : NO_SLOT;
    const isSlot = slot >= 0 && slot < SLOT_CODES;
    if (!isSlot && i < wording.length && i - from < MAX_PIECE_UNITS) continue;
    if (!isSlot && i === from) continue;
    pieces += String.fromCharCode(((i - from) << 7) | ((isSlot ? slot : NO_SLOT) << 3) | head) + wording.slice(from, i);
    from = isSlot ? i + 1 : i;
  }
  return pieces;
}
