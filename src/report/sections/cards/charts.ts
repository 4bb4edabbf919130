/** The crackdown on dealers in cards over time, next to the same world without it. */
import { joined, t, type Text, type Localised } from "../../../ui/words.ts";
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
    title: t`What does a set of cards cost gangs?`,
    sentence: t`Yuan that gangs pay for a set of SIMs and an account, by week.`,
    unit: t`yuan for a set`,
    figure: "priceYuan",
  },
  {
    id: "card-supply",
    title: t`How many sets are opened for gangs?`,
    sentence: t`Sets that holders sell to dealers, by week.`,
    unit: t`sets in a week`,
    figure: "opened",
  },
  {
    id: "card-contacts",
    title: t`How often do gangs call and write?`,
    sentence: t`Contacts of gangs, by week: a gang without SIMs has fewer lines.`,
    unit: t`contacts in a week`,
    figure: "contacts",
  },
  {
    id: "card-losses",
    title: t`How much do victims lose?`,
    sentence: t`Yuan lost in episodes that ended in the week.`,
    unit: t`yuan in a week`,
    figure: "lossYuan",
  },
];

export function cardCharts(cards: CardsReport): Chart[] {
  return QUESTIONS.map((question) => cardChart(cards, question));
}

function cardChart({ weeks, crackdownFromHour }: CardsReport, { unit, figure, ...question }: Question): Chart {
  const ours: Localised = crackdownFromHour === null ? t`the run` : t`with the crackdown`;
  const arms = (
    [
      { arm: "without", name: t`without it`, colour: INK.undefended, mark: "dotted" },
      { arm: "with", name: ours, colour: INK.defended, mark: "solid" },
    ] as const
  ).filter(({ arm }) => weeks.every((week) => week[arm] !== null));
  const written = (week: Week, arm: "with" | "without"): Text => formatCount(Math.round(week[arm]![figure]));
  return {
    ...question,
    legend: arms.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: [t`Week`, ...arms.map(({ name }) => t`${name}, ${unit}`)],
      rows: weeks.map((week) => [String(week.week + 1), ...arms.map(({ arm }) => written(week, arm))]),
    },
    picture:
      weeks.length === 0
        ? t`The run is shorter than a week.`
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
                [weekWords(week.week), ...arms.map(({ arm, name }) => t`${name}: ${written(week, arm)}`)],
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
                      name: t`the crackdown begins`,
                    } as const,
                  ],
                }),
          }),
  };
}
