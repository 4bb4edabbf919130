import { both, joined, type Text, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { type BarRow, barPicture } from "../../../ui/chart/bars.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import type { WarningsFields } from "./schema.ts";

export function funnelChart({ warnings }: WarningsFields): Chart {
  const { pushed, onTarget, effective, kept } = warnings;
  const steps = [
    step({ en: "Warnings pushed", zh: "已推送" }, pushed, pushed, null),
    step({ en: "On target", zh: "命中" }, onTarget, pushed, (gone) => ({
      en: `${gone} went to people in no episode`,
      zh: `${gone} 条发给了并未遭遇诈骗的人`,
    })),
    step({ en: "Effective", zh: "有效" }, effective, onTarget, (gone) => ({
      en: `${gone} came after the episode had ended, never arrived, or repeated an earlier one`,
      zh: `${gone} 条在诈骗结束后才到、从未送达，或重复了之前的预警`,
    })),
    step({ en: "Money kept", zh: "保住钱款" }, kept, effective, (gone) => ({
      en: `${gone} were warned in time and lost money all the same`,
      zh: `${gone} 人及时得到预警，仍然损失了钱款`,
    })),
  ];
  return {
    id: "funnel",
    title: { en: "How many warnings end in somebody who keeps their money?", zh: "多少预警最终让人保住了钱款？" },
    sentence: {
      en:
        "Bars from top to bottom are what was left of the warnings after each step; the dashed end of a bar is what fell away there. " +
        "The share beside a count is of the step before.",
      zh: "自上而下，横条为每一步之后剩下的预警；虚线部分为该步减少的。数量旁的比例相对于上一步。",
    },
    legend: [
      { name: { en: "left", zh: "剩下" }, colour: INK.defended, mark: "box" },
      { name: { en: "fell away at this step", zh: "在该步减少" }, colour: INK.defended, mark: "hollow" },
    ],
    table: {
      head: [
        { en: "Step", zh: "步骤" },
        WARNINGS,
        { en: "of the step before", zh: "相对上一步" },
        { en: "fell away", zh: "减少" },
      ],
      rows: steps.map(({ name, left, gone, share }) => [name, formatCount(left), share, formatCount(gone)]),
    },
    picture:
      pushed === 0
        ? {
            en: "No early warning was pushed (n = 0), so there is no funnel.",
            zh: "没有推送预警（n = 0），所以没有漏斗。",
          }
        : barPicture(steps, { name: WARNINGS }),
  };
}

const WARNINGS: Localised = { en: "warnings", zh: "预警" };

function step(
  name: Localised,
  left: number,
  before: number,
  why: ((gone: string) => Localised) | null,
): BarRow & { readonly left: number; readonly gone: number; readonly share: string } {
  const gone = before - left;
  const share = before === 0 || why === null ? "" : percentOf(left / before);
  const text: Text = share === "" ? formatCount(left) : both`${formatCount(left)} (${share})`;
  const lines = [both`${name}: ${text}`, ...(gone > 0 && why !== null ? [why(formatCount(gone))] : [])];
  const parts = [
    { size: left, colour: INK.defended },
    { size: gone, colour: INK.defended, isHollow: true },
  ];
  return { name, text, tip: joined(lines, "\n"), parts, left, gone, share };
}
