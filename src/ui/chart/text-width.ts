/**
 * How much room a text takes, as there is no browser that could measure it. Rather too much than too little: pictures
 * are laid out for English, which is longer than Chinese.
 */
import { zh } from "../chinese.ts";
import { en, perLanguage, type Text } from "../words.ts";

/** Of a character at 12 pixels, in the widest of the usual fonts; one of Chinese takes two. */
const CHARACTER_PX = 6.9;

export function widthOf(text: Text): number {
  let px = 0;
  for (const character of en(text)) px += character < "\u2e80" ? CHARACTER_PX : 2 * CHARACTER_PX;
  return px;
}

/** Cuts a text that does not fit, with an ellipsis. */
export function fit(text: Text, px: number): Text {
  return typeof text === "string" ? shorten(text, px) : perLanguage(shorten(en(text), px), shorten(zh(text), px));
}

function shorten(text: string, px: number): string {
  if (widthOf(text) <= px) return text;
  let head = "";
  for (const character of text) {
    if (widthOf(head + character) + CHARACTER_PX > px) break;
    head += character;
  }
  return `${head}…`;
}
