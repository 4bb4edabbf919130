/** The reach of an axis: a few very wide intervals must not squeeze all the rest. */
import { type Shape, line } from "./custom.ts";
import type { Text } from "../../core/words.ts";

/** An interval is cut if it goes so many times as far as the others, and as every value. */
const FAR = 4;

/** True if an end of an interval is to be on the axis. `base`: lengths count from here, as 0 or a rule. */
export function reachOf(
  values: readonly number[],
  intervals: readonly (readonly [low: number, high: number])[],
  base: number,
): (end: number) => boolean {
  const limit = (side: 1 | -1): number => {
    const away = (of: readonly number[]): number[] =>
      of
        .map((each) => side * (each - base))
        .filter((length) => length > 0)
        .sort((a, b) => a - b);
    const usual = away(intervals.map(([low, high]) => (side > 0 ? high : low)));
    return FAR * Math.max(0, ...away(values), usual[(usual.length - 1) >> 1] ?? 0);
  };
  const [up, down] = [limit(1), limit(-1)];
  return (end) => (end >= base ? end - base <= up : base - end <= down);
}

export const CUT_NOTE: Text = {
  en: "An arrow: the interval goes on beyond the edge; its ends are told where one points, and in the table.",
  zh: "箭头表示区间超出边缘；两端的数值见指点处和表格。",
};

const HEAD_PX = 5;

export function arrowHead(x: number, y: number, dx: number, dy: number, style: object): Shape[] {
  const back = (side: 1 | -1): Shape =>
    line(x, y, x - HEAD_PX * (dx + side * dy), y - HEAD_PX * (dy + side * dx), style);
  return [back(1), back(-1)];
}
