/** A table before it is drawn. The terminal (terminal/draw-table.ts) and the page (html/figure.ts) both draw it. */
import { joined, type Text } from "../ui/words.ts";
import type { DataTable } from "../ui/chart/chart.ts";

/** The first column names the rows, on the left. Figures stand on the right. A cell may have several lines. */
export interface ReportTable extends DataTable {
  /** One paragraph each; the drawers wrap them. */
  readonly notes: readonly Text[];
  /** The page shows only the heading until its reader opens it. */
  readonly isFolded?: boolean;
}

/** A figure above its interval, if there is one. */
export function stack(figure: string, interval: string): string;
export function stack(figure: Text, interval: Text): Text;
export function stack(figure: Text, interval: Text): Text {
  if (interval === "") return figure;
  return typeof figure === "string" && typeof interval === "string"
    ? `${figure}\n${interval}`
    : joined([figure, interval], "\n");
}
