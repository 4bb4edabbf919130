/**
 * Adds up what the features of a text weigh, in WebAssembly: features.ts says what they are, and a test holds this file
 * to that one. The hashes of eight units are worked out together. Words are read without a branch at their ends, which
 * could not be predicted.
 */
import {
  BEFORE_SHIFT,
  BEGIN,
  BUCKETS,
  COUNTS,
  CUT_UNITS,
  DIGIT,
  DIGIT_GRAM,
  END,
  FIRST,
  FIRST_SINGLE,
  HEAD,
  IS_UNSEEN,
  KIND_SHIFT,
  LETTER,
  LETTERS_FIELD,
  LINK_ALONE,
  CAPITALS_FIELD,
  MAX_FEATURES,
  MAX_UNITS,
  MIX,
  MIX_PAIR,
  MIX_WORD,
  NO_WORD,
  OF_COUNTS,
  OF_DIGITS,
  OF_SINGLES,
  RUN_BYTES,
  RUN_SHIFT,
  SHIFT,
  SHOUTS_FIELD,
  SIGNS_SHIFT,
  SINGLES,
  SPACE,
  SPACES_FIELD,
  TAIL,
  WHOLE,
  WIDE,
} from "../feature-numbers";

/** Units of a vector, and their bytes. */
const LANES: i32 = 8;
const BLOCK: i32 = LANES << 1;
/** How many vectors there are between cuts. */
const BLOCKS_A_CUT: i32 = CUT_UNITS / LANES;

/** Filled in by the caller, of a model: weights by bucket, and behind them one of 0. */
export const weights: usize = memory.data((BUCKETS + 1) * 2, 64);
/** Where the weight of what is no feature lies. */
const NOTHING: i32 = BUCKETS << 1;
/** Filled in by the caller, of a model: by number of features, what a sum is multiplied by. */
export const scales: usize = memory.data((MAX_FEATURES + 1) * 8, 64);
/** Filled in by the caller: by raw unit two words, what it is (raw-units.ts) and what it adds to the counts. */
export const traits: usize = memory.data(0x10000 * 8, 64);
/** The text, normalised and raw, with room for what is read beyond the last unit. */
export const folded: usize = memory.data(MAX_UNITS * 2 + BLOCK, 64);
export const text: usize = memory.data(MAX_UNITS * 2 + BLOCK, 64);
/**
 * Of the message scored last: WHOLE, HEAD or TAIL; the cut, in normalised units; the features of that part; four bytes
 * on, what the whole message scores.
 */
export const found: usize = memory.data(24, 64);

/** A text in its frame, which begins in the first block. */
const framed: usize = memory.data((MAX_UNITS + 1) * 2 + 3 * BLOCK, 64);
const units: usize = framed + BLOCK;
/** Of eight units, the weights of the grams that end at each: where they lie, in bytes; the shortest first. */
const places: usize = memory.data(3 * LANES * 4, 64);
/** The same for the units by themselves. */
const single: usize = memory.data(LANES * 4, 64);
/** By block: what the grams and characters up to its end weigh, and how many of the latter there are. */
const gramsUpTo: usize = memory.data((MAX_UNITS / LANES + 2) * 8, 64);
/** Runs of units of a kind, other than spaces: the hash, then the unit behind it and the kind. */
const runs: usize = memory.data((MAX_UNITS + 2) * 8, 64);
const RUN: i32 = RUN_BYTES;
const KIND_MASK: i32 = 7 << KIND_SHIFT;
/** By cut: what the features before it weigh, and how many they are. */
const heads: usize = memory.data((MAX_UNITS / CUT_UNITS + 2) * 8, 64);

let readsRaw: bool = false;
let scoresParts: bool = false;
let bias: f64 = 0;

/** What the model reads, beside its tables. */
export function attach(raw: bool, parts: bool, biasOf: f64): void {
  readsRaw = raw;
  scoresParts = parts;
  bias = biasOf;
}

/**
 * The score of a text: `count` units of `folded` that come of `length` raw ones. What is known of the sender weighs
 * `senderWeight`, and is so many features.
 */
export function score(count: i32, length: i32, hasLink: i32, senderWeight: i32, senderFeatures: i32): f64 {
  const cuts = scoresParts ? (count - 1) / CUT_UNITS : 0;
  let weight = weighGrams(folded, count);
  if (hasLink && count + (singles << 1) <= LINK_ALONE) return greatest(0, 0, senderWeight, senderFeatures, 0);
  let features = (count == 0 ? 1 : 3 * count) + singles;
  let rest = senderWeight;
  let others = senderFeatures;
  for (let cut = 0; cut < cuts; cut++) {
    const at = gramsUpTo + (((cut + 1) * BLOCKS_A_CUT - 1) << 3);
    setHead(cut, load<i32>(at), 3 * ((cut + 1) * CUT_UNITS - 1) + load<i32>(at, 4));
  }
  if (readsRaw) {
    const read = min(length, MAX_UNITS);
    const end = readRuns(text, read);
    weight += weighWords(end, cuts, count, length) + weighDigits(text, read, cuts, count, length);
    features += (words << 1) + digitGrams;
    rest += weighCounts(count, read + 1, hasLink);
    others += COUNTS;
  }
  return greatest(weight, features, rest, others, cuts);
}

function setHead(cut: i32, weight: i32, features: i32): void {
  store<i32>(heads + (cut << 3), weight);
  store<i32>(heads + (cut << 3), features, 4);
}

/** Of the text weighed last: how many of its units are Chinese. */
let singles: i32 = 0;

/** Of `count` units, and of the frame behind them. */
function weighGrams(from: usize, count: i32): i32 {
  for (let at = 0; at < count << 1; at += BLOCK) v128.store(units + at, v128.load(from + at));
  store<u16>(units - 2, BEGIN);
  store<u16>(units + (count << 1), END);
  let sum = -beyondFrame(count);
  let left = count + 1;
  let at = units;
  let out = gramsUpTo;
  singles = 0;
  for (; left >= LANES; left -= LANES) {
    place(at);
    sum += weighPlaced();
    const chinese = areSingles(at);
    if (v128.any_true(chinese)) sum += weighSingles(at, chinese);
    store<i32>(out, sum);
    store<i32>(out, singles, 4);
    out += 8;
    at += BLOCK;
  }
  if (left > 0) {
    place(at);
    // What lies behind the frame is of an earlier text.
    for (let lane = left; lane < LANES; lane++) store<u16>(at + (lane << 1), END);
    sum += weighSingles(at, areSingles(at));
  }
  for (let lane = 0; lane < left; lane++) {
    const own = places + (lane << 2);
    sum += weightAt(load<i32>(own)) + weightAt(load<i32>(own, 32)) + weightAt(load<i32>(own, 64));
  }
  return sum;
}

/** Of the eight units at `at`, a mask of those that are Chinese. */
function areSingles(at: usize): v128 {
  const above = i16x8.sub(v128.load(at), i16x8.splat(<i16>FIRST_SINGLE));
  return i16x8.lt_u(above, i16x8.splat(<i16>SINGLES));
}

/** What those of the eight units at `at` weigh by themselves that the mask lists. */
function weighSingles(at: usize, chinese: v128): i32 {
  const own = v128.load(at);
  const mixer = i32x4.splat(MIX);
  const start = i32x4.splat(FIRST);
  const kind = i32x4.splat(OF_SINGLES);
  const nothing = i32x4.splat(NOTHING);
  const low = i32x4.mul(v128.xor(i32x4.extend_low_i16x8_u(own), start), mixer);
  const high = i32x4.mul(v128.xor(i32x4.extend_high_i16x8_u(own), start), mixer);
  const lowPlaces = placesOf(i32x4.mul(v128.xor(low, kind), mixer));
  const highPlaces = placesOf(i32x4.mul(v128.xor(high, kind), mixer));
  v128.store(single, v128.bitselect(lowPlaces, nothing, i32x4.extend_low_i16x8_s(chinese)));
  v128.store(single, v128.bitselect(highPlaces, nothing, i32x4.extend_high_i16x8_s(chinese)), 16);
  singles += popcnt<i32>(i16x8.bitmask(chinese));
  return weighFour(single) + weighFour(single + 16);
}

/** What grams that begin before the frame would weigh: behind each unit three are added up, and nothing lies there. */
function beyondFrame(count: i32): i32 {
  const first = <i32>load<u16>(units);
  let hash = mix(mix(mix(FIRST ^ first) ^ BEGIN));
  let sum = weightOf(hash) + weightOf(mix(hash));
  if (count > 0) {
    hash = mix(mix(FIRST ^ <i32>load<u16>(units, 2)) ^ first);
    sum += weightOf(mix(mix(hash ^ BEGIN)));
  }
  return sum;
}

function mix(hash: i32): i32 {
  return hash * MIX;
}

function weightOf(hash: i32): i32 {
  return weightAt((hash >>> SHIFT) << 1);
}

function weightAt(at: i32): i32 {
  return load<i16>(<usize>at, weights);
}

/** Of the grams that end at the eight units at `at`. */
function place(at: usize): void {
  const own = v128.load(at);
  const before = v128.load(at - 2);
  const second = v128.load(at - 4);
  const third = v128.load(at - 6);
  const mixer = i32x4.splat(MIX);
  const start = i32x4.splat(FIRST);
  let low = i32x4.mul(v128.xor(i32x4.extend_low_i16x8_u(own), start), mixer);
  let high = i32x4.mul(v128.xor(i32x4.extend_high_i16x8_u(own), start), mixer);
  low = i32x4.mul(v128.xor(low, i32x4.extend_low_i16x8_u(before)), mixer);
  high = i32x4.mul(v128.xor(high, i32x4.extend_high_i16x8_u(before)), mixer);
  v128.store(places, placesOf(low));
  v128.store(places, placesOf(high), 16);
  low = i32x4.mul(v128.xor(low, i32x4.extend_low_i16x8_u(second)), mixer);
  high = i32x4.mul(v128.xor(high, i32x4.extend_high_i16x8_u(second)), mixer);
  v128.store(places, placesOf(low), 32);
  v128.store(places, placesOf(high), 48);
  low = i32x4.mul(v128.xor(low, i32x4.extend_low_i16x8_u(third)), mixer);
  high = i32x4.mul(v128.xor(high, i32x4.extend_high_i16x8_u(third)), mixer);
  v128.store(places, placesOf(low), 64);
  v128.store(places, placesOf(high), 80);
}

function placesOf(hashes: v128): v128 {
  return i32x4.shl(i32x4.shr_u(hashes, SHIFT), 1);
}

function weighPlaced(): i32 {
  return (
    weighFour(places) +
    weighFour(places + 16) +
    (weighFour(places + 32) + weighFour(places + 48)) +
    (weighFour(places + 64) + weighFour(places + 80))
  );
}

function weighFour(at: usize): i32 {
  return (
    weightAt(load<i32>(at)) + weightAt(load<i32>(at, 4)) + (weightAt(load<i32>(at, 8)) + weightAt(load<i32>(at, 12)))
  );
}

/** Of the raw text read last: what was counted (LETTERS_FIELD and the like), and its signs. */
let counts: i32 = 0;
let signs: i32 = 0;

/**
 * Writes the runs of `read` raw units; returns where they end. `last` is the unit before, at first a space: traits of
 * that are 0.
 */
function readRuns(from: usize, read: i32): usize {
  let end = runs;
  let last: i32 = 0;
  let word: i32 = FIRST;
  let counted: i32 = 0;
  let seen: i32 = 0;
  for (let i = 0; i < read; i++) {
    const at = (<usize>load<u16>(from + (i << 1))) << 3;
    const unit = load<i32>(at, traits);
    if (unit & IS_UNSEEN) {
      const kind = (last >>> KIND_SHIFT) & 7;
      counted += i32(kind == LETTER) << LETTERS_FIELD;
      counted += i32(kind == SPACE) << SPACES_FIELD;
      continue;
    }
    counted += load<i32>(at, traits + 4);
    seen |= unit;
    const other = ((last >>> BEFORE_SHIFT) ^ unit) & KIND_MASK;
    // Written always, and kept where a run ends.
    store<i32>(end, word);
    store<i32>(end, i | (last & KIND_MASK), 4);
    end += select<i32>(last >>> RUN_SHIFT, 0, other != 0);
    word = mix(select<i32>(FIRST ^ ((unit >>> KIND_SHIFT) & 7), word, other != 0) ^ (unit & 0xffff));
    last = unit;
  }
  store<i32>(end, word);
  store<i32>(end, read | (last & KIND_MASK), 4);
  end += last >>> RUN_SHIFT;
  counts = counted;
  signs = seen;
  return end;
}

/** Of the runs weighed last: how many are words, and how many of those are numbers. */
let words: i32 = 0;
let numbers: i32 = 0;

/** Of words and pairs of them, which are added to the heads as well. */
function weighWords(end: usize, cuts: i32, normalised: i32, length: i32): i32 {
  let cut = 0;
  let cutAt = cuts == 0 ? 0 : rawUnitsBefore(1, length, normalised);
  let sum = 0;
  let n = 0;
  let digits = 0;
  let before: i32 = NO_WORD;
  for (let at = runs; at < end; at += RUN) {
    let word = load<i32>(at);
    word ^= word >>> 15;
    const behind = load<i32>(at, 4);
    const kind = behind >>> KIND_SHIFT;
    if (kind == WIDE) {
      before = NO_WORD;
      continue;
    }
    digits += i32(kind == DIGIT);
    for (; cut < cuts && (behind & 0xffff) > cutAt; cut++) {
      addToHead(cut, sum, n << 1);
      cutAt = rawUnitsBefore(cut + 2, length, normalised);
    }
    sum += weightOf(word * MIX_PAIR) + weightOf((word ^ before) * MIX_WORD);
    n++;
    before = mix(word);
  }
  for (; cut < cuts; cut++) addToHead(cut, sum, n << 1);
  words = n;
  numbers = digits;
  return sum;
}

/** Of the raw text read last: how many grams of it have a digit. */
let digitGrams: i32 = 0;

/** Of grams that have a digit, which are added to the heads as well. Blocks without one are passed over. */
function weighDigits(from: usize, read: i32, cuts: i32, normalised: i32, length: i32): i32 {
  let cut = 0;
  let cutAt = cuts == 0 ? 0 : rawUnitsBefore(1, length, normalised);
  let sum = 0;
  let n = 0;
  for (let i = 0; i < read;) {
    const ahead = digitAhead(from + (i << 1));
    if (ahead == LANES) {
      i += LANES;
      continue;
    }
    i += ahead;
    let back = i;
    let first = BEGIN;
    let second = BEGIN;
    let third = BEGIN;
    back = seenBefore(from, back);
    if (back >= 0) {
      first = unitAt(from, back);
      back = seenBefore(from, back);
    }
    if (back >= 0) {
      second = unitAt(from, back);
      back = seenBefore(from, back);
    }
    if (back >= 0) third = unitAt(from, back);
    let sinceDigit: i32 = 0;
    for (; i < read; i++) {
      const unit = load<i32>((<usize>load<u16>(from + (i << 1))) << 3, traits);
      if (unit & IS_UNSEEN) continue;
      sinceDigit = select<i32>(0, sinceDigit + 1, ((unit >>> KIND_SHIFT) & 7) == DIGIT);
      if (sinceDigit >= DIGIT_GRAM) break;
      const own = unitAt(from, i);
      for (; cut < cuts && i + 1 > cutAt; cut++) {
        addToHead(cut, sum, n);
        cutAt = rawUnitsBefore(cut + 2, length, normalised);
      }
      const pair = mix(mix(OF_DIGITS ^ own) ^ first);
      const triple = mix(pair ^ second);
      sum += select<i32>(weightOf(pair), 0, sinceDigit < 2) + select<i32>(weightOf(triple), 0, sinceDigit < 3);
      sum += weightOf(mix(triple ^ third));
      n += 1 + i32(sinceDigit < 2) + i32(sinceDigit < 3);
      third = second;
      second = first;
      first = own;
    }
  }
  for (; cut < cuts; cut++) addToHead(cut, sum, n);
  digitGrams = n;
  return sum;
}

/** Which of the eight units at `at` is the first digit; LANES: none is. */
function digitAhead(at: usize): i32 {
  const own = v128.load(at);
  const ten = i16x8.splat(10);
  const ascii = i16x8.lt_u(i16x8.sub(own, i16x8.splat(0x30)), ten);
  const wide = i16x8.lt_u(i16x8.sub(own, i16x8.splat(<i16>0xff10)), ten);
  return ctz<i32>(i16x8.bitmask(v128.or(ascii, wide)) | (1 << LANES));
}

/** The unit before that has a width; -1: none has. */
function seenBefore(from: usize, at: i32): i32 {
  let before = at - 1;
  while (before >= 0 && load<i32>((<usize>load<u16>(from + (before << 1))) << 3, traits) & IS_UNSEEN) before--;
  return before;
}

/** A raw unit as grams with a digit have it: folded, but a digit as itself. */
function unitAt(from: usize, at: i32): i32 {
  const raw = <i32>load<u16>(from + (at << 1));
  const unit = load<i32>((<usize>raw) << 3, traits);
  const digit = select<i32>(raw, raw - 0xfee0, raw < 0xff00);
  return select<i32>(digit, unit & 0xffff, ((unit >>> KIND_SHIFT) & 7) == DIGIT);
}

/** In floating point: a division of whole numbers takes several times as long. */
function rawUnitsBefore(cut: i32, length: i32, normalised: i32): i32 {
  return <i32>((<f64>(cut * CUT_UNITS) * <f64>length) / <f64>normalised);
}

function addToHead(cut: i32, weight: i32, features: i32): void {
  const at = heads + (cut << 3);
  setHead(cut, load<i32>(at) + weight, load<i32>(at, 4) + features);
}

/** What tells of the message as a whole. */
function weighCounts(normalised: i32, length: i32, hasLink: i32): i32 {
  const letters = field(LETTERS_FIELD);
  const capitals = field(CAPITALS_FIELD);
  return (
    weightOfCount(1, 31 - clz(normalised * normalised + 1)) +
    weightOfCount(2, min(numbers, 6)) +
    weightOfCount(3, letters > 4 ? (5 * capitals) / letters : 9) +
    weightOfCount(4, min(field(SHOUTS_FIELD), 3)) +
    weightOfCount(5, (signs >>> SIGNS_SHIFT) & 15) +
    weightOfCount(6, min((20 * field(SPACES_FIELD)) / length, 6)) +
    weightOfCount(7, hasLink)
  );
}

function field(shift: i32): i32 {
  return (counts >>> shift) & 0xff;
}

function weightOfCount(kind: i32, value: i32): i32 {
  return weightOf((mix((kind << 10) + value + 1) ^ OF_COUNTS) * MIX_WORD);
}

/** Of the whole text, its heads and its tails. */
function greatest(weight: i32, features: i32, rest: i32, others: i32, cuts: i32): f64 {
  let best = scaled(weight + rest, features + others);
  store<f64>(found, best + bias, 16);
  let part: i32 = WHOLE;
  let partCut = 0;
  let partFeatures = features;
  for (let cut = 0; cut < cuts; cut++) {
    const inHead = load<i32>(heads + (cut << 3));
    const headFeatures = load<i32>(heads + (cut << 3), 4);
    const head = scaled(inHead + rest, headFeatures + others);
    const tail = scaled(weight - inHead + rest, features - headFeatures + others);
    if (head <= best && tail <= best) continue;
    part = head > tail ? HEAD : TAIL;
    partCut = (cut + 1) * CUT_UNITS;
    partFeatures = head > tail ? headFeatures : features - headFeatures;
    best = max(head, tail);
  }
  store<i32>(found, part);
  store<i32>(found, partCut, 4);
  store<i32>(found, partFeatures + others, 8);
  return best + bias;
}

function scaled(weight: i32, features: i32): f64 {
  return <f64>weight * load<f64>(scales + (features << 3));
}
