/** Words of ours in lines of a terminal. */

export const COLUMNS = 80;

/** `text` behind `head`, further lines below its first word. A word that is too long has a line of its own. */
export function wrap(text: string, head: string): string[] {
  const lines: string[] = [];
  let line = head;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + word.length + 1 > COLUMNS) {
      lines.push(line);
      line = " ".repeat(head.length);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
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
