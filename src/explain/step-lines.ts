/** A step of an explanation as lines of a terminal: its title, and the text next to it on as many lines as needed. */
import wrapAnsi, { type Options } from "wrap-ansi";

/** Columns of the terminal; null where there is none, and a step is one line. */
export type Columns = number | null;

const TITLE_WIDTH = 13;
/** In less room nothing can be read; the terminal breaks lines then. */
const MIN_ROOM = 10;

/** Words of ours: broken between words, and within one that is too long. */
export function proseStep(title: string, text: string, columns: Columns): string[] {
  return stepOf(title, text, columns, { hard: true });
}

/** A text from outside, which may have no words: broken anywhere. */
export function quotedStep(title: string, text: string, columns: Columns): string[] {
  return stepOf(title, text, columns, { hard: true, wordWrap: false, trim: false });
}

function stepOf(title: string, text: string, columns: Columns, options: Options): string[] {
  const lines =
    columns === null ? [text] : wrapAnsi(text, Math.max(MIN_ROOM, columns - TITLE_WIDTH), options).split("\n");
  return lines.map((line, at) => (at === 0 ? title : "").padEnd(TITLE_WIDTH) + line);
}
