/** Shares in a grid: the stronger the colour the greater, and the figure stands in the cell. */
import type { Text } from "../../core/words.ts";
import type { Picture } from "./chart.ts";
import { NARROW_BELOW } from "./chart.ts";
import { box, customSeries, group, type Shape, words } from "./custom.ts";
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
  const cells = rows.flatMap((row, at) => row.cells.map((cell, column) => ({ ...cell, at, column })));
  const frame = (width: number) => {
    const left = width < NARROW_BELOW ? 122 : 150;
    const cellPx = (width - left - GAP_PX) / columns.length;
    return { left, cellPx, x: (column: number) => left + column * cellPx + (column >= gapBefore ? GAP_PX : 0) };
  };
  return {
    height: () => TOP_PX + rows.length * ROW_PX + 2,
    option: (width, say) => {
      const { left, cellPx, x } = frame(width);
      const draw = (index: number): Shape => {
        const { share, at, column, text = share === null ? "–" : `${Math.round(share * 100)}` } = cells[index]!;
        const top = TOP_PX + at * ROW_PX;
        const middle = { align: "center", verticalAlign: "middle" };
        const fill =
          share === null
            ? { fill: "none", stroke: INK.line, lineDash: [2, 3] }
            : { fill: colour, opacity: MIN_OPACITY + share * (MAX_OPACITY - MIN_OPACITY) };
        return group([
          box(x(column) + 1, top + 1, cellPx - 2, ROW_PX - 2, fill),
          words(
            x(column) + cellPx / 2,
            top + ROW_PX / 2,
            widthOf(text) > cellPx ? "" : text,
            share === null ? { ...middle, fill: INK.muted } : middle,
          ),
        ]);
      };
      const names = customSeries(rows.length, (index) =>
        words(left - 10, TOP_PX + index * ROW_PX + ROW_PX / 2, say(fit(rows[index]!.name, left - 10)), {
          align: "right",
        }),
      );
      const heads = customSeries(columns.length, (index) =>
        words(x(index) + cellPx / 2, TOP_PX - 10, say(columns[index]!), { align: "center", fill: INK.muted }),
      );
      const isTight = x(gapBefore) + widthOf(heading) > width;
      const above = customSeries(1, () =>
        words(isTight ? width : x(gapBefore), 10, say(heading), { align: isTight ? "right" : "left", fill: INK.muted }),
      );
      const named = customSeries(1, () =>
        words(left - 10, TOP_PX - 10, say(fit(corner, left - 10)), { align: "right", fill: INK.muted }),
      );
      return {
        grid: { left: 0, right: 0, top: 0, bottom: 0 },
        xAxis: { type: "value", min: 0, max: 1, show: false },
        yAxis: { type: "value", min: 0, max: 1, show: false },
        series: [customSeries(cells.length, draw), names, heads, above, named],
      };
    },
    tips: [cells.map(({ tip }) => tip)],
  };
}
