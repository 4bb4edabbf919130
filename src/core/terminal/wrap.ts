/** Words of ours, and texts of others, in lines of a terminal. */
import { displayWidth, headToWidth } from "./display-width.ts";

export const COLUMNS = 80;

/** `text` behind `head`, further lines below its first word. A word that is too long has a line of its own. */
export function wrap(text: string, head: string, columns = COLUMNS): string[] {
  const indent = displayWidth(head);
  const lines: string[] = [];
  let line = head;
  let width = indent;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    const wordWidth = displayWidth(word);
    if (!isEmpty && width + wordWidth + 1 > columns) {
      lines.push(line);
      line = " ".repeat(indent);
      width = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    width += wordWidth + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...lines, line];
}

/** The same as a remark, indented as tables are; a line of `text` is a paragraph. */
export function remark(text: string): string {
  return text
    .split("\n")
    .flatMap((paragraph) => wrap(paragraph, "  "))
    .map((line) => line.slice(2))
    .join("\n");
}

/** `text` in pieces of at most `columns`, broken anywhere but within a character; an empty text is one empty piece. */
export function breakAnywhere(text: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  do {
    const piece = headToWidth(rest, columns);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  } while (rest !== "");
  return pieces;
}

/** A command line broken at spaces, with the backslash by which a shell reads the pieces as one. */
export function continueLines(command: string, columns: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of command.split(" ")) {
    if (line !== "" && displayWidth(line) + displayWidth(word) + 3 > columns) {
      lines.push(`${line} \\`);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
