/** A step of an explanation as lines of a terminal: its title, and the text next to it on as many lines as needed. */
import { displayWidth, headToWidth } from "../core/terminal/display-width.ts";
import { breakAnywhere, wrap } from "../core/terminal/wrap.ts";

/** Columns of the terminal; null where there is none, and a step is one line. */
export type Columns = number | null;

/** A part of a text, with its paint for after the cut into lines. */
export interface Piece {
  readonly text: string;
  readonly paint: (text: string) => string;
}

const TITLE_WIDTH = 13;
/** In less room nothing can be read; the terminal breaks lines then. */
const MIN_ROOM = 10;

/** Words of ours: broken between words, and within one that is too long. */
export function proseStep(title: string, text: string, columns: Columns): string[] {
  const head = title.padEnd(TITLE_WIDTH);
  if (columns === null) return [head + text];
  const room = roomOf(columns);
  return wrap(text, head, TITLE_WIDTH + room).flatMap((line) => {
    const pieces = breakAnywhere(line.slice(TITLE_WIDTH), room);
    return pieces.map((piece, index) => (index === 0 ? line.slice(0, TITLE_WIDTH) : INDENT) + piece);
  });
}

/** A text from outside, which may have no words: broken anywhere. */
export function quotedStep(title: string, text: string, columns: Columns): string[] {
  return piecesStep(title, [{ text, paint: (shown) => shown }], columns);
}

export function piecesStep(title: string, pieces: readonly Piece[], columns: Columns): string[] {
  const room = columns === null ? Infinity : roomOf(columns);
  const lines: string[] = [];
  let line = title.padEnd(TITLE_WIDTH);
  let width = 0;
  for (const { text, paint } of pieces) {
    for (let rest = text; rest !== "";) {
      const head = headToWidth(rest, room - width);
      const headWidth = displayWidth(head);
      // At least one character comes back, which may be one too many for the line.
      if (width > 0 && width + headWidth > room) {
        lines.push(line);
        line = INDENT;
        width = 0;
        continue;
      }
      line += paint(head);
      width += headWidth;
      rest = rest.slice(head.length);
    }
  }
  return [...lines, line];
}

const INDENT = " ".repeat(TITLE_WIDTH);

function roomOf(columns: number): number {
  return Math.max(MIN_ROOM, columns - TITLE_WIDTH);
}
