/** Tables without lines: columns two spaces apart, the first to the left and the figures to the right. */
import { styleText } from "node:util";
import Table from "cli-table3";

export interface Style {
  readonly colour: boolean;
}

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "  ",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** Headings, rows, and a note below. Wide characters (Chinese) take two columns; a cell may hold several lines. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  below = "",
): string {
  const table = new Table({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
  });
  const headings = head.map((cell) => emphasise("bold", cell, style));
  table.push(headings, ...rows.map((row) => [...row]));
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  return [...lines, ...(below === "" ? [] : [note(below, style)])].join("\n");
}

/** `text` in bold or dim where colour is wanted, else as it is. */
export function emphasise(format: "bold" | "dim", text: string, { colour }: Style): string {
  // The caller has decided; without this, Node would look at its own standard output again.
  return colour && text !== "" ? styleText(format, text, { validateStream: false }) : text;
}

export function note(text: string, style: Style): string {
  return text
    .split("\n")
    .map((line) => emphasise("dim", `  ${line}`, style))
    .join("\n");
}
