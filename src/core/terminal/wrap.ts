/** Words of ours, and texts of others, in lines of a terminal. */
import wrapAnsi from "wrap-ansi";
import { displayWidth } from "./display-width.ts";

export const COLUMNS = 80;

/** Further lines stand below the first word. A word that is too long has its own line, or is broken where `hard`. */
export function wrap(text: string, head: string, columns = COLUMNS, hard = false): string[] {
  const indent = displayWidth(head);
  const lines = wrapAnsi(text, Math.max(1, columns - indent), { hard }).split("\n");
  return lines.map((line, at) => (at === 0 ? head : " ".repeat(indent)) + line);
}

export function remark(text: string): string {
  return wrap(text, "", COLUMNS - 2).join("\n");
}

/** A command line broken at spaces, with the backslash by which a shell reads the pieces as one. */
export function continueLines(command: string, columns: number): string {
  return wrapAnsi(command, columns - 2).replaceAll("\n", " \\\n");
}
