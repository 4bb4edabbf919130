/** A control's value in words: 1 agent, 30,000 entries, 0.36 %, level 3.5. */
import type { Control } from "../server/protocol.ts";
import { type Format, inUnit } from "./format.ts";
import type { Words } from "./words/words.ts";

export function amountOf(value: number, unit: Control["unit"], words: Words, format: Format): string {
  return unit === "level" ? words.controls.atLevel(format.exact(value)) : stepOf(value, unit, words, format);
}

export function stepOf(value: number, unit: Control["unit"], words: Words, format: Format): string {
  return `${format.exact(inUnit(value, unit))} ${nameOf(value, unit, words)}`;
}

export function besideNumber(value: number, { unit, max }: Control, words: Words, format: Format): string {
  return unit === "level" ? words.controls.ofLevels(format.exact(max)) : nameOf(value, unit, words);
}

function nameOf(value: number, unit: Control["unit"], words: Words): string {
  return (inUnit(value, unit) === 1 ? words.controls.unit : words.controls.units)[unit];
}
