/** Ablation: each defence left out of all in turn, and added alone to nothing, over paired seeds. */
import { cut } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { type Defence, defencesOf, withOnly } from "./variants/defences.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Ablation } from "./ablation-schema.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily } from "./differences.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { type Cells, measureAll, type StudyRuns, type Variant } from "./measure.ts";

/** What an ablation runs: a scenario, its defences, and the seeds that all arms share. */
export interface AblateOptions extends StudyRuns {
  readonly scenario: Scenario;
  /** Names of the defences to try; left out: all that the scenario has. */
  readonly defences?: readonly string[];
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
 * What each defence does. For each: all defences but this one, less all of them ("without"); and this one with
 * those that it needs, less these ("alone": a stage stands with the classifier, which decides; a channel of warnings
 * with their signals). Both sides of a difference have the same seeds, hence the same world and the same luck.
 *
 * Rates are shares (0 to 1), money yuan, the rest counts of a run. The loss avoided is the loss with no defences at all
 * less that of the run. Verdicts are corrected for the number of defences (Holm), figure by figure; intervals are not.
 * With one seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for seeds that are none, twice or out of range, for defences that the scenario does not
 * have, and for a scenario without any; and what a run throws. Cost: some two and a half runs a defence and seed.
 * The same for any number of workers.
 */
export async function ablate(options: AblateOptions): Promise<Ablation> {
  const { scenario, seeds, defences: names, reproduce = "" } = options;
  checkSeeds(seeds);
  const defences = chosenOf(scenario, names);
  const trials = defences.map((each) => ({ each, ...trialOf(scenario, each) }));
  const nothing = withOnly(scenario, []);
  const variants: Variant[] = [
    { words: "all defences", scenario },
    { words: "no defences", scenario: nothing },
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
  const rows = defences.flatMap(({ name }, at) =>
    families.map(({ side, family }) => ({ defence: name, side, ...family[at]! })),
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
    defences: defences.map((each) => ({ name: each.name, words: each.words.en, needs: neededOf(scenario, each) })),
    rows: rows.toSorted((a, b) => sideOrder(a.side) - sideOrder(b.side)),
  };
}

function sideOrder(side: "without" | "alone"): number {
  return side === "without" ? 0 : 1;
}

function trialOf(scenario: Scenario, defence: Defence): Readonly<Record<"without" | "bare" | "alone", Scenario>> {
  const needs = neededOf(scenario, defence);
  return {
    without: defence.change(scenario),
    bare: withOnly(scenario, needs),
    alone: withOnly(scenario, [...needs, defence.name]),
  };
}

/** Of what it needs, what the scenario has. */
function neededOf(scenario: Scenario, { needs }: Defence): string[] {
  const there = defencesOf(scenario).map(({ name }) => name);
  return needs.filter((name) => there.includes(name));
}

function chosenOf(scenario: Scenario, names: readonly string[] | undefined): Defence[] {
  const all = defencesOf(scenario);
  const known = all.map(({ name }) => name);
  if (all.length === 0) {
    throw new RingfenceError("usage", `scenario ${scenario.name} has no defences: there is nothing to leave out`);
  }
  if (names === undefined) return all;
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearestTo(name, known);
    const hint = near === null ? "" : ` Did you mean ${near}?`;
    throw new RingfenceError(
      "usage",
      `scenario ${scenario.name} has no defence "${cut(name)}" switched on: expected some of ${known.join(", ")}.${hint}`,
    );
  }
  if (names.length === 0) throw new RingfenceError("usage", `expected defences to leave out, found none`);
  return all.filter(({ name }) => names.includes(name));
}

function withAvoided(cells: Cells, scenario: Scenario, nothing: Scenario): FigureRow[] {
  const undefended = cells.of(nothing);
  return cells.of(scenario).map(({ figures }, at) => {
    const [before, after] = [undefended[at]!.figures["lostYuan"], figures["lostYuan"]];
    return { ...figures, avoidedYuan: before! - after! };
  });
}
