/** The frame of charts with one named row each: names beside the rows, on narrow pictures above them. */
import type { EChartsCoreOption } from "echarts/core";
import { type AxisOptions, xAxis } from "./axes.ts";
import { NARROW_BELOW } from "./chart.ts";
import { customSeries, extentSeries, group, hitArea, type Panel, type Place, type Shape, words } from "./custom.ts";
import { INK } from "./palette.ts";

export interface NamedRow {
  readonly name: string;
  /** The figure in words, at the row's right end. */
  readonly text: string;
}

export interface RowFrame {
  readonly axis: AxisOptions;
  /** A line of room above the rows, for the name of a rule. */
  readonly roomAbove: boolean;
  /** What the axis has to hold. */
  readonly extent: readonly number[];
}

const WIDE = { rowPx: 30, leftPx: 188, rightPx: 168 } as const;
const NARROW = { rowPx: 50, leftPx: 8, rightPx: 8 } as const;
const BELOW_PX = 52;

function frameOf(width: number): typeof WIDE | typeof NARROW {
  return width < NARROW_BELOW ? NARROW : WIDE;
}

export function rowsHeight(rows: number, { roomAbove }: RowFrame, width: number): number {
  return rows * frameOf(width).rowPx + BELOW_PX + (roomAbove ? 22 : 6);
}

/** `shapesOf` draws one row, whose middle is at `y`. Other series may follow the first, which holds the rows. */
export function rowsOption(
  rows: readonly NamedRow[],
  { axis, roomAbove, extent }: RowFrame,
  width: number,
  shapesOf: (index: number, place: Place, y: number) => readonly (Shape | null)[],
  others: readonly object[] = [],
): EChartsCoreOption {
  const { rowPx, leftPx, rightPx } = frameOf(width);
  const isNarrow = width < NARROW_BELOW;
  const draw = (index: number, place: Place, panel: Panel): Shape => {
    const top = panel.y + index * rowPx;
    const { name, text } = rows[index]!;
    const y = top + (isNarrow ? 35 : rowPx / 2);
    const at = isNarrow ? top + 14 : y;
    return group([
      hitArea(0, top, width, rowPx),
      isNarrow
        ? words(leftPx, at, name, { align: "left" })
        : words(leftPx - 14, at, name, { align: "right", width: leftPx - 18, overflow: "truncate" }),
      words(width - 4, at, text, { align: "right", fill: INK.muted }),
      ...shapesOf(index, place, y),
    ]);
  };
  return {
    grid: { left: leftPx, right: rightPx, top: roomAbove ? 22 : 6, height: rows.length * rowPx },
    xAxis: {
      ...xAxis({ ...axis, divisions: isNarrow ? 3 : 5 }),
      splitLine: { show: true, lineStyle: { color: INK.line } },
    },
    yAxis: { type: "value", min: 0, max: 2, show: false },
    series: [customSeries(rows.length, draw), ...others, extentSeries(extent)],
  };
}
