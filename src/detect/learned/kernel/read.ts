/** Reads the features of a text (features.ts). Those of a kind lie together, in the order of the text. */
import {
  BEGIN,
  CAPITAL_SHIFT,
  DIGIT,
  DIGIT_GRAM,
  END,
  FIRST,
  FIRST_SINGLE,
  KIND_SHIFT,
  LETTER,
  LINK_ALONE,
  MARK,
  MAX_FEATURES,
  MAX_UNITS,
  MIX,
  MIX_PAIR,
  MIX_WORD,
  NO_WORD,
  OF_COUNTS,
  OF_DIGITS,
  OF_SINGLES,
  SHIFT,
  SHOUT_SHIFT,
  SIGNS_SHIFT,
  SINGLES,
  SPACE,
  UNSEEN,
  WIDE,
} from "../feature-numbers";

const LANES: i32 = 8;
const BLOCK: i32 = LANES << 1;

const ZERO: i16 = 0x30;
/** From this unit on, digits are of full width, and lie so far above the ASCII digits. */
const FULL_WIDTH: i32 = 0xfee0;

/** Filled in by the caller: the entry of each raw unit (raw-units.ts). */
export const rawUnits: usize = memory.data(0x10000 * 4, 64);
/** The text, normalised and raw, with room for the last vector. BEGIN stands before the normalised text. */
const framed: usize = memory.data((MAX_UNITS + 1) * 2 + 3 * BLOCK, 64);
export const folded: usize = framed + BLOCK;
export const text: usize = memory.data(MAX_UNITS * 2 + BLOCK, 64);

/** Grams are written by vectors: up to 3 entries before the first, and 3 vectors behind the last. */
const indexRoom: usize = memory.data((MAX_FEATURES + 4 + 3 * LANES) * 4, 64);
/** By feature: its bucket, and where it begins and ends in the text. Grams have no begin and end. */
export const index: usize = indexRoom + 16;
export const start: usize = memory.data(MAX_FEATURES * 2, 64);
export const end: usize = memory.data(MAX_FEATURES * 2, 64);
/** Number of features up to the end of each kind. */
export const ends: usize = memory.data(5 * 4, 64);

/** Runs of raw units of one kind: the hash, then the position behind the run with the kind in its upper bits. */
const runs: usize = memory.data((MAX_UNITS + 2) * 8, 64);
const RUN: i32 = 8;

/** Raw units that have a width, with digits as they are, and their positions. BEGIN stands before them. */
const seenRoom: usize = memory.data((MAX_UNITS + 3) * 2 + BLOCK, 64);
const seen: usize = seenRoom + 6;
const seenAt: usize = memory.data(MAX_UNITS * 2, 64);
let seenCount: i32 = 0;

/** Counts over the raw units. */
let signs: i32 = 0;
let capitals: i32 = 0;
let shouts: i32 = 0;
let letters: i32 = 0;
let spaces: i32 = 0;
let numbers: i32 = 0;

/** Reads the features of the `units` units of `folded`, made from `length` raw units, whose head lies in `text`. */
export function read(units: i32, length: i32, hasLink: i32, readsRaw: bool, readsSender: bool): void {
  const grams = readGrams(units);
  const count = readSingles(units, grams);
  const isNumber = units == 1 && load<u16>(folded) == ZERO;
  if ((isNumber && !readsSender) || (hasLink && units + ((count - grams) << 1) <= LINK_ALONE)) {
    setEnds(0, 0, 0, 0, 0);
  } else if (readsRaw) {
    const rawRead = min(length, MAX_UNITS);
    const words = readWords(readRuns(rawRead), count);
    const digits = numbers > 0 ? readDigits(words) : words;
    setEnds(grams, count, words, digits, readCounts(digits, units, rawRead + 1, hasLink));
  } else {
    setEnds(grams, count, count, count, count);
  }
}

function setEnds(grams: i32, singles: i32, words: i32, digits: i32, count: i32): void {
  store<i32>(ends, grams);
  store<i32>(ends, singles, 4);
  store<i32>(ends, words, 8);
  store<i32>(ends, digits, 12);
  store<i32>(ends, count, 16);
}

/** Reads the grams of two, three and four units that end at each unit, and at END. Returns their number. */
function readGrams(units: i32): i32 {
  store<u16>(folded - 2, BEGIN);
  store<u16>(folded + (units << 1), END);
  let out = index - 12;
  for (let at = 0; at <= units; at += LANES) {
    out = readBlock(folded + (at << 1), out);
  }
  // No gram begins before BEGIN, so one gram ends at the first unit, and two at the second.
  const first = load<i32>(index - 12);
  store<i32>(index, load<i32>(index, 4), 8);
  store<i32>(index, load<i32>(index), 4);
  store<i32>(index, first);
  return units == 0 ? 1 : 3 * units;
}

/** Writes the grams that end at eight units to `out`. Returns the address behind them. */
function readBlock(at: usize, out: usize): usize {
  const own = v128.load(at);
  const before = v128.load(at - 2);
  const second = v128.load(at - 4);
  const third = v128.load(at - 6);
  writeGrams(
    i32x4.extend_low_i16x8_u(own),
    i32x4.extend_low_i16x8_u(before),
    i32x4.extend_low_i16x8_u(second),
    i32x4.extend_low_i16x8_u(third),
    out,
  );
  writeGrams(
    i32x4.extend_high_i16x8_u(own),
    i32x4.extend_high_i16x8_u(before),
    i32x4.extend_high_i16x8_u(second),
    i32x4.extend_high_i16x8_u(third),
    out + 48,
  );
  return out + 96;
}

/** Writes the grams that end at four units, for each the shortest first. */
function writeGrams(own: v128, before: v128, second: v128, third: v128, out: usize): void {
  const mixer = i32x4.splat(MIX);
  let hash = i32x4.mul(v128.xor(own, i32x4.splat(FIRST)), mixer);
  hash = i32x4.mul(v128.xor(hash, before), mixer);
  const pairs = i32x4.shr_u(hash, SHIFT);
  hash = i32x4.mul(v128.xor(hash, second), mixer);
  const triples = i32x4.shr_u(hash, SHIFT);
  hash = i32x4.mul(v128.xor(hash, third), mixer);
  const fours = i32x4.shr_u(hash, SHIFT);
  // In a shuffle, lanes 0 to 3 mean the first vector, 4 to 7 the second.
  const lower = v128.shuffle<i32>(pairs, triples, 0, 4, 1, 5);
  const upper = v128.shuffle<i32>(pairs, triples, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i32>(lower, fours, 0, 1, 4, 2));
  v128.store(out, v128.shuffle<i32>(v128.shuffle<i32>(lower, upper, 3, 4, 5, 3), fours, 0, 5, 1, 2), 16);
  v128.store(out, v128.shuffle<i32>(fours, upper, 2, 6, 7, 3), 32);
}

/** Reads Chinese characters, from feature `n` on. Like all readers, returns the number of the next feature. */
function readSingles(units: i32, n: i32): i32 {
  for (let at = 0; at < units; at += LANES) {
    if (!v128.any_true(areSingles(folded + (at << 1)))) continue;
    for (let i = at; i < min(at + LANES, units); i++) {
      const unit = <i32>load<u16>(folded + (i << 1));
      if (<u32>(unit - FIRST_SINGLE) < <u32>SINGLES) n = put(n, mix(mix(FIRST ^ unit) ^ OF_SINGLES), i, i + 1);
    }
  }
  return n;
}

/** A mask of the Chinese characters among the eight units at `at`. */
function areSingles(at: usize): v128 {
  const above = i16x8.sub(v128.load(at), i16x8.splat(<i16>FIRST_SINGLE));
  return i16x8.lt_u(above, i16x8.splat(<i16>SINGLES));
}

function mix(hash: i32): i32 {
  return hash * MIX;
}

/** Writes feature `n`, and returns the number of the next. */
function put(n: i32, hash: i32, from: i32, to: i32): i32 {
  store<i32>(index + (n << 2), hash >>> SHIFT);
  store<u16>(start + (n << 1), from);
  store<u16>(end + (n << 1), to);
  return n + 1;
}

/** Runs of the first `rawRead` raw units, and the units with a width. Returns the address behind the runs. */
function readRuns(rawRead: i32): usize {
  let out = runs;
  let last: i32 = SPACE;
  let word: i32 = FIRST;
  let signsSeen: i32 = 0;
  let capitalsSeen: i32 = 0;
  let shoutsSeen: i32 = 0;
  let n = 0;
  for (let i = 0; i < rawRead; i++) {
    const raw = <i32>load<u16>(text + (i << 1));
    const unit = load<i32>(rawUnits + (raw << 2));
    const kind = (unit >>> KIND_SHIFT) & 7;
    if (kind == UNSEEN) continue;
    const digit = select<i32>(raw, raw - FULL_WIDTH, raw < FULL_WIDTH);
    store<u16>(seen + (n << 1), select<i32>(digit, unit, kind == DIGIT));
    store<u16>(seenAt + (n << 1), i);
    n++;
    signsSeen |= unit;
    capitalsSeen += (unit >>> CAPITAL_SHIFT) & 1;
    shoutsSeen += (unit >>> SHOUT_SHIFT) & 1;
    // Each mark is a run. All digits count the same in a word: 10 and 99 are one word.
    const isOther = i32(kind != last) | i32(kind == MARK);
    // Always written, and kept only at the end of a run. The processor could not predict a branch.
    store<i32>(out, word);
    store<i32>(out, i | (last << KIND_SHIFT), 4);
    out += isOther * RUN;
    word = mix(select<i32>(FIRST ^ kind, word, isOther) ^ (unit & 0xffff));
    last = kind;
  }
  store<i32>(out, word);
  store<i32>(out, rawRead | (last << KIND_SHIFT), 4);
  seenCount = n;
  signs = signsSeen;
  capitals = capitalsSeen;
  shouts = shoutsSeen;
  return out + RUN;
}

/** Reads words and pairs of words. A mark is a word. Runs of Chinese are left to the grams. */
function readWords(runsEnd: usize, n: i32): i32 {
  let from = 0;
  let before = 0;
  let last: i32 = NO_WORD;
  let lettersSeen = 0;
  let spacesSeen = 0;
  let numbersSeen = 0;
  for (let at = runs; at < runsEnd; at += RUN) {
    const behind = load<i32>(at, 4);
    const kind = behind >>> KIND_SHIFT;
    const to = behind & 0xffff;
    if (kind == SPACE) {
      spacesSeen += to - from;
    } else if (kind == WIDE) {
      last = NO_WORD;
    } else {
      if (kind == LETTER) lettersSeen += to - from;
      numbersSeen += i32(kind == DIGIT);
      let word = load<i32>(at);
      word ^= word >>> 15;
      n = put(n, word * MIX_PAIR, from, to);
      n = put(n, (word ^ last) * MIX_WORD, before, to);
      before = from;
      last = mix(word);
    }
    from = to;
  }
  letters = lettersSeen;
  spaces = spacesSeen;
  numbers = numbersSeen;
  return n;
}

/** Grams of two to four raw units with a digit, digits as they are. By their end, the shortest first. */
function readDigits(n: i32): i32 {
  for (let before = 2; before <= 6; before += 2) store<u16>(seen - before, BEGIN);
  let sinceDigit = DIGIT_GRAM;
  for (let at = 0; at < seenCount;) {
    const units: usize = seen + (at << 1);
    if (sinceDigit >= DIGIT_GRAM - 1 && !hasDigit(units)) {
      at += LANES;
      continue;
    }
    const own = <i32>load<u16>(units);
    sinceDigit = isDigit(own) ? 0 : sinceDigit + 1;
    if (sinceDigit < DIGIT_GRAM) {
      const to = <i32>load<u16>(seenAt + (at << 1)) + 1;
      const pair = mix(mix(OF_DIGITS ^ own) ^ <i32>load<u16>(units - 2));
      const triple = mix(pair ^ <i32>load<u16>(units - 4));
      if (sinceDigit < 2) n = put(n, pair, positionOf(at - 1), to);
      if (sinceDigit < 3) n = put(n, triple, positionOf(at - 2), to);
      n = put(n, mix(triple ^ <i32>load<u16>(units - 6)), positionOf(at - 3), to);
    }
    at++;
  }
  return n;
}

function isDigit(unit: i32): bool {
  return <u32>(unit - ZERO) < 10;
}

function hasDigit(at: usize): bool {
  return v128.any_true(i16x8.lt_u(i16x8.sub(v128.load(at), i16x8.splat(ZERO)), i16x8.splat(10)));
}

/** The position of a unit in the text. BEGIN has position 0. */
function positionOf(at: i32): i32 {
  return at < 0 ? 0 : <i32>load<u16>(seenAt + (at << 1));
}

/** Reads the counts of the whole message. */
function readCounts(n: i32, units: i32, length: i32, hasLink: i32): i32 {
  n = putCount(n, 1, 31 - clz(units * units + 1));
  n = putCount(n, 2, min(numbers, 6));
  n = putCount(n, 3, letters > 4 ? (5 * capitals) / letters : 9);
  n = putCount(n, 4, min(shouts, 3));
  n = putCount(n, 5, (signs >>> SIGNS_SHIFT) & 15);
  n = putCount(n, 6, min((20 * spaces) / length, 6));
  return putCount(n, 7, hasLink);
}

function putCount(n: i32, kind: i32, value: i32): i32 {
  return put(n, (mix((kind << 10) + value + 1) ^ OF_COUNTS) * MIX_WORD, 0, 0);
}
