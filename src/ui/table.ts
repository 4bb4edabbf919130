/** A table before it is drawn. A terminal (terminal.ts) and a page (page/figure.ts) draw it. */
import { joined, type Text } from "./words.ts";

/** The first column names the rows, on the left. Figures stand on the right. A cell may have several lines. */
export interface ReportTable {
  readonly head: readonly Text[];
  readonly rows: readonly (readonly Text[])[];
  /** One paragraph each; the drawers wrap them. */
  readonly notes?: readonly Text[];
  /** The page shows only the heading until its reader opens it. */
  readonly isFolded?: boolean;
}

/** A figure above its interval, if there is one. */
export function stack(figure: Text, interval: Text): Text {
  return interval === "" ? figure : joined([figure, interval], "\n");
}

/**
 * A text as a cell of CSV. What a spreadsheet would run as a formula, at the head of a cell or behind a semicolon, which
 * some split at, gets an apostrophe: names of a report may come from anybody. Pages hold this function as it is written.
 */
export function csvCell(text: string): string {
  const guarded = text
    .replace(/^(?=[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/, "'")
    .replace(/(;[\s"]*)(?=[=@\uFF1D\uFF20]|[+\-\uFF0B\uFF0D][\p{L}\p{N}(.])/gu, "$1'");
  return /[",;\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
