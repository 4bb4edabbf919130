/**
 * What the features of a text weigh together: the loops of features.ts, adding up in place of writing down, which takes
 * two thirds of the time. Sums are kept at each cut of the text, for its heads and tails (scorer.ts).
 */
import {
  BEGIN,
  COUNTS,
  END,
  FIRST,
  MAX_UNITS,
  MIX,
  MIX_PAIR,
  MIX_WORD,
  NO_WORD,
  SHIFT,
  readCounts,
} from "./features.ts";
import { DIGIT, LETTER, MARK, RAW_UNITS, SPACE, UNSEEN, WIDE } from "./raw-units.ts";

// Local copies: a hot loop reads what is imported at every use.
const RAW = RAW_UNITS;
const MIXER = MIX;
const MIXER_OF_WORDS = MIX_WORD;
const MIXER_OF_PAIRS = MIX_PAIR;
const SHIFTED = SHIFT;
const KIND_SHIFT = 16;
const CAPITAL_SHIFT = 19;
const SHOUT_SHIFT = 23;
const START = FIRST;
const OF_SPACE = SPACE;
const OF_LETTER = LETTER;
const OF_DIGIT = DIGIT;
const OF_MARK = MARK;
const OF_WIDE = WIDE;
const OF_UNSEEN = UNSEEN;

/** Where a text is cut: into heads and tails at each `units` normalised units, `count` times. */
export interface Cuts {
  count: number;
  readonly units: number;
  /** By cut: what the features before it weigh, and how many they are. */
  readonly weight: Int32Array;
  readonly features: Int32Array;
}

/** Of all of a text. */
export interface Weighed {
  /** Of its grams and words. */
  weight: number;
  features: number;
  /** Of its counts. */
  rest: number;
  others: number;
}

/** Begins with the grams of normalised units [from, from + count). */
export function weighGrams(
  weights: Int16Array,
  units: Uint16Array,
  from: number,
  count: number,
  cuts: Cuts,
  weighed: Weighed,
): void {
  const { weight, features, units: each, count: last } = cuts;
  let sum = 0;
  let before = BEGIN;
  let second = 0;
  let third = 0;
  for (let cut = 0, i = 0; cut <= last; cut++) {
    const end = cut === last ? count + 1 : (cut + 1) * each;
    for (; i < end; i++) {
      const unit = i < count ? units[from + i]! : END;
      let hash = Math.imul(Math.imul(START ^ unit, MIXER) ^ before, MIXER);
      sum = (sum + weights[hash >>> SHIFTED]!) | 0;
      if (i > 0) {
        hash = Math.imul(hash ^ second, MIXER);
        sum = (sum + weights[hash >>> SHIFTED]!) | 0;
        if (i > 1) sum = (sum + weights[Math.imul(hash ^ third, MIXER) >>> SHIFTED]!) | 0;
      }
      third = second;
      second = before;
      before = unit;
    }
    weight[cut] = sum;
    features[cut] = 3 * (end - 1);
  }
  weighed.weight = sum;
  weighed.features = count === 0 ? 1 : 3 * count;
  weighed.rest = 0;
  weighed.others = 0;
}

const counted = new Int32Array(COUNTS);

/** Goes on with words, pairs of words and counts of raw units [from, to). */
export function weighRaw(
  weights: Int16Array,
  text: Uint16Array,
  from: number,
  to: number,
  normalised: number,
  hasLink: boolean,
  cuts: Cuts,
  weighed: Weighed,
): void {
  const { weight, features, units: each, count: last } = cuts;
  const end = Math.min(to, from + MAX_UNITS);
  const rawUnits = to - from;
  let cut = 0;
  let cutAt = last === 0 ? end : from + rawUnitsBefore(each, rawUnits, normalised);
  let sum = 0;
  let n = 0;
  let before = NO_WORD;
  let word = START;
  let kind = OF_SPACE;
  let start = from;
  let signs = 0;
  let shouts = 0;
  let numbers = 0;
  let capitals = 0;
  let letters = 0;
  let spaces = 0;
  for (let i = from; i <= end; i++) {
    const unit = i < end ? RAW[text[i]!]! : 0;
    const next = (unit >>> KIND_SHIFT) & 7;
    if (next === OF_UNSEEN) continue;
    signs |= unit;
    capitals += (unit >>> CAPITAL_SHIFT) & 1;
    shouts += (unit >>> SHOUT_SHIFT) & 1;
    if (next !== kind || next === OF_MARK || i === end) {
      if (kind === OF_LETTER) letters += i - start;
      else if (kind === OF_DIGIT) numbers++;
      else if (kind === OF_SPACE) spaces += i - start;
      if (kind === OF_WIDE) {
        before = NO_WORD;
      } else if (kind !== OF_SPACE && i > start) {
        for (; cut < last && i > cutAt; cut++) {
          weight[cut]! += sum;
          features[cut]! += n;
          cutAt = from + rawUnitsBefore((cut + 2) * each, rawUnits, normalised);
        }
        word ^= word >>> 15;
        sum = (sum + weights[Math.imul(word, MIXER_OF_PAIRS) >>> SHIFTED]!) | 0;
        sum = (sum + weights[Math.imul(word ^ before, MIXER_OF_WORDS) >>> SHIFTED]!) | 0;
        n += 2;
        before = Math.imul(word, MIXER);
      }
      word = START ^ next;
      kind = next;
      start = i;
    }
    word = Math.imul(word ^ (unit & 0xffff), MIXER);
  }
  for (; cut < last; cut++) {
    weight[cut]! += sum;
    features[cut]! += n;
  }
  readCounts(counted, 0, normalised, numbers, letters, capitals, shouts, signs, spaces, end - from + 1, hasLink);
  let rest = 0;
  for (let at = 0; at < COUNTS; at++) rest += weights[counted[at]!]!;
  weighed.weight += sum;
  weighed.features += n;
  weighed.rest = rest;
  weighed.others = COUNTS;
}

/** Of raw units, how many stand before a cut at so many normalised ones, as if what is stripped were spread evenly. */
export function rawUnitsBefore(cut: number, rawUnits: number, normalised: number): number {
  return Math.floor((cut * rawUnits) / normalised);
}
