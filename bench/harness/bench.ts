/** What every kind of bench has in common: options, one call that measures, and the result that is made of it. */
import { assert } from "../../src/core/assert.ts";
import { loadEngines } from "../../src/detect/engines.ts";
import type { Setting } from "../../src/scenario/file.ts";
import { groupBy } from "../../src/core/group-by.ts";
import { statedEngines } from "./chosen-engines.ts";
import { isChangedSinceBuild } from "./build-stamp.ts";
import { packageRoot, readEnvironment } from "./environment.ts";
import { type Comparison, type Measurement, repeatedNames } from "./measurement.ts";
import { crowdedBy, othersBetween, readBusy } from "./other-work.ts";
import type { Part } from "./part.ts";
import { BENCH_SCHEMA_VERSION, type BenchKind, type BenchResult, type BenchSize } from "./result.ts";

export interface BenchOptions {
  readonly size: BenchSize;
  /** Of its inputs: the same seed, the same events. */
  readonly seed: number;
  /** Told what is being measured, for a person who waits. */
  readonly onProgress: (what: string) => void;
  /**
   * Parameters to lay over the scenario that is run; of what messages are screened with, those of screening. Engines are
   * measured beside the others where these are compared, else in place of the default ones.
   */
  readonly over?: readonly Setting[] | undefined;
}

/** What a bench found; the rest of its result is the same for all. */
export interface Findings {
  readonly settings: BenchResult["settings"];
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  readonly digest?: string;
  /** Reasons why the figures must not be used. */
  readonly problems?: readonly string[];
  readonly warnings?: readonly string[];
  readonly details?: BenchResult["details"];
  /** What only this kind shows. */
  readonly parts?: readonly Part[];
  /** What the figures miss of an objective, in words; left out or null: nothing. */
  readonly missed?: string | null;
  /** Why valid figures do not answer the request, and what to do. */
  readonly untold?: string | null;
}

export interface Measured {
  readonly result: BenchResult;
  readonly parts: readonly Part[];
  readonly missed: string | null;
  readonly untold: string | null;
}

/** First of the warnings at smoke size, and shown above the figures. */
export const SMOKE_WARNING = "smoke size shows that the bench runs: its figures say nothing of speed";

export async function runBench<Options extends BenchOptions>(
  kind: BenchKind,
  measure: (options: Options) => Promise<Findings>,
  options: Options,
  reproduce: string,
): Promise<Measured> {
  const environment = readEnvironment();
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  const busyBefore = readBusy();
  await loadEngines(statedEngines(options.over));
  const findings = await measure(options);
  const othersBusyCores = othersBetween(busyBefore, readBusy());
  const repeated = repeatedNames(findings.measurements);
  assert(repeated.length === 0, () => `bench ${kind}: several figures are called ${repeated.join("; ")}`);
  const doubts = doubtsOf(findings.measurements);
  // No figure of smoke size is to be used, so a doubt adds nothing but a remark.
  const [doubtProblems, doubtWarnings] = options.size === "smoke" ? [[], doubts] : [doubts, []];
  const problems = [...(findings.problems ?? []), ...doubtProblems];
  const warnings = [...(findings.warnings ?? []), ...doubtWarnings];
  const result: BenchResult = {
    schemaVersion: BENCH_SCHEMA_VERSION,
    kind,
    size: options.size,
    reproduce,
    startedAt,
    wallSeconds: (performance.now() - startMs) / 1000,
    environment,
    othersBusyCores,
    seed: options.seed,
    settings: findings.settings,
    digest: findings.digest ?? null,
    valid: problems.length === 0,
    problems,
    warnings: [
      ...(options.size === "smoke" ? [SMOKE_WARNING] : []),
      ...buildWarnings(),
      ...crowdWarnings(othersBusyCores, environment.cores),
      ...noiseWarnings(environment.noise),
      ...warnings,
    ],
    measurements: [...findings.measurements],
    comparisons: [...findings.comparisons],
    details: findings.details ?? null,
  };
  const { parts = [], missed = null, untold = null } = findings;
  return { result, parts, missed, untold };
}

/** Groups of `items` whose words differ in their numbers alone, in the order of their firsts. */
export function groupAlike<T>(items: Iterable<T>, wordsOf: (item: T) => string): Map<string, T[]> {
  return groupBy(items, (item) => wordsOf(item).replaceAll(/\d[\d.,]*/g, "#"));
}

/** Those that differ in their numbers alone are said once, with the numbers of the first. */
function doubtsOf(measurements: readonly Measurement[]): string[] {
  const doubted = measurements.flatMap(({ group, name, doubt }) =>
    doubt === null ? [] : [{ name: `${group}: ${name}`, doubt }],
  );
  return [...groupAlike(doubted, ({ doubt }) => doubt).values()].map((alike) => {
    const names = alike.map(({ name }) => name).join("; ");
    return `${names}: ${alike[0]!.doubt}${alike.length > 1 ? " (the numbers of the first)" : ""}`;
  });
}

/** From here on a difference of a tenth may be the machine's. */
const MUCH_NOISE = 0.1;

function noiseWarnings(noise: number): string[] {
  if (noise < MUCH_NOISE) return [];
  const percent = (noise * 100).toFixed(0);
  return [
    `the machine is not quiet: the same work varied by ${percent} % before the bench began. Use ratios and their intervals, not times; close what else runs and measure again`,
  ];
}

function buildWarnings(): string[] {
  return isChangedSinceBuild(packageRoot())
    ? ["a source has changed since the build, and what was built is what was measured: npm run build"]
    : [];
}

/** Of the time in which it was measured: the load average of the minute before is full of what the user ran then. */
function crowdWarnings(othersBusyCores: number, cores: number): string[] {
  const crowd = crowdedBy(othersBusyCores, cores);
  return crowd === null
    ? []
    : [`${crowd}: figures would be better without it, and ratios of what runs on as many threads suffer less`];
}
