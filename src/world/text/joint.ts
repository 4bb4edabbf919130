/** Joints: what stands between two segments: a comma in Chinese, a space or full stop in English. */
import { unitsOf } from "../../core/units.ts";
import { LANGUAGE_ZH } from "./phrase-bank.ts";
import { mix, mixedBelow } from "./draws.ts";

const SPACE = 0x20;
const FULL_STOP = 0x2e;
/** Between two segments of a Chinese text that meet without punctuation; a campaign keeps to one. */
const JOINTS_ZH = Uint16Array.of(0xff0c, 0x2c, 0x3002, SPACE);
/** Never a segment's number, so that the joint is drawn apart from the wordings. */
const JOINT_KEY = -1;

// How a phrase begins, as far as the joint before it depends on it, as bits.

/** A space, or punctuation that clings to what stands before it. */
const NO_JOINT = 1;
const WORD = 2;
const LOWER_CASE = 4;

export function headOf(unit: number): number {
  const isLowerCase = unit >= 0x61 && unit <= 0x7a;
  const takesNone = unit === SPACE || CLOSING.has(unit);
  return (takesNone ? NO_JOINT : 0) | (isWordUnit(unit) ? WORD : 0) | (isLowerCase ? LOWER_CASE : 0);
}

/** Writes what belongs between out[end - 1] and a phrase with this head, and returns where the phrase starts. */
export function writeJoint(
  head: number,
  language: number,
  campaign: number,
  afterLink: boolean,
  out: Uint16Array,
  end: number,
): number {
  const before = out[end - 1]!;
  if ((head & NO_JOINT) !== 0 || before === SPACE) return end;
  if (afterLink) {
    out[end] = SPACE;
    return end + 1;
  }
  if (language === LANGUAGE_ZH) {
    if ((head & WORD) === 0 || !isWordUnit(before)) return end;
    out[end] = JOINTS_ZH[mixedBelow(mix(campaign, JOINT_KEY), JOINTS_ZH.length)]!;
    return end + 1;
  }
  if ((head & LOWER_CASE) === 0 && isWordUnit(before)) out[end++] = FULL_STOP;
  out[end] = SPACE;
  return end + 1;
}

/** Letters, digits, Chinese characters and slots. */
function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);
  return (unit >= 0xc0 && unit < 0x2000) || (unit >= 0x3400 && unit < 0xf900);
}

/** , . ! ? ; : ) and their full-width forms. */
const CLOSING: ReadonlySet<number> = new Set(unitsOf(",.!?;:)，。！？：；、"));
