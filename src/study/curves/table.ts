/** Warning curves as one table: a row for each point, with each figure, its interval and n. */
import { CURVE_FIGURES, type WarningCurves } from "./curves.ts";

const PARTS = ["", "Low", "High", "N"] as const;

/** CSV with one heading; an empty cell is a figure that there is none of. Numbers alone, so nothing is a formula. */
export function curvesTable({ threshold, agents, seeds }: WarningCurves): string {
  const heading = ["parameter", "value", "seeds", ...CURVE_FIGURES.flatMap((name) => PARTS.map((part) => name + part))];
  const rows = [threshold, agents].flatMap(({ parameter, points }) =>
    points.map(({ at, figures }) => [
      parameter,
      at,
      seeds.length,
      ...CURVE_FIGURES.flatMap((name) => {
        const { value, low, high, n } = figures[name];
        return [value ?? "", low ?? "", high ?? "", n];
      }),
    ]),
  );
  return `${[heading, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
