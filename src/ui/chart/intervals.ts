/** Figures with their intervals, one row each: a mark for the value, a line from low to high. */
import { type AxisOptions, CUT_NOTE, type PlotLibrary, reachOf } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { INK, type PointMark, pointStyle } from "./palette.ts";
import { drawRows, type NamedRow } from "./rows.ts";

export interface IntervalMark {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mark: PointMark;
  readonly colour: string;
}

export interface IntervalRow extends NamedRow {
  /** Mostly one; drawn in this order. */
  readonly marks: readonly IntervalMark[];
}

interface IntervalOptions {
  readonly axis: AxisOptions;
  readonly rows: readonly IntervalRow[];
  /** A line across all rows, to compare with. */
  readonly rule?: { readonly at: number; readonly name: NamedRow["name"] };
}

export function intervalPicture({ axis, rows, rule }: IntervalOptions): Picture {
  const marks = rows.flatMap((row, y) => row.marks.map((mark) => ({ ...mark, y })));
  const values = marks.flatMap(({ value }) => (value === null ? [] : [value]));
  const bars = marks.flatMap(({ low, high, ...mark }) =>
    low === null || high === null ? [] : [{ ...mark, low, high }],
  );
  const isOpen = axis.scale !== "log" && axis.max === undefined;
  const ends = bars.map(({ low, high }) => [low, high] as const);
  const isNear = isOpen ? reachOf([...values, ...(rule ? [rule.at] : [])], ends, rule?.at ?? 0) : () => true;
  const shown = bars.flatMap(({ low, high, y, colour }) =>
    [low, high].map((end) => ({ end, y, colour, isLow: end === low })),
  );
  const frame = { axis, values: [...values, ...ends.flat().filter(isNear)], ...(rule ? { rule } : {}) };
  const colour = { value: "colour", scale: null } as const;
  return {
    draw: (plot: PlotLibrary, width, say) =>
      drawRows(plot, rows, frame, width, say, ({ dy, insetPx }) => {
        const line = { y: "y", stroke: colour, strokeWidth: 2, dy } as const;
        const cut = { y: "y", x: "end", fill: colour, dy } as const;
        const [near, far] = [shown.filter(({ end }) => isNear(end)), shown.filter(({ end }) => !isNear(end))];
        return [
          plot.ruleY(bars, { ...line, x1: "low", x2: "high" }),
          plot.tickX(near, { ...line, x: "end", insetTop: insetPx + 4, insetBottom: insetPx + 4 }),
          plot.text(far, { ...cut, text: ({ isLow }: (typeof shown)[number]) => (isLow ? "◀" : "▶") }),
          ...marks
            .filter(({ value }) => value !== null)
            .map(({ value, y, mark, colour: ink }) =>
              plot.dot([y], { x: [value], y: [y], dy, ...pointStyle(mark, ink) }),
            ),
        ];
      }),
    ...(ends.flat().every(isNear) ? {} : { note: CUT_NOTE }),
  };
}

export function oneMark({ value, low, high }: Omit<IntervalMark, "mark" | "colour">, colour: string = INK.ours) {
  return [{ value, low, high, mark: "dot", colour } as const];
}
