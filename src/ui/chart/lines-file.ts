/** A line chart as files: the canvas as CSV, and as SVG that stands alone. */
import { escapeMarkup } from "../escape-markup.ts";
import type { Palette } from "./palette.ts";

export interface DrawnLines {
  readonly title: string;
  readonly unit: string;
  readonly hourWord: string;
  readonly hours: readonly number[];
  readonly lines: readonly {
    readonly name: string;
    readonly colour: keyof Palette;
    readonly dashed: boolean;
    readonly values: readonly (number | null)[];
  }[];
  readonly marks: readonly { readonly hour: number; readonly name: string }[];
}

/** A row an hour, numbers unrounded; missing values are empty. UTF-8 with a mark, for spreadsheets. */
export function linesCsv({ hourWord, unit, hours, lines }: DrawnLines): string {
  const head = [hourWord, ...lines.map(({ name }) => `${name} (${unit})`)].map(csvCell);
  const rows = hours.map((hour, index) => [hour, ...lines.map(({ values }) => values[index] ?? "")]);
  return `\ufeff${[head, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("")}`;
}

/** Text in quotes. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvCell(text: string): string {
  const guarded = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

const WIDTH = 720;
const PLOT = { left: 72, right: 700, height: 250 } as const;
const LINE_PX = 20;
const DIVISIONS = 4;

export function linesSvg(
  { title, unit, hourWord, hours, lines, marks }: DrawnLines,
  palette: Palette,
  short: (value: number) => string,
): string {
  const legendTop = 52;
  const top = legendTop + (lines.length + marks.length) * LINE_PX + 16;
  const bottom = top + PLOT.height;
  const first = hours[0] ?? 0;
  const span = Math.max(1, (hours.at(-1) ?? 0) - first);
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const step = roundStep(values.reduce((most, value) => Math.max(most, value), 1) / DIVISIONS);
  const steps = Math.max(1, Math.ceil(values.reduce((most, value) => Math.max(most, value), 1) / step));
  const x = (hour: number): number => tenth(PLOT.left + ((hour - first) / span) * (PLOT.right - PLOT.left));
  const y = (value: number): number => tenth(bottom - (value / (steps * step)) * PLOT.height);

  const legend = lines.map(({ name, colour, dashed }, index) => {
    const height = legendTop + index * LINE_PX;
    return `<path d="M20 ${height - 4}h28" ${strokeOf(palette[colour], dashed)}/>${words(56, height, name, `fill="${palette.text}"`)}`;
  });
  const dotted = `stroke="${palette.text}" stroke-dasharray="2 3"`;
  const markLegend = marks.map(({ name }, index) => {
    const height = legendTop + (lines.length + index) * LINE_PX;
    return `<path d="M34 ${height - 11}v14" ${dotted}/>${words(56, height, name, `fill="${palette.text}"`)}`;
  });
  const across = Array.from({ length: steps + 1 }, (_, index) => index * step).map(
    (value) =>
      `<path d="M${PLOT.left} ${y(value)}H${PLOT.right}" stroke="${palette.line}"/>` +
      words(PLOT.left - 8, y(value) + 4, short(value), `fill="${palette.muted}" text-anchor="end"`),
  );
  const ticks = [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(first + part * span)))].map((hour) =>
    words(x(hour), bottom + 18, String(hour), `fill="${palette.muted}" text-anchor="middle"`),
  );
  const marked = marks
    .filter(({ hour }) => hour >= first && hour <= first + span)
    .map(({ hour }) => `<path d="M${x(hour)} ${top}V${bottom}" ${dotted}/>`);
  const drawn = lines.map(
    ({ colour, dashed, values: each }) =>
      `<path d="${pathOf(hours, each, x, y)}" fill="none" ${strokeOf(palette[colour], dashed)}/>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 48}" width="${WIDTH}" height="${bottom + 48}" font-family="system-ui, sans-serif" font-size="12">` +
    `<title>${escapeMarkup(title)}</title><rect width="100%" height="100%" fill="${palette.background}"/>` +
    words(20, 28, `${title} (${unit})`, `fill="${palette.text}" font-size="15" font-weight="600"`) +
    [...legend, ...markLegend, ...across, ...ticks, ...marked, ...drawn].join("") +
    words((PLOT.left + PLOT.right) / 2, bottom + 38, hourWord, `fill="${palette.muted}" text-anchor="middle"`) +
    `</svg>\n`
  );
}

function words(x: number, y: number, text: string, rest: string): string {
  return `<text x="${x}" y="${y}" ${rest}>${escapeMarkup(text)}</text>`;
}

function strokeOf(colour: string, dashed: boolean): string {
  return `stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ""}`;
}

function pathOf(
  hours: readonly number[],
  values: readonly (number | null)[],
  x: (hour: number) => number,
  y: (value: number) => number,
): string {
  let isDown = false;
  return hours
    .map((hour, index) => {
      const value = values[index] ?? null;
      const command = value === null ? "" : `${isDown ? "L" : "M"}${x(hour)} ${y(value)}`;
      isDown = value !== null;
      return command;
    })
    .join("");
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(least: number): number {
  let step = 1;
  for (const factors = [2, 2.5, 2]; step < least;) {
    step *= factors[0]!;
    factors.push(factors.shift()!);
  }
  return step;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
