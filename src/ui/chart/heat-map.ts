/** Shares in a grid: the stronger the colour the greater, and the figure stands in the cell. */
import type { Text } from "../words.ts";
import type { PlotLibrary } from "./axes.ts";
import { NARROW_BELOW, type Picture } from "./chart.ts";
import { INK } from "./palette.ts";
import { fit, widthOf } from "./text-width.ts";

export interface HeatCell {
  /** 0 to 1; null over nothing. */
  readonly share: number | null;
  /** Default: the share in per cent, if there is room. */
  readonly text?: string;
  readonly tip: Text;
}

interface HeatMapOptions {
  readonly columns: readonly Text[];
  readonly rows: readonly { readonly name: Text; readonly cells: readonly HeatCell[] }[];
  readonly gapBefore: number;
  readonly heading: Text;
  readonly corner?: Text;
  readonly colour: string;
}

const ROW_PX = 26;
const GAP_PX = 10;
const TOP_PX = 44;
const MIN_OPACITY = 0.03;
/** Figures keep a contrast of 4.5 : 1 on the strongest colour, in light and in dark. */
const MAX_OPACITY = 0.55;

export function heatMapPicture({ columns, rows, gapBefore, heading, corner = "", colour }: HeatMapOptions): Picture {
  return {
    draw: (plot: PlotLibrary, width, say) => {
      const height = TOP_PX + rows.length * ROW_PX + 2;
      const left = width < NARROW_BELOW ? 122 : 150;
      const cellPx = (width - left - GAP_PX) / columns.length;
      const x = (column: number): number => left + column * cellPx + (column >= gapBefore ? GAP_PX : 0);
      const cells = rows.flatMap((row, at) =>
        row.cells.map(({ share, text: words = share === null ? "–" : `${Math.round(share * 100)}`, tip }, column) => ({
          share,
          words: widthOf(words) > cellPx ? "" : words,
          tip: say(tip),
          x1: x(column) + 1,
          x2: x(column) + cellPx - 1,
          y1: TOP_PX + at * ROW_PX + 1,
          y2: TOP_PX + (at + 1) * ROW_PX - 1,
        })),
      );
      const place = { x1: "x1", x2: "x2", y1: "y1", y2: "y2", title: "tip" } as const;
      const isTight = x(gapBefore) + widthOf(heading) > width;
      const names = rows.map(({ name }, at) => ({ y: TOP_PX + (at + 0.5) * ROW_PX, name: say(fit(name, left - 10)) }));
      const heads = columns.map((name, column) => ({ x: x(column) + cellPx / 2, name: say(name) }));
      return plot.plot({
        width,
        height,
        margin: 0,
        x: { type: "linear", domain: [0, width], range: [0, width], axis: null },
        y: { type: "linear", domain: [0, height], range: [0, height], axis: null },
        opacity: { type: "identity" },
        marks: [
          plot.rect(
            cells.filter(({ share }) => share === null),
            { ...place, fill: "none", stroke: INK.line, strokeDasharray: "2 3" },
          ),
          plot.rect(
            cells.filter(({ share }) => share !== null),
            {
              ...place,
              fill: colour,
              fillOpacity: ({ share }: (typeof cells)[number]) => MIN_OPACITY + share! * (MAX_OPACITY - MIN_OPACITY),
            },
          ),
          plot.text(cells, {
            x: ({ x1, x2 }: (typeof cells)[number]) => (x1 + x2) / 2,
            y: ({ y1, y2 }: (typeof cells)[number]) => (y1 + y2) / 2,
            text: "words",
            fill: {
              value: ({ share }: (typeof cells)[number]) => (share === null ? INK.muted : INK.text),
              scale: null,
            },
          }),
          plot.text(names, { x: () => left - 10, y: "y", text: "name", textAnchor: "end" }),
          plot.text(heads, { x: "x", y: () => TOP_PX - 12, text: "name", fill: INK.muted }),
          plot.text([say(fit(corner, left - 10))], {
            x: () => left - 10,
            y: () => TOP_PX - 12,
            textAnchor: "end",
            fill: INK.muted,
          }),
          plot.text([say(heading)], {
            x: () => (isTight ? width : x(gapBefore)),
            y: () => 10,
            textAnchor: isTight ? "end" : "start",
            fill: INK.muted,
          }),
        ],
      });
    },
  };
}
