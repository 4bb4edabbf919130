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
