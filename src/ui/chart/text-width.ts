/**
 * How much room a text takes, as there is no browser that could measure it. Rather too much than too little: pictures
 * are laid out for English, which is longer than Chinese.
 */
import { en, perLanguage, type Text } from "../words.ts";

/** Of a character at 12 pixels, in the widest of the usual fonts; one of Chinese takes two. */
const CHARACTER_PX = 6.9;

export function widthOf(text: Text): number {
  let px = 0;
  for (const character of en(text)) px += character < "\u2e80" ? CHARACTER_PX : 2 * CHARACTER_PX;
  return px;
}

/** Cuts a text that does not fit, with an ellipsis; not its Chinese. */
export function fit(text: Text, px: number): Text {
  if (widthOf(text) <= px) return text;
  let head = "";
  for (const character of en(text)) {
    if (widthOf(head + character) + CHARACTER_PX > px) break;
    head += character;
  }
  return typeof text === "string" ? `${head}…` : perLanguage(`${head}…`, text);
}
