/** The frame of charts with one named row each: names beside the rows, on narrow pictures above them. */
import type { Markish, TextOptions } from "@observablehq/plot";
import type { Text, Say } from "../words.ts";
import { type AxisOptions, horizontal, type PlotLibrary, scaleOf } from "./axes.ts";
import { type Drawing, NARROW_BELOW } from "./chart.ts";
import { INK } from "./palette.ts";
import { fit, widthOf } from "./text-width.ts";

export interface NamedRow {
  readonly name: Text;
  readonly text: Text;
  readonly tip: Text;
}

interface RowFrame {
  readonly axis: AxisOptions;
  /** What the axis has to reach. */
  readonly values: readonly number[];
  /** A line across all rows, to compare with. */
  readonly rule?: { readonly at: number; readonly name: Text };
}

/** Where the marks of a row go: so far below its middle, and for bars so far from its edges. */
interface RowPlace {
  readonly dy: number;
  readonly insetPx: number;
}

/** Keeps words apart from the lines behind them. */
export const HALO = { stroke: INK.background, strokeWidth: 3 } as const;

const BELOW_PX = 52;
const EDGE_PX = 20;
const GAP_PX = 14;
/** A longer name leaves no room for the panel. */
const LONGEST_BESIDE_PX = 310;

/** `marksOf` places marks by the number of a row as `y`. */
export function drawRows(
  plot: PlotLibrary,
  rows: readonly NamedRow[],
  { axis, values, rule }: RowFrame,
  width: number,
  say: Say,
  marksOf: (place: RowPlace) => Markish[],
): Drawing {
  const nameWidth = Math.max(0, ...rows.map(({ name }) => widthOf(name)));
  const textWidth = Math.max(0, ...rows.map((row) => widthOf(row.text)));
  const isStacked = width < NARROW_BELOW || nameWidth > LONGEST_BESIDE_PX;
  const rowPx = isStacked ? 50 : 30;
  const marginLeft = isStacked ? EDGE_PX : Math.max(100, nameWidth + GAP_PX + 4);
  const marginRight = isStacked ? EDGE_PX : textWidth + GAP_PX + 10;
  const marginTop = rule ? 22 : 6;
  const dy = isStacked ? 10 : 0;
  const indices = rows.map((_, index) => index);
  const words = (at: readonly number[], place: TextOptions) =>
    plot.text([...at], { fill: INK.muted, ...HALO, ...place });
  const scale = { ...scaleOf(axis, rule ? [...values, rule.at] : values), range: [marginLeft, width - marginRight] };
  const room = (index: number) => (isStacked ? width - widthOf(rows[index]!.text) - GAP_PX : width);
  return plot.plot({
    width,
    height: marginTop + rows.length * rowPx + BELOW_PX,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom: BELOW_PX,
    x: scale,
    y: { type: "band", domain: indices, padding: 0, axis: null },
    marks: [
      ...horizontal(plot, axis, width, say, true),
      plot.cell(indices, {
        y: indices,
        fill: "var(--hit)",
        insetLeft: -marginLeft,
        insetRight: -marginRight,
        title: rows.map(({ tip }) => say(tip)),
      }),
      ...(rule
        ? [
            plot.ruleX([rule.at], { stroke: INK.muted, strokeDasharray: "4 3" }),
            words([rule.at], {
              x: [rule.at],
              text: [say(rule.name)],
              frameAnchor: "top",
              lineAnchor: "bottom",
              textAnchor: anchorAt(plot.scale({ x: scale }).apply(rule.at) as number, widthOf(rule.name), width),
              dy: -6,
            }),
          ]
        : []),
      ...marksOf({ dy, insetPx: isStacked ? 17 : 7 }),
      words(indices, {
        y: indices,
        text: rows.map(({ name }, index) => say(fit(name, room(index)))),
        frameAnchor: "left",
        textAnchor: isStacked ? "start" : "end",
        dx: isStacked ? 4 - EDGE_PX : -GAP_PX,
        dy: isStacked ? -11 : 0,
        fill: INK.text,
      }),
      words(indices, {
        y: indices,
        text: rows.map((row) => say(row.text)),
        frameAnchor: "right",
        textAnchor: "end",
        dx: marginRight - 4,
        dy: isStacked ? -11 : 0,
      }),
    ],
  });
}

/** In the middle of `x`, unless an edge would cut it. */
function anchorAt(x: number, textWidth: number, width: number): "start" | "middle" | "end" {
  if (x < textWidth / 2) return "start";
  return x > width - textWidth / 2 ? "end" : "middle";
}
