/** The learning curve of `train`: quality by labelled rows. */
import { curvesPicture } from "../../ui/chart/curves.ts";
import { INK } from "../../ui/chart/palette.ts";
import { svgFile } from "../../ui/chart/svg.ts";
import type { CurvePoint } from "../../training/learning-curve.ts";

const WIDTH_PX = 640;

export function learningCurveSvg(points: readonly CurvePoint[]): string {
  const least = Math.min(0, ...points.map(({ low }) => low));
  const picture = curvesPicture({
    x: { name: "labelled rows", scale: "log", min: 10, max: 1000, whole: true },
    y: { name: "Matthews' correlation on other rows, with 95 % intervals", min: least < 0 ? -1 : 0, max: 1 },
    curves: [{ name: "MCC", points: points.map(({ rows, mcc }) => [rows, mcc]), colour: INK.ours, mark: "solid" }],
    marks: points.map(({ rows, mcc, low, high, repeats }) => ({
      x: rows,
      y: mcc,
      mark: "dot",
      colour: INK.ours,
      tip: `${rows} rows: ${mcc.toFixed(2)} (${repeats} draws)`,
      name: mcc.toFixed(2),
      spreadY: [low, high],
    })),
  });
  const figures = points.map(({ rows, mcc }) => `${mcc.toFixed(2)} from ${rows} rows`).join(", ");
  return svgFile(picture, { width: WIDTH_PX, label: `Learning curve: Matthews' correlation ${figures}` });
}
