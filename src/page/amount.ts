/** What a control stands at, in words: 1 agent, 30,000 entries, 0.36 %. */
import type { Control } from "../serve/protocol.ts";
import { type Format, inUnit } from "./format.ts";
import type { Words } from "./words/words.ts";

export function amountOf(value: number, unit: Control["unit"], words: Words, format: Format): string {
  const shown = inUnit(value, unit);
  const names = shown === 1 ? words.controls.unit : words.controls.units;
  return `${format.exact(shown)} ${names[unit]}`;
}
