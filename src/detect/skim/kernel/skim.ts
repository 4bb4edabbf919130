/**
 * Skims messages, eight units at a time: src/detect/skim/skimmer.ts says what for. A unit's entry in the `step` column
 * is what it folds to, and flags (src/event/unit-flags.ts). Eight entries are parted into a vector of folded units and
 * one of flags; the flags of a unit and of the one before it say whether it needs a closer look.
 */
import { BEHIND_BLANK, DIGITS, DISGUISED, JOINS_LINK, KEPT, ODD, PAIR_SHIFT } from "../../../event/unit-flags";
import { DISGUISE_TRAIT, FOLDED_AHEAD, MAX_FOLDED, HELD_UNITS, SECOND_SPACE_TRAIT } from "../skim-layout";

/** Units of a vector, and their bytes. */
const LANES: i32 = 8;
const BLOCK: i32 = LANES << 1;
const ALL: i32 = (1 << LANES) - 1;

/** How far a flag is from the sign bit, which is what a bitmask is made of. */
const KEPT_SHIFT: i32 = 15 - ctz(KEPT);
const DIGITS_SHIFT: i32 = 15 - ctz(DIGITS);
const LINK_SHIFT: i32 = 15 - ctz(JOINS_LINK);

/**
 * By unit, a word. Filled in by the caller, as are the shuffles: by a mask of lanes, where to move those to be next to
 * each other.
 */
export const step: usize = memory.data(0x10000 * 4, 64);
export const shuffles: usize = memory.data(256 * 16, 64);
/** By how many lanes are of the text: all bits of those. Filled in by the caller. */
export const tails: usize = memory.data((LANES + 1) * 16, 64);
/** Units of messages, with room for what is read beyond the last. */
export const messages: usize = memory.data(HELD_UNITS * 2 + BLOCK, 64);

/** Where the columns may start. */
export const free: usize = __heap_base;

/** By row: where the text starts; and what is found of it (src/event/skim.ts). */
let textStart: usize = 0;
let traits: usize = 0;
let opening: usize = 0;
let foldedTo: usize = 0;
let foldedStart: usize = 0;
let foldedUnits: usize = 0;
let folded: usize = 0;

/** Says where the columns lie. */
export function attach(
  textStartAt: usize,
  traitsAt: usize,
  openingAt: usize,
  foldedToAt: usize,
  foldedStartAt: usize,
  foldedUnitsAt: usize,
  foldedAt: usize,
): void {
  textStart = textStartAt;
  traits = traitsAt;
  opening = openingAt;
  foldedTo = foldedToAt;
  foldedStart = foldedStartAt;
  foldedUnits = foldedUnitsAt;
  folded = foldedAt;
}

/**
 * Skims rows [first, end), whose messages lie in the buffer: unit `base` of the batch is the first there. Rows come in
 * order.
 */
export function skim(first: i32, end: i32, base: i32): void {
  let from = addressOf(first, base);
  let out = folded + (load<i32>(foldedStart + (first << 2)) << 1);
  for (let row = first; row < end; row++) {
    const to = addressOf(row + 1, base);
    out = skimText(row, from, to, base, out);
    store<i32>(foldedStart + ((row + 1) << 2), <i32>(out - folded) >> 1);
    from = to;
  }
}

function addressOf(row: i32, base: i32): usize {
  return messages + ((load<i32>(textStart + (row << 2)) - base) << 1);
}

/**
 * Skims the text [from, to), and writes to `out` what it folds to as far as it is folded. Returns where that ends, or,
 * where that is not the whole text, where the room for the rest ends.
 */
function skimText(row: i32, from: usize, to: usize, base: i32, out: usize): usize {
  const full = out + (FOLDED_AHEAD << 1);
  let n = out;
  let before = i16x8.splat(0);
  let allFlags = i16x8.splat(0);
  let allPairs = i16x8.splat(0);
  let foundAt: i32 = -1;
  let foldedEnd = to;
  /** All lanes, until folding has stopped. */
  let folding = ALL;
  /** 1 behind a symbol of digits. */
  let behindDigits = 0;
  for (let at = from; at < to; at += BLOCK) {
    const head = stepsAt(at);
    const tail = stepsAt(at + LANES);
    const units = i8x16.shuffle(head, tail, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29);
    // prettier-ignore
    const upper = i8x16.shuffle(head, tail, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
    const flags = v128.and(upper, v128.load(tails + (min(<i32>(to - at), BLOCK) << 3)));
    // prettier-ignore
    const shifted = i8x16.shuffle(before, flags, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    const pairs = v128.and(i16x8.shl(shifted, PAIR_SHIFT), flags);
    before = flags;
    allFlags = v128.or(allFlags, flags);
    allPairs = v128.or(allPairs, pairs);

    let lanes = folding;
    const stops = v128.or(v128.and(pairs, i16x8.splat(<i16>JOINS_LINK)), v128.and(flags, i16x8.splat(<i16>ODD)));
    if (v128.any_true(stops)) {
      const links = i16x8.bitmask(i16x8.shl(pairs, LINK_SHIFT));
      if (foundAt < 0 && links != 0) foundAt = unitAt(at, base) + ctz(links);
      const stopping = i16x8.bitmask(i16x8.ne(stops, i16x8.splat(0))) & folding;
      if (stopping != 0) {
        lanes = (1 << ctz(stopping)) - 1;
        foldedEnd = at + (ctz(stopping) << 1);
        folding = 0;
      }
    }

    const kept = i16x8.bitmask(i16x8.shl(flags, KEPT_SHIFT)) & lanes;
    const digits = i16x8.bitmask(i16x8.shl(flags, DIGITS_SHIFT)) & lanes;
    // A digit is left out where only stripped units lie between it and the digit before: adding the marks of digits to
    // those of stripped units carries a bit across each run of these.
    const stripped = lanes & ~kept;
    const behind = (digits << 1) | behindDigits;
    const reached = (((behind & stripped) + stripped) | behind) & ~stripped;
    behindDigits = (reached >>> LANES) & 1;
    const written = kept & ~(digits & reached);
    v128.store(n, i8x16.swizzle(units, v128.load(shuffles + (written << 4))));
    n += popcnt(written) << 1;
    if (n > full && folding != 0) {
      foldedEnd = min(at + BLOCK, to);
      folding = 0;
    }
  }
  const hasDisguise = v128.any_true(v128.and(allFlags, i16x8.splat(<i16>DISGUISED)));
  const hasSpaces = v128.any_true(v128.and(allPairs, i16x8.splat(<i16>BEHIND_BLANK)));
  store<u8>(traits + row, <u8>(i32(hasDisguise) * DISGUISE_TRAIT + i32(hasSpaces) * SECOND_SPACE_TRAIT));
  store<i32>(opening + (row << 2), foundAt);
  store<i32>(foldedTo + (row << 2), unitAt(foldedEnd, base));
  store<i32>(foldedUnits + (row << 2), <i32>(n - out) >> 1);
  return foldedEnd < to ? out + (MAX_FOLDED << 1) : n;
}

/** The steps of the four units at `at`. */
function stepsAt(at: usize): v128 {
  let steps = v128.load32_zero(stepOf(load<u16>(at)));
  steps = v128.load32_lane(stepOf(load<u16>(at, 2)), steps, 1);
  steps = v128.load32_lane(stepOf(load<u16>(at, 4)), steps, 2);
  return v128.load32_lane(stepOf(load<u16>(at, 6)), steps, 3);
}

function stepOf(unit: usize): usize {
  return step + (unit << 2);
}

/** The unit at an address of the buffer, as an index of the batch's. */
function unitAt(at: usize, base: i32): i32 {
  return base + (<i32>(at - messages) >> 1);
}
