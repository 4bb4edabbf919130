/**
 * How often the intervals of a report hold the truth of a figure: its mean over many worlds, which differ in nothing but
 * the seed; of rates, all successes of all trials. A few seeds show that they do at all; the tables of
 * docs/statistics.md are printed by
 *
 *   RINGFENCE_COVERAGE_SEEDS=60 npx vitest run --project long test/metrics/interval-coverage.long.test.ts
 *
 * RINGFENCE_COVERAGE_SCENARIO names another scenario, with settings behind it as --set takes them.
 */
import { expect, test, vi } from "vitest";
import { meanOf, sumOf, sumSquares } from "../../src/core/sum.ts";
import type { Report } from "../../src/report/document.ts";
import { reportRun } from "../../src/report/run-report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { simulateArms } from "../../src/study/variants/arms.ts";
import { warmPool } from "../engine/warm-pool.ts";

const SEEDS = Number(process.env.RINGFENCE_COVERAGE_SEEDS ?? "12");
const [NAME, ...SETTINGS] = (process.env.RINGFENCE_COVERAGE_SCENARIO ?? "smoke").split(" ");
const scenario = loadScenario(NAME!, SETTINGS);

vi.setConfig({ testTimeout: 36_000_000 });

/** Rates that people quote, each of one interval a world. */
const HEADLINE = ["interception", "interceptionCalls", "interceptionMessages", "success", "coverage", "accuracy"];

test(`of ${SEEDS} worlds of ${NAME}, intervals hold the mean over worlds`, async () => {
  const worlds = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const arms = await simulateArms({ scenario, seed, workers: 2, pool: warmPool(2), counterfactual: true });
    worlds.push(reportRun(arms, { scenario, seed, workers: 2, reproduce: "a test" }).figures);
  }
  const rows = coverageOf(worlds);
  if (process.env.RINGFENCE_COVERAGE_SEEDS !== undefined) printTable(rows);
  const headline = rows.filter(({ path }) => HEADLINE.includes(path.replace("rates.", "")));
  expect(headline.map(({ worlds: each }) => each)).toEqual(HEADLINE.map(() => SEEDS));
  expect(heldShare(headline)).toBeGreaterThan(0.85);
  expect(heldShare(rows)).toBeGreaterThan(0.85);
});

function heldShare(rows: readonly CoverageRow[]): number {
  return sumOf(rows.map(({ held }) => held)) / sumOf(rows.map(({ worlds }) => worlds));
}

interface CoverageRow {
  readonly path: string;
  /** Worlds that have the interval, and of these, those in which it holds the truth. */
  readonly worlds: number;
  readonly held: number;
  /** The mean width by 3.92 standard deviations over worlds: 1 is as wide as necessary. Null where nothing varies. */
  readonly width: number | null;
}

/** Intervals of this run alone: the rates of its filter and matcher, tried on numbers and messages drawn anew. */
const OF_THE_RUN: ReadonlySet<string> = new Set(["filter.measured", "matcher.differing"]);

/** `worlds`: the figures of a report each, with intervals over clusters, where there is one. */
function coverageOf(worlds: readonly Report["figures"][]): CoverageRow[] {
  return [...new Set(worlds.flatMap(Object.keys))].flatMap((path) => {
    const found = worlds.flatMap((figures) => figures[path] ?? []).filter(({ value }) => value !== null);
    const told = found.filter(({ low, high }) => typeof low === "number" && typeof high === "number");
    if (told.length === 0 || OF_THE_RUN.has(path)) return [];
    const values = found.map(({ value }) => value!);
    const trials = sumOf(found.map(({ n }) => n ?? 0));
    const truth = trials > 0 ? sumOf(found.map(({ value, n }) => value! * (n ?? 0))) / trials : meanOf(values);
    const held = told.filter(({ low, high }) => low! <= truth && truth <= high!).length;
    const deviation = Math.sqrt(sumSquares(values, meanOf(values)) / Math.max(1, values.length - 1));
    const width = deviation === 0 ? null : meanOf(told.map(({ low, high }) => high! - low!)) / (3.92 * deviation);
    return [{ path, worlds: told.length, held, width }];
  });
}

/** Rows of the same figure of different typologies, classes or technologies are one, with a star for them. */
const KINDS =
  /^(interception\.(?:typology|obfuscation|technology)|benign\.byClass|lossYuan\.byTypology|warnings\.byChannel)\.[^.]+/;

function printTable(rows: readonly CoverageRow[]): void {
  console.log("| interval | held | width |\n| --- | --- | --- |");
  for (const name of new Set(rows.map(({ path }) => path.replace(KINDS, "$1.*")))) {
    const members = rows.filter(({ path }) => path.replace(KINDS, "$1.*") === name);
    const widths = members.flatMap(({ width }) => width ?? []);
    const width = widths.length === 0 ? "" : meanOf(widths).toFixed(2);
    console.log(`| \`${name}\` | ${(100 * heldShare(members)).toFixed(1)} % | ${width} |`);
  }
}
