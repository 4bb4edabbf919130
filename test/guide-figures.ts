/**
 * The figures that guides quote: a table whose last column is the digest of a run says what that run's report says. The
 * long tier makes the runs, and keeps their figures in test/fixtures; the quick one reads them there.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Report } from "../src/report/schema.ts";

/** By heading of a guide's table, as the guide has it. */
export type Figures = Readonly<Record<string, string>>;

type Guide = "researcher" | "student";

/** Figures of the runs of a guide, by what was run. */
export function recordedFigures(guide: Guide): Readonly<Record<string, Figures>> {
  return JSON.parse(readFileSync(pathOf(guide), "utf8")) as Readonly<Record<string, Figures>>;
}

/** The record of these reports, as a file has it. */
export function recordOf(reports: Readonly<Record<string, Report>>): string {
  const figures = Object.fromEntries(Object.entries(reports).map(([name, report]) => [name, figuresOf(report)]));
  return `${JSON.stringify(figures, null, 2)}\n`;
}

/** The file that holds the record of a guide; `npx vitest run test/guide- -u` writes it. */
export function pathOf(guide: Guide): string {
  return fileURLToPath(new URL(`fixtures/guide-${guide}.json`, import.meta.url));
}

/**
 * Holds every table row of a guide that ends in a digest to the figures of a run; a filter decides nothing, so two runs
 * may have the same digest.
 */
export function expectQuoted(guide: string, runs: readonly Figures[]): void {
  const rows = tableRows(guide).filter(({ digest }) => digest !== undefined);
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) {
    const candidates = runs.filter(({ digest }) => digest === row["digest"]);
    expect(candidates.map((figures) => quoted(row, figures))).toContainEqual(row);
  }
}

/** Rows of all tables, by heading. */
function tableRows(markdown: string): Figures[] {
  return [...markdown.matchAll(/^\|.*\n\| -.*\n((?:\|.*\n)+)/gm)].flatMap(([table, body]) => {
    const heads = cellsOf(table.split("\n")[0]!);
    return body!
      .trimEnd()
      .split("\n")
      .map((line) => Object.fromEntries(cellsOf(line).map((cell, index) => [heads[index]!, cell])));
  });
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The row as it must read of this run; the first cell is a name. */
function quoted(row: Figures, figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(row).map(([head, cell], index) => [head, index === 0 ? cell : figures[head]!]),
  );
}

function figuresOf(report: Report): Figures {
  return Object.fromEntries(Object.entries(FIGURES).map(([head, figure]) => [head, figure(report)]));
}

const percent = (share: number | null, digits = 1): string =>
  share === null ? "none" : `${(share * 100).toFixed(digits)} %`;
type BenignClass = keyof Report["benign"]["byClass"];
const blockedOf =
  (name: BenignClass) =>
  ({ benign }: Report): string =>
    benign.byClass[name].interceptedPer10000.value!.toFixed(1);
const precisionAt =
  (index: number) =>
  ({ precisionByPrevalence }: Report): string =>
    percent(precisionByPrevalence[index]!.precision.value);

/** What the headings of the guides' tables mean. */
const FIGURES: Readonly<Record<string, (report: Report) => string>> = {
  promised: ({ filter }) => percent(filter?.promised ?? null),
  measured: ({ filter }) => percent(filter?.measured.value ?? null, 2),
  "perhaps, though not listed": ({ filter }) => filter?.numbers.falsePositives.toLocaleString("en-US") ?? "none",
  "fraud intercepted": ({ rates }) => percent(rates.interception.value),
  "interval over gangs": ({ rates: { interception } }) =>
    [interception.clusterLow!, interception.clusterHigh!].map((share) => (share * 100).toFixed(1)).join(" to "),
  "calls intercepted": ({ rates }) => percent(rates.interceptionCalls.value),
  "messages intercepted": ({ rates }) => percent(rates.interceptionMessages.value),
  "benign blocked, per 10,000": ({ rates }) => (rates.falseInterception.value! * 10_000).toFixed(1),
  "precision here": precisionAt(0),
  "precision at 1 %": precisionAt(1),
  "precision at 0.36 %": precisionAt(2),
  pushed: ({ warnings }) => String(warnings.pushed),
  "on target": ({ warnings }) => String(warnings.onTarget),
  accuracy: ({ warnings }) => percent(warnings.onTarget / warnings.pushed),
  coverage: ({ rates }) => percent(rates.coverage.value),
  effective: ({ warnings }) => String(warnings.effective),
  kept: ({ warnings }) => String(warnings.kept),
  success: ({ warnings }) => percent(warnings.kept / warnings.effective),
  "episodes lost": ({ episodes }) => String(episodes.lost),
  family: blockedOf("family"),
  couriers: blockedOf("courier"),
  codes: blockedOf("otp"),
  banks: blockedOf("bank"),
  offices: blockedOf("government"),
  digest: ({ digest }) => `\`${digest}\``,
};
