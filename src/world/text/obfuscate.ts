/** Levels 2 to 4 of obfuscation: what gangs do to characters. Level 1 and the wording of 5 are in compose.ts. */
import { unitsOf } from "../../core/units.ts";
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import {
  ASCII_COUNT,
  HAN_COUNT,
  HAN_FIRST,
  MAX_EXPANSION,
  TO_FULL_WIDTH,
  type PhraseBank,
  copyUnits,
} from "./phrase-bank.ts";
import { TOUCH, TOUCHES } from "./intensity.ts";
import { GUARD_LINK, draft } from "./text-draft.ts";

/** Put between characters; a space more often than any one symbol. */
const SYMBOL_UNITS = unitsOf("   ★☆◆●♥※·~*|_-.");
const ZERO_WIDTH_UNITS = Uint16Array.of(0x200b, 0x200c, 0x200d, 0x2060, 0xfeff);
const SPACE = 0x20;
// Imported constants cost a look-up each time: these are used for each unit.
const ASCII = ASCII_COUNT;
const FIRST_HAN = HAN_FIRST;
const MAX_TAIL_UNITS = 9;

/**
 * Writes units [0, plainUnits) of `draft.plain` to out[at..] with the touches of `style`; returns the units written.
 * One draw decides between the touches of a character, so it has at most one, and a spelled word's space. Before each
 * character there is room for it expanded, the rest as it stands, and the tail; else the rest is copied.
 */
type Obfuscator = (style: number, plainUnits: number, out: Uint16Array, at: number) => number;

export function obfuscator(bank: PhraseBank): Obfuscator {
  return (style, plainUnits, out, at) => {
    const { draws, plain, guards, guardFrom, guardTo, guardKind } = draft;
    const { thresholds } = bank;
    const first = style * TOUCHES;
    const symbolBelow = thresholds[first + TOUCH.symbols]!;
    const insertBelow = symbolBelow + thresholds[first + TOUCH.zeroWidth]!;
    // What is left of a draw is cut between the actions; a style that lacks one gives it no share.
    const wide = thresholds[first + TOUCH.fullWidth]!;
    const wideBelow = insertBelow + wide;
    const alikeBelow = wideBelow + thresholds[first + TOUCH.homoglyphs]!;
    const leetBelow = alikeBelow + thresholds[first + TOUCH.leet]!;
    const spelledBelow = thresholds[first + TOUCH.spelledWords]!;
    const brokenBelow = thresholds[first + TOUCH.brokenLinks]!;
    // The last place where the text so far, the expanded character, the rest and the tail fit.
    const limit = at + MAX_TEXT_UNITS - plainUnits - MAX_TAIL_UNITS - MAX_EXPANSION - 2;
    // One draw of a Chinese character, less what insertions take of it.
    const traditionalBelow = thresholds[first + TOUCH.traditional]!;
    const similarBelow = traditionalBelow + thresholds[first + TOUCH.similarCharacters]!;
    const pinyinBelow = similarBelow + thresholds[first + TOUCH.pinyin]!;
    const splitBelow = pinyinBelow + thresholds[first + TOUCH.splitCharacters]!;
    const { ascii, traditional, similar } = bank;
    const hanCount = splitBelow > 0 ? HAN_COUNT : 0;
    let end = at;
    let guard = 0;
    let nextGuard = guards > 0 ? guardFrom[0]! : plainUnits;
    let spelling = false;
    let i = 0;
    while (i < plainUnits && end - i <= limit) {
      if (i === nextGuard) {
        const to = guardTo[guard]!;
        end =
          guardKind[guard] === GUARD_LINK
            ? writeGuardedLink(brokenBelow, i, to, out, end)
            : writeGuardedValue(wide, i, to, out, end);
        i = to;
        guard++;
        nextGuard = guard < guards ? guardFrom[guard]! : plainUnits;
        spelling = false;
        continue;
      }
      const unit = plain[i]!;
      if (spelledBelow > 0) spelling = isLetter(unit) && (spelling || startsSpelling(spelledBelow, i));
      const draw = draws.next();
      const han = unit - FIRST_HAN;
      if (draw < insertBelow) {
        out[end++] = unit;
        // Between the halves of a surrogate pair nothing may stand.
        if (unit < 0xd800 || unit > 0xdbff) out[end++] = inserted(draw < symbolBelow);
      } else if (unit < ASCII) {
        out[end++] = ascii[asciiRow(draw, wideBelow, alikeBelow, leetBelow) * ASCII + unit]!;
      } else if (han >>> 0 >= hanCount) {
        out[end++] = unit;
      } else {
        const rest = draw - insertBelow;
        if (rest >= similarBelow && rest < splitBelow) {
          end = writeExpansion(bank, (rest < pinyinBelow ? bank.pinyin : bank.split)[han]!, unit, out, end);
        } else {
          const touched = choose((rest - traditionalBelow) >> 31, traditional[han]!, similar[han]!);
          out[end++] = choose((rest - similarBelow) >> 31, touched, unit);
        }
      }
      i++;
      if (spelling && i < plainUnits && isLetter(plain[i]!)) out[end++] = SPACE;
    }
    while (i < plainUnits) out[end++] = plain[i++]!;
    return writeTail(thresholds[first + TOUCH.latinTails]!, out, end) - at;
  };
}

function inserted(symbol: boolean): number {
  const choices = symbol ? SYMBOL_UNITS : ZERO_WIDTH_UNITS;
  return choices[draft.draws.below(choices.length)]!;
}

/** A link must still work: at most one zero-width character inside. */
function writeGuardedLink(below: number, from: number, to: number, out: Uint16Array, at: number): number {
  const { draws, plain } = draft;
  const broken = draws.next() < below ? from + draws.below(to - from) : -1;
  for (let i = from; i < to; i++) {
    out[at++] = plain[i]!;
    if (i === broken) out[at++] = ZERO_WIDTH_UNITS[draws.below(ZERO_WIDTH_UNITS.length)]!;
  }
  return at;
}

/** Values stay readable: some of their letters and digits are full-width, in a style that has such. */
function writeGuardedValue(wideBelow: number, from: number, to: number, out: Uint16Array, at: number): number {
  const { draws, plain } = draft;
  for (let i = from; i < to; i++) {
    const unit = plain[i]!;
    const wide = wideBelow > 0 && isLetterOrDigit(unit) && draws.next() < wideBelow;
    out[at++] = wide ? unit + TO_FULL_WIDTH : unit;
  }
  return at;
}

/**
 * The row of `bank.ascii` that a draw means: full-width, look-alike, leet or none, and which of two forms. Without a
 * branch, as a processor could not foresee it: (a - 1 - draw) >>> 31 is 1 where draw >= a.
 */
function asciiRow(draw: number, wide: number, alike: number, leet: number): number {
  const action = ((wide - 1 - draw) >>> 31) + ((alike - 1 - draw) >>> 31) + ((leet - 1 - draw) >>> 31);
  return action * 2 + (draw & 1);
}

/** `yes` where `mask` is -1, `no` where it is 0. Without a branch, like asciiRow. */
function choose(mask: number, yes: number, no: number): number {
  return no ^ ((no ^ yes) & mask);
}

/** `expansion` is 1 + a phrase, or 0: the character as it is. */
function writeExpansion(bank: PhraseBank, expansion: number, unit: number, out: Uint16Array, at: number): number {
  if (expansion === 0) {
    out[at] = unit;
    return at + 1;
  }
  return copyUnits(bank.units, bank.phraseStart[expansion - 1]!, bank.phraseStart[expansion]!, out, at);
}

function startsSpelling(below: number, i: number): boolean {
  const { draws, plain } = draft;
  if (i > 0 && isLetter(plain[i - 1]!)) return false;
  return draws.next() < below;
}

/** A space and 3 to 8 random letters, which make every copy of a text a different one. */
function writeTail(below: number, out: Uint16Array, at: number): number {
  const { draws } = draft;
  if (draws.next() >= below) return at;
  const letters = 3 + draws.below(6);
  out[at++] = SPACE;
  for (let i = 0; i < letters; i++) out[at++] = 0x61 + draws.below(26);
  return at;
}

function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isLetterOrDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit < 0x80 && isLetter(unit));
}
