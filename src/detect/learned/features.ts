/**
 * What a learned model reads of a message: indices into a table of weights. Character 2- to 4-grams of the normalised
 * text (Cavnar and Trenkle 1994) and its Chinese characters; words and pairs of words of the raw text, its 2- to
 * 4-grams that have a digit, as the normaliser makes all digits one; and a few counts of what the normaliser takes
 * away: marks, capitals, digits. Each feature is hashed into a fixed number of buckets (Weinberger and others
 * 2009), so that no dictionary is kept and a text never seen costs no more.
 *
 * Training and explanations read features here; scores add up what they weigh as it is read (kernel/weigh.ts), which a
 * test holds to this file. Whoever changes it raises FEATURE_VERSION: a model knows the features of its own version
 * only.
 */
import { IDENTITY_FORMS, type Identity, WITHHELD, identityForm, identityValue } from "../../event/identity.ts";
import {
  BEGIN,
  COUNTS,
  DIGIT,
  DIGIT_GRAM,
  END,
  FIRST,
  FIRST_SINGLE,
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
  SIGNS_SHIFT,
  SINGLES,
  SPACE,
  UNSEEN,
  WIDE,
} from "./feature-numbers.ts";
import { CAPITAL, RAW_UNITS, SHOUT, digitOf, kindOf } from "./raw-units.ts";

/** Of what is read, and how it is hashed. */
export const FEATURE_VERSION = 5;

/** The features of a message, those of a kind together and in the order of the text. */
export interface FeatureRows {
  /** Buckets. */
  readonly index: Int32Array;
  /**
   * Of what is read of the raw text: the unit, from the first of the text, at which it begins, and the one behind it.
   * Of a Chinese character the same of the normalised text.
   */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /**
   * Features [0, grams) are grams, [grams, singles) Chinese characters, [singles, words) words and pairs, [words,
   * digits) grams that have a digit, and [digits, count) tell of the message as a whole.
   */
  grams: number;
  singles: number;
  words: number;
  digits: number;
  count: number;
}

export function allocateFeatures(): FeatureRows {
  return { index: column(), start: column(), end: column(), grams: 0, singles: 0, words: 0, digits: 0, count: 0 };
}

function column(): Int32Array {
  return new Int32Array(MAX_FEATURES);
}

/** How many grams the first `units` normalised units have. */
export function gramsBefore(units: number): number {
  return units < 2 ? units : 3 * (units - 1);
}

/**
 * Of normalised units [from, from + count), which come of raw units [textFrom, textTo) of `text`. `readsRaw`: words and
 * the like too.
 */
export function readText(
  units: Uint16Array,
  from: number,
  count: number,
  text: Uint16Array,
  textFrom: number,
  textTo: number,
  hasLink: boolean,
  readsRaw: boolean,
  features: FeatureRows,
): void {
  readGrams(units, from, count, features);
  const chinese = features.singles - features.grams;
  if (hasLink && count + 2 * chinese <= LINK_ALONE) {
    features.grams = features.singles = features.words = features.digits = features.count = 0;
  } else if (readsRaw) {
    readRaw(text, textFrom, textTo, count, hasLink, features);
  }
}

/**
 * Begins with the grams of normalised units [from, from + count), which end at each unit, the shortest first, and at
 * the frame behind the last; and with those units that are Chinese.
 */
function readGrams(units: Uint16Array, from: number, count: number, features: FeatureRows): void {
  const out = features.index;
  let n = 0;
  let before = BEGIN;
  let second = 0;
  let third = 0;
  for (let i = 0; i <= count; i++) {
    const unit = i < count ? units[from + i]! : END;
    let hash = Math.imul(Math.imul(FIRST ^ unit, MIX) ^ before, MIX);
    out[n++] = hash >>> SHIFT;
    if (i > 0) {
      hash = Math.imul(hash ^ second, MIX);
      out[n++] = hash >>> SHIFT;
      if (i > 1) out[n++] = Math.imul(hash ^ third, MIX) >>> SHIFT;
    }
    third = second;
    second = before;
    before = unit;
  }
  features.grams = n;
  for (let i = 0; i < count; i++) {
    const unit = units[from + i]!;
    if ((unit - FIRST_SINGLE) >>> 0 >= SINGLES) continue;
    features.start[n] = i;
    features.end[n] = i + 1;
    out[n++] = Math.imul(Math.imul(FIRST ^ unit, MIX) ^ OF_SINGLES, MIX) >>> SHIFT;
  }
  features.singles = n;
  features.words = n;
  features.digits = n;
  features.count = n;
}

/**
 * Goes on with words, pairs of words, grams that have a digit, and counts of raw units [from, to), of which MAX_UNITS
 * are read. A run of digits
 * is a word by its length, a mark is a word, and runs of Chinese are left to the grams. `normalised`: how many units
 * the text was normalised to.
 */
function readRaw(
  text: Uint16Array,
  from: number,
  to: number,
  normalised: number,
  hasLink: boolean,
  features: FeatureRows,
): void {
  const out = features.index;
  const end = Math.min(to, from + MAX_UNITS);
  let n = features.words;
  let before = from;
  let last = NO_WORD;
  let word = FIRST;
  let kind = SPACE;
  let start = from;
  let signs = 0;
  let shouts = 0;
  let numbers = 0;
  let capitals = 0;
  let letters = 0;
  let spaces = 0;
  for (let i = from; i <= end; i++) {
    const unit = i < end ? RAW_UNITS[text[i]!]! : 0;
    const next = kindOf(unit);
    if (next === UNSEEN) continue;
    signs |= unit;
    if ((unit & CAPITAL) !== 0) capitals++;
    if (next !== kind || next === MARK || i === end) {
      if (kind === LETTER) letters += i - start;
      else if (kind === DIGIT) numbers++;
      else if (kind === SPACE) spaces += i - start;
      if (kind === WIDE) {
        last = NO_WORD;
      } else if (kind !== SPACE && i > start) {
        word ^= word >>> 15;
        features.start[n] = start - from;
        features.end[n] = i - from;
        out[n++] = Math.imul(word, MIX_PAIR) >>> SHIFT;
        features.start[n] = before - from;
        features.end[n] = i - from;
        out[n++] = Math.imul(word ^ last, MIX_WORD) >>> SHIFT;
        before = start;
        last = Math.imul(word, MIX);
      }
      word = FIRST ^ next;
      kind = next;
      start = i;
    }
    if ((unit & SHOUT) !== 0) shouts++;
    // A digit counts by its place alone: 10 and 99 are one word.
    word = Math.imul(word ^ (unit & 0xffff), MIX);
  }
  features.words = n;
  readDigits(text, from, end, features);
  n = features.digits;
  const length = end - from + 1;
  readCounts(out, n, normalised, numbers, letters, capitals, shouts, signs, spaces, length, hasLink);
  features.count = n + COUNTS;
}

/** Of raw units [from, end), 2- to 4-grams that have a digit, each digit as itself: at each unit the shortest first. */
function readDigits(text: Uint16Array, from: number, end: number, features: FeatureRows): void {
  const { index, start } = features;
  let n = features.words;
  // The units before, the nearest first, and where they stand.
  let [first, second, third]: [number, number, number] = [BEGIN, BEGIN, BEGIN];
  let [atFirst, atSecond, atThird]: [number, number, number] = [0, 0, 0];
  let sinceDigit = DIGIT_GRAM;
  for (let i = from; i < end; i++) {
    const unit = RAW_UNITS[text[i]!]!;
    const kind = kindOf(unit);
    if (kind === UNSEEN) continue;
    const own = kind === DIGIT ? digitOf(text[i]!) : unit & 0xffff;
    sinceDigit = kind === DIGIT ? 0 : sinceDigit + 1;
    if (sinceDigit < DIGIT_GRAM) {
      const before = n;
      let hash = Math.imul(Math.imul(OF_DIGITS ^ own, MIX) ^ first, MIX);
      if (sinceDigit < 2) [start[n], index[n++]] = [atFirst, hash >>> SHIFT];
      hash = Math.imul(hash ^ second, MIX);
      if (sinceDigit < 3) [start[n], index[n++]] = [atSecond, hash >>> SHIFT];
      [start[n], index[n++]] = [atThird, Math.imul(hash ^ third, MIX) >>> SHIFT];
      features.end.fill(i + 1 - from, before, n);
    }
    [first, second, third] = [own, first, second];
    [atFirst, atSecond, atThird] = [i - from, atFirst, atSecond];
  }
  features.digits = n;
}

/** Writes features that tell of a message as a whole to out[at] and behind. */
function readCounts(
  out: Int32Array,
  at: number,
  normalised: number,
  numbers: number,
  letters: number,
  capitals: number,
  shouts: number,
  signs: number,
  spaces: number,
  length: number,
  hasLink: boolean,
): void {
  out[at] = countFeature(1, 31 - Math.clz32(normalised * normalised + 1));
  out[at + 1] = countFeature(2, Math.min(numbers, 6));
  out[at + 2] = countFeature(3, letters > 4 ? Math.floor((5 * capitals) / letters) : 9);
  out[at + 3] = countFeature(4, Math.min(shouts, 3));
  out[at + 4] = countFeature(5, (signs >>> SIGNS_SHIFT) & 15);
  out[at + 5] = countFeature(6, Math.min(6, Math.floor((20 * spaces) / length)));
  out[at + 6] = countFeature(7, hasLink ? 1 : 0);
}

/**
 * Of who sent it, where that is known: how the identity is written, how long it is, and, of short codes and names,
 * which one it is. And whether the message came in or went out.
 */
export function readSender(caller: Identity, direction: number, features: FeatureRows): void {
  const isKnown = caller !== WITHHELD;
  const value = isKnown ? identityValue(caller) : 0;
  const form = isKnown ? IDENTITY_FORMS.indexOf(identityForm(caller)) : NO_FORM;
  const written = form * 32 + digitsOf(value);
  addOften(features, countFeature(8, written));
  addOften(features, countFeature(9, direction));
  addOften(features, countFeature(10, written * 4 + direction));
  // A subscriber's number is a person: only names and codes that belong to services are learned. Long names are opaque.
  if (value < SHORT_CODES || form === FORM_NAME || form === FORM_OPAQUE)
    addOften(features, Math.imul(hashOf(value), MIX_WORD) >>> SHIFT);
}

/** Of a text with hundreds of features, one more would not be heard. */
const SENDER_TIMES = 8;

function addOften(features: FeatureRows, bucket: number): void {
  for (let time = 0; time < SENDER_TIMES; time++) features.index[features.count++] = bucket;
}

const NO_FORM = IDENTITY_FORMS.length;
const SHORT_CODES = 1_000_000;
const FORM_NAME = IDENTITY_FORMS.indexOf("alphanumeric");
const FORM_OPAQUE = IDENTITY_FORMS.indexOf("opaque");

function hashOf(value: number): number {
  return Math.imul(Math.imul(FIRST ^ ((value % 4294967296) | 0), MIX) ^ Math.floor(value / 4294967296), MIX_PAIR);
}

function digitsOf(value: number): number {
  let digits = 0;
  for (let rest = value; rest >= 1; rest = Math.floor(rest / 10)) digits++;
  return digits;
}

function countFeature(kind: number, value: number): number {
  return Math.imul(Math.imul((kind << 10) + value + 1, MIX) ^ OF_COUNTS, MIX_WORD) >>> SHIFT;
}
