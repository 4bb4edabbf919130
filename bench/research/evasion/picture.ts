/** The picture of it: a row for each defence, with the shares of fraud calls and fraud texts that are intercepted. */
import { intervalPicture } from "../../../src/report/chart/intervals.ts";
import { INK } from "../../../src/report/chart/palette.ts";
import { svgFile } from "../../../src/report/chart/svg-file.ts";

const WIDTH = 760;

/** Over the seeds of a row. */
interface Spread {
  readonly mean: number;
  readonly least: number;
  readonly greatest: number;
}

/** One row: shares in percent, people who lose money, and benign events of 10,000. */
export interface Defended {
  readonly name: string;
  readonly calls: Spread;
  readonly messages: Spread;
  readonly lost: Spread;
  readonly benignBlocked: Spread;
  readonly benignFlagged: Spread;
}

export function evasionSvg(rows: readonly Defended[]): string {
  const picture = intervalPicture({
    axis: { name: "fraud intercepted, %: diamond calls, dot texts; line: least to greatest seed", min: 0, max: 70 },
    rows: rows.map(({ name, calls, messages, lost, benignBlocked }) => ({
      name,
      text: `${lost.mean.toFixed(0)} lose money, benign blocked ${benignBlocked.mean.toFixed(0)} in 10,000`,
      tip: "",
      marks: [markOf(calls, "diamond", INK.calls), markOf(messages, "dot", INK.messages)],
    })),
  });
  const label = `Fraud intercepted against gangs that evade: ${rows.map(({ name }) => name).join(", ")}`;
  return svgFile(picture, { width: WIDTH, label });
}

function markOf({ mean, least, greatest }: Spread, mark: "diamond" | "dot", colour: string) {
  return { value: mean, low: least, high: greatest, mark, colour };
}
