import { joined, t, type Text, type Localised } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { type BarRow, barPicture } from "../../../ui/chart/bars.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import type { WarningsFields } from "./schema.ts";

export function funnelChart({ warnings }: WarningsFields): Chart {
  const { pushed, onTarget, effective, kept } = warnings;
  const steps = [
    step(t`Warnings pushed`, pushed, pushed, null),
    step(t`On target`, onTarget, pushed, (gone) => t`${gone} went to people in no episode`),
    step(
      t`Effective`,
      effective,
      onTarget,
      (gone) => t`${gone} came after the episode had ended, never arrived, or repeated an earlier one`,
    ),
    step(t`Money kept`, kept, effective, (gone) => t`${gone} were warned in time and lost money all the same`),
  ];
  return {
    id: "funnel",
    title: t`How many warnings end in somebody who keeps their money?`,
    sentence: t`Bars from top to bottom are what was left of the warnings after each step; the dashed end of a bar is what fell away there. The share beside a count is of the step before.`,
    legend: [
      { name: t`left`, colour: INK.defended, mark: "box" },
      { name: t`fell away at this step`, colour: INK.defended, mark: "hollow" },
    ],
    table: {
      head: [t`Step`, WARNINGS, t`of the step before`, t`fell away`],
      rows: steps.map(({ name, left, gone, share }) => [name, formatCount(left), share, formatCount(gone)]),
    },
    picture:
      pushed === 0
        ? t`No early warning was pushed (n = 0), so there is no funnel.`
        : barPicture(steps, { name: WARNINGS }),
  };
}

const WARNINGS = t`warnings`;

function step(
  name: Localised,
  left: number,
  before: number,
  why: ((gone: string) => Localised) | null,
): BarRow & { readonly left: number; readonly gone: number; readonly share: string } {
  const gone = before - left;
  const share = before === 0 || why === null ? "" : percentOf(left / before);
  const text: Text = share === "" ? formatCount(left) : t`${formatCount(left)} (${share})`;
  const lines = [t`${name}: ${text}`, ...(gone > 0 && why !== null ? [why(formatCount(gone))] : [])];
  const parts = [
    { size: left, colour: INK.defended },
    { size: gone, colour: INK.defended, isHollow: true },
  ];
  return { name, text, tip: joined(lines, "\n"), parts, left, gone, share };
}
