/** What is left after each step, as bars of one scale: what fell away at the step stays visible as an empty end. */
import type { Text } from "../../core/words.ts";
import type { AxisOptions } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { box } from "./custom.ts";
import { rowsHeight, rowsOption } from "./rows.ts";

export interface Step {
  readonly name: Text;
  readonly text: Text;
  readonly tip: Text;
  readonly left: number;
  readonly gone: number;
  readonly colour: string;
}

export function stepsPicture(steps: readonly Step[], axis: AxisOptions): Picture {
  const frame = { axis: { min: 0, ...axis }, roomAbove: false, extent: steps.map(({ left, gone }) => left + gone) };
  return {
    height: (width) => rowsHeight(steps, frame, width),
    option: (width, say) =>
      rowsOption(steps, frame, width, say, (index, place, y) => {
        const { left, gone, colour } = steps[index]!;
        const [zero, end, before] = [0, left, left + gone].map((value) => place(value, 1).x);
        const [top, height] = [y - BAR_PX / 2, BAR_PX];
        const hollow = { fill: "none", stroke: colour, lineWidth: 1, lineDash: [3, 3] };
        return [
          gone > 0 ? box(end!, top, before! - end!, height, hollow) : null,
          box(zero!, top, end! - zero!, height, { fill: colour }),
        ];
      }),
    tips: [steps.map(({ tip }) => tip)],
  };
}

const BAR_PX = 16;
