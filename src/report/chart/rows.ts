/** The frame of charts with one named row each: names beside the rows, on narrow pictures above them. */
import type { Say, Text } from "../../core/words.ts";
import { type AxisOptions, xAxis } from "./axes.ts";
import { NARROW_BELOW, type PictureOption } from "./chart.ts";
import { customSeries, extentSeries, group, hitArea, type Panel, type Place, type Shape, words } from "./custom.ts";
import { INK } from "./palette.ts";
import { fit, widthOf } from "./text-width.ts";

export interface NamedRow {
  readonly name: Text;
  readonly text: Text;
}

interface RowFrame {
  readonly axis: AxisOptions;
  readonly roomAbove: boolean;
  readonly extent: readonly number[];
}

interface Layout {
  readonly stacked: boolean;
  readonly rowPx: number;
  readonly leftPx: number;
  readonly rightPx: number;
}

/** Keeps words apart from the lines behind them. */
const HALO = { stroke: INK.background, lineWidth: 3 } as const;

const BELOW_PX = 52;
const EDGE_PX = 8;
const GAP_PX = 14;
/** A longer name leaves no room for the panel. */
const LONGEST_BESIDE_PX = 310;

function layoutOf(rows: readonly NamedRow[], width: number): Layout {
  const nameWidth = rows.reduce((most, { name }) => Math.max(most, widthOf(name)), 0);
  const textWidth = rows.reduce((most, { text }) => Math.max(most, widthOf(text)), 0);
  if (width < NARROW_BELOW || nameWidth > LONGEST_BESIDE_PX) {
    return { stacked: true, rowPx: 50, leftPx: EDGE_PX, rightPx: EDGE_PX };
  }
  return { stacked: false, rowPx: 30, leftPx: Math.max(100, nameWidth + GAP_PX + 4), rightPx: textWidth + GAP_PX + 10 };
}

export function rowsHeight(rows: readonly NamedRow[], { roomAbove }: RowFrame, width: number): number {
  return rows.length * layoutOf(rows, width).rowPx + BELOW_PX + (roomAbove ? 22 : 6);
}

/** `shapesOf` draws one row with its middle at `y`. Other series may follow the first, which holds the rows. */
export function rowsOption(
  rows: readonly NamedRow[],
  { axis, roomAbove, extent }: RowFrame,
  width: number,
  say: Say,
  shapesOf: (index: number, place: Place, y: number, panel: Panel) => readonly (Shape | null)[],
  others: readonly object[] = [],
): PictureOption {
  const { stacked, rowPx, leftPx, rightPx } = layoutOf(rows, width);
  const draw = (index: number, place: Place, panel: Panel): Shape => {
    const top = panel.y + index * rowPx;
    const { name, text } = rows[index]!;
    const y = top + (stacked ? 35 : rowPx / 2);
    const at = stacked ? top + 14 : y;
    const room = width - widthOf(text) - leftPx - GAP_PX;
    return group([
      hitArea(0, top, width, rowPx),
      stacked
        ? words(leftPx, at, say(fit(name, room)), { align: "left", ...HALO })
        : words(leftPx - GAP_PX, at, say(name), { align: "right" }),
      words(width - 4, at, say(text), { align: "right", fill: INK.muted, ...HALO }),
      ...shapesOf(index, place, y, panel),
    ]);
  };
  return {
    grid: { left: leftPx, right: rightPx, top: roomAbove ? 22 : 6, height: rows.length * rowPx },
    xAxis: {
      ...xAxis({ ...axis, divisions: width < NARROW_BELOW ? 3 : 5 }, say),
      splitLine: { show: true, lineStyle: { color: INK.line } },
    },
    yAxis: { type: "value", min: 0, max: 2, show: false },
    series: [customSeries(rows.length, draw), ...others, extentSeries(extent)],
  };
}
