/** Bars of one scale, one row each, made of parts. A hollow part is dashed: it is what fell away. */
import type { AxisOptions, PlotLibrary } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { drawRows, type NamedRow } from "./rows.ts";

export interface BarRow extends NamedRow {
  readonly parts: readonly { readonly size: number; readonly colour: string; readonly isHollow?: boolean }[];
}

export function barPicture(rows: readonly BarRow[], axis: AxisOptions): Picture {
  const parts = rows.flatMap((row, y) => {
    let from = 0;
    return row.parts.map(({ size, colour, isHollow = false }) => {
      from += size;
      return { y, colour, isHollow, from: from - size, to: from };
    });
  });
  const shown = parts.filter(({ from, to }) => to > from);
  const frame = { axis: { min: 0, ...axis }, values: parts.map(({ to }) => to) };
  return {
    draw: (plot: PlotLibrary, width, say) =>
      drawRows(plot, rows, frame, width, say, ({ dy, insetPx }) => {
        const place = { y: "y", x1: "from", x2: "to", insetTop: insetPx, insetBottom: insetPx, dy } as const;
        const colour = { value: "colour", scale: null } as const;
        return [
          plot.barX(
            shown.filter(({ isHollow }) => !isHollow),
            { ...place, fill: colour },
          ),
          plot.barX(
            shown.filter(({ isHollow }) => isHollow),
            { ...place, fill: "none", stroke: colour, strokeDasharray: "3 3" },
          ),
        ];
      }),
  };
}
