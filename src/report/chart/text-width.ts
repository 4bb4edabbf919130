/** How much room a text takes, as there is no browser that could measure it. Rather too much than too little. */

/** Of a character at 12 pixels, in the widest of the usual fonts; one of Chinese takes two. */
const CHARACTER_PX = 6.9;

export function widthOf(text: string): number {
  let px = 0;
  for (const character of text) px += character < "\u2e80" ? CHARACTER_PX : 2 * CHARACTER_PX;
  return px;
}

/** The beginning of a text that fits, with an ellipsis for the rest. */
export function fit(text: string, px: number): string {
  if (widthOf(text) <= px) return text;
  let cut = "";
  for (const character of text) {
    if (widthOf(cut + character) + CHARACTER_PX > px) break;
    cut += character;
  }
  return `${cut}…`;
}
