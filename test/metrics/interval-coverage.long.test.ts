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

/** An interval of a report: over clusters, where there is one. No ends where there are too few of them to tell. */
interface PrintedInterval {
  readonly path: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Trials; null of sums. */
  readonly n: number | null;
}

/** Every figure that may have an interval. */
function intervalsOf({ figures }: Report): PrintedInterval[] {
  return Object.entries(figures).map(([path, { value, low = null, high = null, n = null }]) => ({
    path,
    value,
    low,
    high,
    n,
  }));
}

interface CoverageRow {
  readonly path: string;
  readonly truth: number;
  /** Worlds that have the interval, and of these, those in which it holds the truth. */
  readonly worlds: number;
  readonly held: number;
  /**
   * The mean width by that of 3.92 standard deviations over worlds: 1 is as wide as need be. Null where nothing
   * varies.
   */
  readonly width: number | null;
}

/**
 * Intervals that are of this run and claim nothing of other worlds: the rate of the very filter and matcher that it
 * ended with, tried on numbers and messages drawn anew.
 */
const OF_THE_RUN: ReadonlySet<string> = new Set(["filter.measured", "matcher.differing"]);

/** `worlds`: the intervals of a report each. Left out: figures without an interval in any world, and OF_THE_RUN. */
function coverageOf(worlds: readonly (readonly PrintedInterval[])[]): CoverageRow[] {
  const byPath = new Map<string, PrintedInterval[]>();
  for (const found of worlds.flat()) {
    if (found.value === null || OF_THE_RUN.has(found.path)) continue;
    byPath.set(found.path, [...(byPath.get(found.path) ?? []), found]);
  }
  return [...byPath].flatMap(([path, found]) => rowOf(path, found) ?? []);
}

/** Rows that tell of the same figure of different kinds: typologies, classes, technologies. */
interface CoverageGroup {
  /** With a star for the kind. */
  readonly name: string;
  readonly figures: number;
  /** Of all their intervals in all worlds. */
  readonly intervals: number;
  readonly held: number;
  /** The share held of the figure that holds it least often; null where none has LEAST_OF intervals. */
  readonly least: number | null;
  /** The mean of theirs. */
  readonly width: number | null;
}

const KINDS =
  /^(interception\.(?:typology|obfuscation|technology)|benign\.byClass|lossYuan\.byTypology|warnings\.(?:byChannel|signals\.kinds))\.[^.]+/;

/** In the order of their first rows. */
function groupCoverage(rows: readonly CoverageRow[]): CoverageGroup[] {
  const groups = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const name = row.path.replace(KINDS, "$1.*");
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, members]) => {
    const widths = members.flatMap(({ width }) => width ?? []);
    return {
      name,
      figures: members.length,
      intervals: members.reduce((sum, { worlds }) => sum + worlds, 0),
      held: members.reduce((sum, { held }) => sum + held, 0),
      least: leastOf(members),
      width: widths.length === 0 ? null : meanOf(widths),
    };
  });
}

/** Of fewer worlds, a share says too little to be called the least. */
const LEAST_OF = 20;

function leastOf(rows: readonly CoverageRow[]): number | null {
  const shares = rows.flatMap(({ held, worlds }) => (worlds < LEAST_OF ? [] : [held / worlds]));
  return shares.length === 0 ? null : Math.min(...shares);
}

function rowOf(path: string, found: readonly PrintedInterval[]): CoverageRow | null {
  const told = found.filter(({ low, high }) => low !== null && high !== null);
  if (told.length === 0) return null;
  const values = found.map(({ value }) => value!);
  const trials = found.reduce((sum, { n }) => sum + (n ?? 0), 0);
  const truth = trials > 0 ? found.reduce((sum, { value, n }) => sum + value! * (n ?? 0), 0) / trials : meanOf(values);
  const held = told.filter(({ low, high }) => low! <= truth && truth <= high!).length;
  const deviation = Math.sqrt(sumSquares(values, meanOf(values)) / Math.max(1, values.length - 1));
  const width = deviation === 0 ? null : meanOf(told.map(({ low, high }) => high! - low!)) / (2 * Z * deviation);
  return { path, truth, worlds: told.length, held, width };
}

const Z = 1.96;
