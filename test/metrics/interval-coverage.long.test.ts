/**
 * How often the intervals of a report hold the mean over worlds. A few seeds show that they do at all; the tables of
 * docs/statistics.md are printed by
 *
 *   RINGFENCE_COVERAGE_SEEDS=60 npx vitest run --project long test/metrics/interval-coverage.long.test.ts
 *
 * RINGFENCE_COVERAGE_SCENARIO names another scenario, with settings behind it as --set takes them.
 */
import { expect, test, vi } from "vitest";
import { reportRun } from "../../src/report/run-report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { simulateArms } from "../../src/study/variants/arms.ts";
import { warmPool } from "../engine/warm-pool.ts";
import { coverageOf, type CoverageRow, groupCoverage, intervalsOf } from "./interval-coverage.ts";

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
    worlds.push(intervalsOf(reportRun(arms, { scenario, seed, workers: 2, reproduce: "a test" })));
  }
  const rows = coverageOf(worlds);
  if (process.env.RINGFENCE_COVERAGE_SEEDS !== undefined) console.log(markdownOf(rows));
  const headline = rows.filter(({ path }) => HEADLINE.includes(path.replace("rates.", "")));
  expect(headline.map(({ worlds: each }) => each)).toEqual(HEADLINE.map(() => SEEDS));
  expect(heldShare(headline)).toBeGreaterThan(0.85);
  expect(heldShare(rows)).toBeGreaterThan(0.85);
});

function heldShare(rows: readonly CoverageRow[]): number {
  return sumOf(rows.map(({ held }) => held)) / sumOf(rows.map(({ worlds }) => worlds));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function markdownOf(rows: readonly CoverageRow[]): string {
  const lines = groupCoverage(rows).map(({ name, figures, intervals, held, least, width }) => [
    `\`${name}\``,
    figures,
    intervals,
    percent(held / intervals),
    figures === 1 || least === null ? "" : percent(least),
    width === null ? "" : width.toFixed(2),
  ]);
  const head = ["interval", "figures", "intervals", "held", "least", "width"];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
