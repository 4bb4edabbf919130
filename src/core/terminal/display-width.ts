/** How many columns of a terminal a text takes, after East Asian Width (Unicode Standard Annex 11). */

/** Marks that sit on the character before them. */
const MARK = /^[\p{Mn}\p{Me}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** Ranges that are wide or full-width, first and last code point, in order. What is ambiguous is taken as narrow. */
const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const;

/** Columns of a text in which nothing moves the cursor (`printable`). Linear. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** `text` if it fits `columns`, else its head and an ellipsis; never half a character. Linear in what is shown. */
export function cutToWidth(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  let units = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) return columns > 0 ? `${text.slice(0, end)}…` : "";
    units += character.length;
    // Where an ellipsis still fits behind.
    if (width < columns) end = units;
  }
  return text;
}

/**
 * The longest head of `text` that fits `columns`, but at least one character with the marks on it. Linear in the head.
 */
export function headToWidth(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns && end > 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** `text` cut or filled up with spaces to exactly `columns`. */
export function fitToWidth(text: string, columns: number): string {
  const cut = cutToWidth(text, columns);
  return cut + " ".repeat(columns - displayWidth(cut));
}

const LATIN_END = 0x300;

function characterWidth(character: string): 0 | 1 | 2 {
  const point = character.codePointAt(0)!;
  if (point < LATIN_END) return 1;
  if (MARK.test(character)) return 0;
  const isWide = WIDE.some(([first, last]) => point >= first && point <= last) || EMOJI.test(character);
  return isWide ? 2 : 1;
}
