/** Variants of a scenario against the first: what each comes to over paired seeds, and what sets it apart. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { shorten, isRecord } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { pairedDifference } from "../metrics/paired.ts";
import { count } from "../report/head.ts";
import type { Scenario } from "../scenario/schema.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily } from "./differences.ts";
import { differenceShape, digestList, figureShape, finite, headOf, headShape } from "./document.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { runsOf } from "./variant-runs.ts";
import { defencesOf } from "./variants/defences.ts";

const value = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown())]);

export const comparisonSchema = z
  .strictObject({
    ...headShape("compare"),
    digests: digestList,
    family: z
      .enum(["all", "figure"])
      .describe("differences whose verdicts reckon with each other: all of them, or of an ablation those of a figure"),
    figures: z.array(figureShape),
    variants: z
      .array(
        z.strictObject({
          name: z.string(),
          scenario: z.string(),
          changes: z.array(z.strictObject({ path: z.string(), from: value, to: value })).describe("against the first"),
          means: z
            .array(z.strictObject({ figure: z.string(), n: count, mean: finite, low: finite, high: finite }))
            .describe("over the seeds, 95 % by Student's t"),
        }),
      )
      .min(2),
    rows: z
      .array(z.strictObject({ variant: z.string(), ...differenceShape }))
      .describe("each variant but the first, less the first"),
  })
  .meta({
    title: "Ringfence comparison",
    description: "Variants in the same worlds: what each comes to, and what sets it apart from the first",
  });

/** Variants over the same seeds: figures of each, and differences from the first with intervals. */
export type Comparison = z.infer<typeof comparisonSchema>;

export interface NamedScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

export interface CompareOptions extends StudyOptions {
  readonly seeds: readonly number[];
  readonly variants: readonly NamedScenario[];
  /** The first without each of its defences in turn: all of them, or the named ones. */
  readonly ablate?: true | readonly string[] | undefined;
}

const COMPARED_FIGURES = figuresNamed([
  "peopleLost",
  "lostYuan",
  "falseAlarms",
  "interception",
  "falseInterception",
  "agentHours",
  "visits",
  "kept",
]);

/** Of the summary in CSV: figures in their own unit, as in the document. */
const COLUMNS = "figure unit base value difference low high n p pHolm verdict seedsToTell".split(" ");

/**
 * Sets variants beside the first. All meet the same people with the same luck, seed by seed. Rates are shares (0 to 1),
 * money yuan, the rest counts of a run. Verdicts are corrected (Holm) for all differences that are shown, or of an
 * ablation for its defences, figure by figure; intervals are not. Where one cannot be told from 0 it says about how
 * many seeds would tell. With one seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for fewer than two variants, two of one name or with the same parameters, defences that
 * the first does not have, and seeds that are none, twice or out of range; and what a run throws. Cost: one run for
 * each variant and seed. The same for any number of workers.
 */
export async function compare(options: CompareOptions): Promise<Comparison> {
  return documentOf(comparison(options), options);
}

export function comparison({ variants, ablate, seeds, reproduce }: CompareOptions): Study<Comparison> {
  checkSeeds(seeds);
  const all = [...variants, ...(ablate === undefined ? [] : withoutEach(variants[0]!, ablate))];
  checkVariants(all);
  const base = all[0]!.scenario;
  const runs = runsOf(
    all.map(({ name, scenario }) => ({ variant: name, scenario })),
    seeds,
  );
  return {
    verb: "compare",
    scenario: base,
    most: runs.cells.length,
    run: async (cells) => {
      const found = await cells.list(runs.cells);
      if (found === null) return null;
      const rowsOf = ({ scenario }: NamedScenario): FigureRow[] =>
        runs.of(scenario, found).map(({ figures }) => figures);
      const first = rowsOf(all[0]!);
      const ofFigure = COMPARED_FIGURES.map((figure) =>
        all.slice(1).map((each) => ({ variant: each.name, ...compareFigure(figure, first, rowsOf(each)) })),
      );
      const family = ablate === undefined ? "all" : "figure";
      const document: Comparison = {
        ...headOf("compare", { scenario: base.name, seeds, runs: runs.cells.length, reproduce }),
        digests: runs.of(base, found).map(({ digest }) => digest),
        family,
        figures: COMPARED_FIGURES.map(({ name, words, unit, better }) => ({ name, words, unit, better })),
        variants: all.map((each) => ({
          name: each.name,
          scenario: each.scenario.name,
          changes: changesBetween(base, each.scenario),
          means: COMPARED_FIGURES.map(({ name }) => meanOf(name, rowsOf(each))),
        })),
        rows: family === "all" ? judgeFamily(ofFigure.flat()) : ofFigure.flatMap((rows) => judgeFamily(rows)),
      };
      return {
        document,
        summary: summaryTable(
          ["variant", ...COLUMNS],
          document.rows.map(({ difference, figure, ...row }) => {
            const { unit } = COMPARED_FIGURES.find(({ name }) => name === figure)!;
            return { ...row, ...difference, figure, unit, difference: difference.mean };
          }),
        ),
      };
    },
  };
}

function withoutEach({ scenario }: NamedScenario, names: true | readonly string[]): NamedScenario[] {
  const all = defencesOf(scenario);
  const known = all.map(({ name }) => name);
  if (all.length === 0) {
    throw new RingfenceError("usage", `scenario ${scenario.name} has no defences: there is nothing to leave out`);
  }
  for (const name of names === true ? [] : names) {
    if (known.includes(name)) continue;
    const near = nearestTo(name, known);
    const hint = near === null ? "" : ` Did you mean ${near}?`;
    throw new RingfenceError(
      "usage",
      `scenario ${scenario.name} has no defence "${shorten(name)}" switched on: expected some of ${known.join(", ")}.${hint}`,
    );
  }
  return all
    .filter(({ name }) => names === true || names.includes(name))
    .map(({ name, change }) => ({ name: `without ${name}`, scenario: change(scenario) }));
}

function checkVariants(variants: readonly NamedScenario[]): void {
  if (variants.length < 2) {
    throw new RingfenceError("usage", `expected two variants or more to compare, found ${variants.length}`);
  }
  for (const [at, { name, scenario }] of variants.entries()) {
    for (const earlier of variants.slice(0, at)) {
      if (earlier.name === name) {
        throw new RingfenceError("usage", `two variants are called "${shorten(name)}": name one anew`);
      }
      if (changesBetween(earlier.scenario, scenario).length > 0) continue;
      throw new RingfenceError(
        "usage",
        `"${shorten(earlier.name)}" and "${shorten(name)}" are the same: no parameter sets them apart`,
      );
    }
  }
}

function meanOf(figure: string, rows: readonly FigureRow[]): Comparison["variants"][number]["means"][number] {
  const { n, mean, low, high } = pairedDifference(rows.flatMap((row) => row[figure] ?? []));
  return { figure, n, mean, low, high };
}

type Change = Comparison["variants"][number]["changes"][number];

function changesBetween(from: unknown, to: unknown, path = ""): Change[] {
  if (isDeepStrictEqual(from, to) || ["name", "description", "report"].includes(path)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ path, from: plain(from), to: plain(to) }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => changesBetween(from[key], to[key], path === "" ? key : `${path}.${key}`));
}

function plain(written: unknown): Change["from"] {
  if (typeof written === "number" || typeof written === "string" || typeof written === "boolean") return written;
  if (Array.isArray(written)) return written;
  return written === undefined || written === null ? null : JSON.stringify(written);
}
