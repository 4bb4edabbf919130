/** A table before it is drawn. The terminal (terminal/draw-table.ts) and the page (html/figure.ts) both draw it. */
import { joined, type Text } from "../core/words.ts";
import type { DataTable } from "./chart/chart.ts";

/**
 * The first column names the rows and stands to the left. Figures stand to the right. A cell may have several lines.
 */
export interface ReportTable extends DataTable {
  /** How to read it: a paragraph each, which the drawers break into lines. */
  readonly notes: readonly Text[];
  /** Whether the page shows its heading alone until its reader opens it. */
  readonly isFolded?: boolean;
}

/** A figure above its interval, where it has one. */
export function stack(figure: string, interval: string): string;
export function stack(figure: Text, interval: Text): Text;
export function stack(figure: Text, interval: Text): Text {
  if (interval === "") return figure;
  return typeof figure === "string" && typeof interval === "string"
    ? `${figure}\n${interval}`
    : joined([figure, interval], "\n");
}
