/** How many columns of a terminal a text takes. */
import stringWidth from "string-width";

const CHARACTERS = new Intl.Segmenter();

/** Columns of a text in which nothing moves the cursor (`printable`). Linear. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** `text` if it fits `columns`, else its head and an ellipsis; never half a character. Linear in what is shown. */
export function cutToWidth(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const { segment, index } of CHARACTERS.segment(text)) {
    width += stringWidth(segment);
    if (width > columns) return columns > 0 ? `${text.slice(0, end)}…` : "";
    // Where an ellipsis still fits behind.
    if (width < columns) end = index + segment.length;
  }
  return text;
}
