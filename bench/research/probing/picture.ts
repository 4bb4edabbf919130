/** The picture of it: a line for each arm, week by week, with its interval. It stands alone, in colours for paper. */
import { HOURS_PER_DAY } from "../../../src/core/time.ts";
import { curvesPicture } from "../../../src/report/chart/curves.ts";
import { INK } from "../../../src/report/chart/palette.ts";
import { svgFile } from "../../../src/report/chart/svg-file.ts";
import { type ProbingArm, WEEKS } from "./arm.ts";

const WIDTH = 720;
/** Points of one week stand beside each other. */
const APART = 0.05;

/** `probedFrom`: the hour from which on gangs test their words. */
export function probingSvg(arms: readonly ProbingArm[], probedFrom: number): string {
  const x = (week: number, arm: number): number => week + 1 + APART * (arm - (arms.length - 1) / 2);
  const picture = curvesPicture({
    x: { name: "week", min: 0.5, max: WEEKS + 2, divisions: WEEKS + 2, format: weekWord },
    y: { name: "fraud messages that the model alone would block, %", min: 0, max: 100 },
    curves: arms.map(({ name, colour, mark, weeks }, arm) => ({
      name,
      colour: INK[colour],
      mark,
      points: weeks.map(({ learned }, week) => [x(week, arm), 100 * learned.mean] as const),
    })),
    marks: arms.flatMap(({ name, colour, weeks }, arm) =>
      weeks.map(({ learned: { mean, low, high } }, week) => ({
        x: x(week, arm),
        y: 100 * mean,
        mark: "dot" as const,
        colour: INK[colour],
        tip: "",
        spreadY: [Math.max(0, 100 * low), Math.min(100, 100 * high)] as const,
        ...(week === WEEKS - 1 ? { name } : {}),
      })),
    ),
    rules: [{ axis: "x", at: 0.5 + probedFrom / (7 * HOURS_PER_DAY), name: "gangs begin to test" }],
  });
  const label = `Fraud messages caught by the model, by week: ${arms.map(({ name }) => name).join(", ")}`;
  return svgFile(picture, { width: WIDTH, label });
}

function weekWord(week: number): string {
  return Number.isInteger(week) && week >= 1 && week <= WEEKS ? String(week) : "";
}
