/** The reach of an axis: a few very wide intervals must not squeeze all the rest. */
import { t, type Text } from "../words.ts";

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

export const CUT_NOTE: Text = t`An arrow: the interval goes on beyond the edge. The tip and the table have both ends.`;
