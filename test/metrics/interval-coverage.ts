/**
 * Coverage of intervals: how many of many worlds have an interval that holds the truth. The truth of a figure is its
 * mean over the worlds, which differ in nothing but the seed; of rates, all successes of all trials.
 */
import { meanOf, sumSquares } from "../../src/core/sum.ts";
import { figureAt } from "../../src/report/figure-path.ts";
import type { Report } from "../../src/report/schema.ts";

/** An interval of a report: over clusters, where there is one. No ends where there are too few of them to tell. */
export interface PrintedInterval {
  readonly path: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Trials; null of sums. */
  readonly n: number | null;
}

/** Every interval, in the order of the document. */
export function intervalsOf(report: Report): PrintedInterval[] {
  return walk(report, "").map(({ path, node }) => {
    const bounds = "clusterLow" in node ? [node.clusterLow, node.clusterHigh] : [node.low, node.high];
    const [low, high, n] = [...bounds, node.n].map((each) => (typeof each === "number" ? each : null));
    return { path, value: figureAt(report, path)!, low: low!, high: high!, n: n! };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function walk(node: unknown, path: string): { readonly path: string; readonly node: Fields }[] {
  if (typeof node !== "object" || node === null) return [];
  if ("low" in node && "high" in node) return [{ path, node: node as Fields }];
  return Object.entries(node).flatMap(([key, entry]) => {
    const name = Array.isArray(node) ? (nameOf(entry as Fields) ?? key) : key;
    return walk(entry, path === "" ? name : `${path}.${name}`);
  });
}

/** As `figureAt` calls an entry of a list: another name would be no path of a figure. */
function nameOf(entry: Fields): string | null {
  if (typeof entry !== "object" || entry === null) return null;
  if (entry.basis === "scenario") return "scenario";
  const name =
    entry.id ?? entry.name ?? entry.channel ?? entry.level ?? entry.feature ?? entry.prevalence ?? entry.stage;
  return typeof name === "string" || typeof name === "number" ? String(name).replace(".", ",") : null;
}

export interface CoverageRow {
  readonly path: string;
  readonly truth: number;
  /** Worlds that have the interval, and of these, those in which it holds the truth. */
  readonly worlds: number;
  readonly held: number;
  /** Those in which it lies below the truth, or above it. */
  readonly below: number;
  readonly above: number;
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
export function coverageOf(worlds: readonly (readonly PrintedInterval[])[]): CoverageRow[] {
  const byPath = new Map<string, PrintedInterval[]>();
  for (const found of worlds.flat()) {
    if (found.value === null || OF_THE_RUN.has(found.path)) continue;
    const known = byPath.get(found.path);
    if (known === undefined) byPath.set(found.path, [found]);
    else known.push(found);
  }
  return [...byPath].flatMap(([path, found]) => rowOf(path, found) ?? []);
}

/** Rows that tell of the same figure of different kinds: typologies, classes, technologies. */
export interface CoverageGroup {
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
  /^(interception\.(?:typology|obfuscation|technology)|benign\.byClass|warnings\.byExposure|warnings\.signals\.kinds)\.[^.]+/;

/** In the order of their first rows. */
export function groupCoverage(rows: readonly CoverageRow[]): CoverageGroup[] {
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
  const below = told.filter(({ high }) => high! < truth).length;
  const above = told.filter(({ low }) => low! > truth).length;
  const deviation = Math.sqrt(sumSquares(values, meanOf(values)) / Math.max(1, values.length - 1));
  const width = deviation === 0 ? null : meanOf(told.map(({ low, high }) => high! - low!)) / (2 * Z * deviation);
  return { path, truth, worlds: told.length, held: told.length - below - above, below, above, width };
}

const Z = 1.96;
