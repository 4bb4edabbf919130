/** The crackdown on dealers in cards over time, next to the same world without it. */
import { both, joined, type Text, type Localised } from "../../../core/words.ts";
import { shortNumber } from "../../../ui/chart/axes.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { formatCount } from "../../format.ts";
import { WEEK, weekWords } from "../week-words.ts";
import type { CardsReport } from "./schema.ts";

type Week = CardsReport["weeks"][number];

interface Question {
  readonly id: string;
  readonly title: Localised;
  readonly sentence: Localised;
  readonly unit: Localised;
  readonly figure: keyof Week["with"];
}

const QUESTIONS: readonly Question[] = [
  {
    id: "card-price",
    title: { en: "What does a set of cards cost gangs?", zh: "团伙买一套卡要多少钱？" },
    sentence: {
      en: "Yuan that gangs pay for a set of SIMs and an account, by week.",
      zh: "团伙为一套电话卡和账户支付的金额（元），按周。",
    },
    unit: { en: "yuan for a set", zh: "元／套" },
    figure: "priceYuan",
  },
  {
    id: "card-supply",
    title: { en: "How many sets are opened for gangs?", zh: "为团伙开了多少套卡？" },
    sentence: { en: "Sets that holders sell to dealers, by week.", zh: "卖卡人卖给贩卡团伙的套数，按周。" },
    unit: { en: "sets in a week", zh: "套／周" },
    figure: "opened",
  },
  {
    id: "card-contacts",
    title: { en: "How often do gangs call and write?", zh: "团伙多常打电话、发短信？" },
    sentence: {
      en: "Contacts of gangs, by week: a gang without SIMs has fewer lines.",
      zh: "团伙的接触次数，按周：没有电话卡的团伙线路更少。",
    },
    unit: { en: "contacts in a week", zh: "接触／周" },
    figure: "contacts",
  },
  {
    id: "card-losses",
    title: { en: "How much do victims lose?", zh: "受害人损失多少？" },
    sentence: { en: "Yuan lost in episodes that ended in the week.", zh: "当周结束的诈骗造成的损失（元）。" },
    unit: { en: "yuan in a week", zh: "元／周" },
    figure: "lossYuan",
  },
];

export function cardCharts(cards: CardsReport): Chart[] {
  return QUESTIONS.map((question) => cardChart(cards, question));
}

function cardChart({ weeks, crackdownFromHour }: CardsReport, { unit, figure, ...question }: Question): Chart {
  const ours: Localised =
    crackdownFromHour === null ? { en: "the run", zh: "本次运行" } : { en: "with the crackdown", zh: "有断卡行动" };
  const arms = (
    [
      { arm: "without", name: { en: "without it", zh: "无断卡行动" }, colour: INK.undefended, mark: "dotted" },
      { arm: "with", name: ours, colour: INK.defended, mark: "solid" },
    ] as const
  ).filter(({ arm }) => weeks.every((week) => week[arm] !== null));
  const written = (week: Week, arm: "with" | "without"): Text => formatCount(Math.round(week[arm]![figure]));
  return {
    ...question,
    legend: arms.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: [{ en: "Week", zh: "周" }, ...arms.map(({ name }) => both`${name}, ${unit}`)],
      rows: weeks.map((week) => [String(week.week + 1), ...arms.map(({ arm }) => written(week, arm))]),
    },
    picture:
      weeks.length === 0
        ? { en: "The run is shorter than a week.", zh: "运行不足一周。" }
        : curvesPicture({
            x: { name: WEEK, min: 0, max: weeks.length },
            y: { name: unit, min: 0, format: shortNumber },
            heightPx: 280,
            curves: arms.map(({ arm, name, colour, mark }) => ({
              name,
              colour,
              mark,
              points: weeks.map((week) => [week.week + 1, week[arm]![figure]] as const),
            })),
            stretches: weeks.map((week) => ({
              from: week.week,
              to: week.week + 1,
              tip: joined(
                [weekWords(week.week), ...arms.map(({ arm, name }) => both`${name}: ${written(week, arm)}`)],
                "\n",
              ),
            })),
            ...(crackdownFromHour === null
              ? {}
              : {
                  rules: [
                    {
                      axis: "x",
                      at: crackdownFromHour / 168,
                      name: { en: "the crackdown begins", zh: "断卡行动开始" },
                    } as const,
                  ],
                }),
          }),
  };
}
