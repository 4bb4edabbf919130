/** How much of which fraud was intercepted: by channel, typology and level of obfuscation. */
import type { Chart } from "../../chart/chart.ts";
import { type HeatCell, heatMapPicture } from "../../chart/heat-map.ts";
import { intervalPicture } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { LEVEL_NAMES } from "../../level-names.ts";
import { interceptionTable } from "../../tables/interception-tables.ts";
import { clusterFigure, NOTHING, percentOf, rateWords } from "../words.ts";

type Rows = NonNullable<Report["interception"]["typologyByLevel"]>;

const LEVELS = ["0", "1", "2", "3", "4", "5"] as const;

export function channelChart(report: Report): Chart {
  const rows = report.interception.channel.map(({ name, rate }) => ({
    name: name === "calls" ? "Fraud calls" : "Fraud messages",
    figure: clusterFigure(rate),
    colour: name === "calls" ? INK.calls : INK.messages,
  }));
  const found = rows.filter(({ figure }) => figure.value !== null);
  return {
    id: "channels",
    title: "How much of the fraud is intercepted on each channel?",
    sentence:
      "The share of fraud contacts that were blocked, with 95 % intervals over gangs, whose contacts stand and fall together.",
    legend: [],
    table: interceptionTable(report),
    picture:
      found.length === 0
        ? "There was no fraud contact (n = 0)."
        : intervalPicture({
            axis: { name: "intercepted, of fraud contacts", min: 0, max: 1, format: (value) => percentOf(value, 0) },
            rows: found.map(({ name, figure, colour }) => ({
              name,
              text: `${percentOf(figure.value!)}, n = ${formatCount(figure.n)}`,
              tip: `${name}: ${rateWords(figure)}`,
              marks: [{ ...figure, mark: "dot", colour }],
            })),
          }),
  };
}

export function heatChart({ interception }: Report): Chart {
  const rows = interception.typologyByLevel ?? [];
  const isEmpty = rows.every((row) => [row.calls, ...row.messages].every(({ contacts }) => contacts === 0));
  return {
    id: "typologies",
    title: "Which scripts get through, and how well are they disguised?",
    sentence:
      "Per cent of fraud contacts that were intercepted: a row for each typology, calls first, then messages from the script as known (0) to " +
      "paraphrase (5). The stronger the colour, the more is intercepted; faint cells are what gets through; – where there was none.",
    legend: [],
    table: {
      head: ["Typology", "calls", ...LEVELS.map((level) => `messages, ${level} ${LEVEL_NAMES[Number(level)]}`)],
      rows: rows.map((row) => [row.name, ...cellsOf(row).map(({ words }) => words)]),
    },
    picture:
      rows.length === 0
        ? "No data: this report is of a version before 0.4.0, which did not count typologies by level."
        : isEmpty
          ? "There was no fraud contact (n = 0)."
          : heatMapPicture({
              columns: ["calls", ...LEVELS],
              rows: rows.map((row) => ({ name: row.name, cells: cellsOf(row) })),
              gapBefore: 1,
              heading: "messages, by level of obfuscation",
              colour: INK.blocked,
            }),
  };
}

function cellsOf(row: Rows[number]): (HeatCell & { readonly words: string })[] {
  const levels = LEVELS.map((level) => row.messages[Number(level)] ?? { contacts: 0, intercepted: 0 });
  return [row.calls, ...levels].map(({ contacts, intercepted }, column) => {
    const share = contacts === 0 ? null : intercepted / contacts;
    const words = share === null ? "none" : `${percentOf(share)} of ${formatCount(contacts)}`;
    const what = column === 0 ? "calls" : `messages, ${column - 1} ${LEVEL_NAMES[column - 1]}`;
    return { share, words, tip: `${row.name}, ${what}\n${share === null ? NOTHING : `${words} intercepted`}` };
  });
}
