/** Ablation: each means of defence left out of all in turn, and added alone to nothing, over paired seeds. */
import { cut } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { type Means, meansOf, withOnly } from "../experiment/means.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Ablation } from "./ablation-schema.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily } from "./differences.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { type Cells, measureAll, type StudyRuns, type Variant } from "./measure.ts";

/** What an ablation runs: a scenario, its means, and the seeds that all arms share. */
export interface AblateOptions extends StudyRuns {
  readonly scenario: Scenario;
  /** Names of the means to try; left out: all that the scenario has. */
  readonly means?: readonly string[];
  /** The command line, for the document. */
  readonly reproduce?: string;
}

/** What is compared, in this order. */
export const ABLATION_FIGURES = figuresNamed([
  "interception",
  "falseInterception",
  "success",
  "kept",
  "losses",
  "lostYuan",
  "avoidedYuan",
  "falseAlarms",
  "accuracy",
  "coverage",
]);

/**
 * What each means of defence does. For each: all means but this one, less all means ("without"); and this one with
 * those that it needs, less these ("alone": a stage stands with the classifier, which decides; a channel of warnings
 * with their signals). Both sides of a difference have the same seeds, hence the same world and the same luck.
 *
 * Rates are shares (0 to 1), money yuan, the rest counts of a run. The loss avoided is the loss with no means at all
 * less that of the run. Verdicts are corrected for the number of means (Holm), figure by figure; intervals are not.
 * With one seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for seeds that are none, twice or out of range, for means that the scenario does not
 * have, and for a scenario without any; and what a run throws. Cost: some two and a half runs for each means and seed.
 * The same for any number of workers.
 */
export async function ablate(options: AblateOptions): Promise<Ablation> {
  const { scenario, seeds, means: names, reproduce = "" } = options;
  checkSeeds(seeds);
  const means = chosenOf(scenario, names);
  const trials = means.map((each) => ({ each, ...trialOf(scenario, each) }));
  const nothing = withOnly(scenario, []);
  const variants: Variant[] = [
    { words: "all means", scenario },
    { words: "no means", scenario: nothing },
    ...trials.flatMap(({ each: { name }, without, bare, alone }) => [
      { words: `without ${name}`, scenario: without },
      { words: `${name} alone`, scenario: alone },
      { words: `what ${name} needs`, scenario: bare },
    ]),
  ];
  const cells = await measureAll(variants, options);
  const rowsOf = (of: Scenario): FigureRow[] => withAvoided(cells, of, nothing);
  const sides = [
    { side: "without" as const, pairs: trials.map(({ without }) => [scenario, without] as const) },
    { side: "alone" as const, pairs: trials.map(({ bare, alone }) => [bare, alone] as const) },
  ];
  const families = ABLATION_FIGURES.flatMap((figure) =>
    sides.map(({ side, pairs }) => ({
      side,
      family: judgeFamily(pairs.map(([base, other]) => compareFigure(figure, rowsOf(base), rowsOf(other)))),
    })),
  );
  const rows = means.flatMap(({ name }, at) =>
    families.map(({ side, family }) => ({ means: name, side, ...family[at]! })),
  );
  return {
    schemaVersion: 1,
    kind: "ablation",
    scenario: scenario.name,
    reproduce,
    seeds: [...seeds],
    runs: cells.runs,
    digests: cells.of(scenario).map(({ digest }) => digest),
    figures: ABLATION_FIGURES.map(({ name, words, unit, better }) => ({ name, words, unit, better })),
    means: means.map((each) => ({ name: each.name, words: each.words, needs: neededOf(scenario, each) })),
    rows: rows.toSorted((a, b) => sideOrder(a.side) - sideOrder(b.side)),
  };
}

function sideOrder(side: "without" | "alone"): number {
  return side === "without" ? 0 : 1;
}

function trialOf(scenario: Scenario, means: Means): Readonly<Record<"without" | "bare" | "alone", Scenario>> {
  const needs = neededOf(scenario, means);
  return {
    without: means.without(scenario),
    bare: withOnly(scenario, needs),
    alone: withOnly(scenario, [...needs, means.name]),
  };
}

/** Of what it needs, what the scenario has. */
function neededOf(scenario: Scenario, { needs }: Means): string[] {
  const there = meansOf(scenario).map(({ name }) => name);
  return needs.filter((name) => there.includes(name));
}

function chosenOf(scenario: Scenario, names: readonly string[] | undefined): Means[] {
  const all = meansOf(scenario);
  const known = all.map(({ name }) => name);
  if (all.length === 0) {
    throw new RingfenceError(
      "usage",
      `scenario ${scenario.name} has no means of defence: there is nothing to leave out`,
    );
  }
  if (names === undefined) return all;
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearestTo(name, known);
    const hint = near === null ? "" : ` Did you mean ${near}?`;
    throw new RingfenceError(
      "usage",
      `scenario ${scenario.name} has no means "${cut(name)}" switched on: expected some of ${known.join(", ")}.${hint}`,
    );
  }
  if (names.length === 0) throw new RingfenceError("usage", `expected means to leave out, found none`);
  return all.filter(({ name }) => names.includes(name));
}

function withAvoided(cells: Cells, scenario: Scenario, nothing: Scenario): FigureRow[] {
  const undefended = cells.of(nothing);
  return cells.of(scenario).map(({ figures }, at) => {
    const [before, after] = [undefended[at]!.figures["lostYuan"], figures["lostYuan"]];
    return { ...figures, avoidedYuan: before! - after! };
  });
}
