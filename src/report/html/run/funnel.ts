/** The funnel of early warnings, and what fell away at each step. */
import type { Chart } from "../../chart/chart.ts";
import { INK } from "../../chart/palette.ts";
import { type Step, stepsPicture } from "../../chart/steps.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { percentOf } from "../words.ts";

export function funnelChart({ warnings }: Report): Chart {
  const { pushed, onTarget, effective, kept } = warnings;
  const steps = [
    step("Warnings pushed", pushed, pushed, ""),
    step("On target", onTarget, pushed, "went to people in no episode"),
    step(
      "Effective",
      effective,
      onTarget,
      "came after the episode had ended, never arrived, or repeated an earlier one",
    ),
    step("Money kept", kept, effective, "were warned in time and lost money all the same"),
  ];
  return {
    id: "funnel",
    title: "How many warnings end in somebody who keeps their money?",
    sentence:
      "Bars from top to bottom are what was left of the warnings after each step; the dashed end of a bar is what fell away there. " +
      "The share beside a count is of the step before.",
    legend: [
      { name: "left", colour: INK.defended, mark: "box" },
      { name: "fell away at this step", colour: INK.defended, mark: "hollow" },
    ],
    table: {
      head: ["Step", "warnings", "of the step before", "fell away"],
      rows: steps.map(({ name, left, gone, share }) => [name, formatCount(left), share, formatCount(gone)]),
    },
    picture:
      pushed === 0
        ? "No early warning was pushed (n = 0), so there is no funnel."
        : stepsPicture(steps, { name: "warnings" }),
  };
}

function step(name: string, left: number, before: number, why: string): Step & { readonly share: string } {
  const gone = before - left;
  const share = before === 0 || why === "" ? "" : percentOf(left / before);
  const text = share === "" ? formatCount(left) : `${formatCount(left)} (${share})`;
  const tip = `${name}: ${text}${gone > 0 ? `\n${formatCount(gone)} ${why}` : ""}`;
  return { name, text, tip, left, gone, colour: INK.defended, share };
}
