/** What the crackdown on dealers in cards does over time, beside the same world without it. */
import type { Chart } from "../../chart/chart.ts";
import { shortNumber } from "../../chart/axes.ts";
import { type Curve, curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import type { CardsReport } from "../../cards-schema.ts";
import { formatCount } from "../../format.ts";

type Figure = keyof CardsReport["weeks"][number]["with"];

interface Question {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly unit: string;
  readonly figure: Figure;
}

const QUESTIONS: readonly Question[] = [
  {
    id: "card-price",
    title: "What does a set of cards cost gangs?",
    sentence: "Yuan that gangs pay for a set of SIMs and an account, by week.",
    unit: "yuan for a set",
    figure: "priceYuan",
  },
  {
    id: "card-supply",
    title: "How many sets are opened for gangs?",
    sentence: "Sets that holders sell to dealers, by week.",
    unit: "sets in a week",
    figure: "opened",
  },
  {
    id: "card-contacts",
    title: "How often do gangs call and write?",
    sentence: "Contacts of gangs, by week: a gang without SIMs has fewer lines.",
    unit: "contacts in a week",
    figure: "contacts",
  },
  {
    id: "card-losses",
    title: "How much do victims lose?",
    sentence: "Yuan lost in episodes that ended in the week.",
    unit: "yuan in a week",
    figure: "lossYuan",
  },
];

export function cardCharts(cards: CardsReport): Chart[] {
  return QUESTIONS.map((question) => cardChart(cards, question));
}

function cardChart({ weeks, crackdownFromHour }: CardsReport, { id, title, sentence, unit, figure }: Question): Chart {
  const arms = (["without", "with"] as const).filter((arm) => weeks.every((week) => week[arm] !== null));
  const name = { with: crackdownFromHour === null ? "the run" : "with the crackdown", without: "without it" };
  const look = {
    with: { colour: INK.defended, mark: "solid" },
    without: { colour: INK.undefended, mark: "dotted" },
  } as const;
  const value = (week: CardsReport["weeks"][number], arm: "with" | "without"): number => week[arm]![figure];
  const written = (week: CardsReport["weeks"][number], arm: "with" | "without"): string =>
    formatCount(Math.round(value(week, arm)));
  const curves = arms.map((arm): Curve => ({
    name: name[arm],
    ...look[arm],
    points: weeks.map((week) => [week.week + 1, value(week, arm)] as const),
  }));
  return {
    id,
    title,
    sentence,
    legend: arms.map((arm) => ({ name: name[arm], ...look[arm] })),
    table: {
      head: ["Week", ...arms.map((arm) => `${name[arm]}, ${unit}`)],
      rows: weeks.map((week) => [String(week.week + 1), ...arms.map((arm) => written(week, arm))]),
    },
    picture:
      weeks.length === 0
        ? "The run is shorter than a week."
        : curvesPicture({
            x: { name: "week", min: 0, max: weeks.length },
            y: { name: unit, min: 0, format: shortNumber },
            heightPx: 280,
            curves,
            stretches: weeks.map((week) => ({
              from: week.week,
              to: week.week + 1,
              tip: [`week ${week.week + 1}`, ...arms.map((arm) => `${name[arm]}: ${written(week, arm)}`)].join("\n"),
            })),
            ...(crackdownFromHour === null
              ? {}
              : { rules: [{ axis: "x", at: crackdownFromHour / 168, name: "the crackdown begins" } as const] }),
          }),
  };
}
