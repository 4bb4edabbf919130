/** What a control stands at, in words: 1 agent, 30,000 entries, 0.36 %, level 3.5. */
import type { Control } from "../serve/protocol.ts";
import { type Format, inUnit } from "./format.ts";
import type { Words } from "./words/words.ts";

export function amountOf(value: number, unit: Control["unit"], words: Words, format: Format): string {
  return unit === "level" ? words.controls.atLevel(format.exact(value)) : stepOf(value, unit, words, format);
}

/** By how much it moves: 0.5 level. */
export function stepOf(value: number, unit: Control["unit"], words: Words, format: Format): string {
  const shown = inUnit(value, unit);
  const names = shown === 1 ? words.controls.unit : words.controls.units;
  return `${format.exact(shown)} ${names[unit]}`;
}
