/** Ablation: each defence left out of all in turn, and added alone to nothing, over paired seeds. */
import { z } from "zod";
import { cut } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily } from "./differences.ts";
import { differenceShape, digestList, figureShape, headOf, headShape } from "./document.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { DIFFERENCE_COLUMNS, differenceRow } from "./page/difference-tables.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { type Defence, defencesOf, withOnly } from "./variants/defences.ts";
import { runsOf } from "./variant-runs.ts";

export const ablationSchema = z
  .strictObject({
    ...headShape("ablate"),
    digests: digestList,
    figures: z.array(figureShape),
    defences: z.array(
      z.strictObject({
        name: z.string(),
        words: z.string(),
        needs: z.array(z.string()).describe("that it stands with when added alone: without them it can do nothing"),
      }),
    ),
    rows: z.array(
      z.strictObject({
        defence: z.string(),
        side: z
          .enum(["without", "alone"])
          .describe(
            "without: the result without this defence, minus the result with all. alone: this defence and what it needs, minus only what it needs. " +
              "The rows of a side and a figure are a family",
          ),
        ...differenceShape,
      }),
    ),
  })
  .meta({
    title: "Ringfence ablation",
    description: "What each defence does: left out of all, and added alone to nothing, over paired seeds",
  });

/**
 * What each defence does, left out of all and added to none: differences over paired seeds, with intervals and Holm's
 * p-values.
 */
export type Ablation = z.infer<typeof ablationSchema>;

/** A scenario, its defences, and the seeds that all variants share. */
export interface AblationPlan {
  readonly scenario: Scenario;
  /** Whole numbers from 0, none twice. */
  readonly seeds: readonly number[];
  /** Names of the defences to try; left out: all that the scenario has. */
  readonly defences?: readonly string[] | undefined;
}

/** What an ablation runs, and how. */
export interface AblateOptions extends AblationPlan, StudyOptions {}

/** What is compared, in this order. */
export const ABLATION_FIGURES = figuresNamed([
  "interception",
  "falseInterception",
  "success",
  "reach",
  "kept",
  "losses",
  "lostYuan",
  "avoidedYuan",
  "falseAlarms",
  "accuracy",
  "coverage",
]);

/**
 * What each defence does. For each: all defences but this one, less all of them ("without"); and this one with those
 * that it needs, less these ("alone": a stage stands with the classifier, which decides; a channel of warnings with
 * their signals). Both sides of a difference have the same seeds, hence the same world and the same luck.
 *
 * Rates are shares (0 to 1), money yuan, the rest counts of a run. The loss avoided is the loss with no defences at all
 * less that of the run. Verdicts are corrected for the number of defences (Holm), figure by figure; intervals are not.
 * With one seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for seeds that are none, twice or out of range, for defences that the scenario does not
 * have, and for a scenario without any; and what a run throws. Cost: some two and a half runs a defence and seed. The
 * same for any number of workers.
 */
export async function ablate(options: AblateOptions): Promise<Ablation> {
  return documentOf(ablation(options), options);
}

export function ablation({ scenario, seeds, defences: names, reproduce }: AblateOptions): Study<Ablation> {
  checkSeeds(seeds);
  const defences = chosenOf(scenario, names);
  const trials = defences.map((each) => ({ each, ...trialOf(scenario, each) }));
  const nothing = withOnly(scenario, []);
  const runs = runsOf(
    [
      { variant: "all defences", scenario },
      { variant: "no defences", scenario: nothing },
      ...trials.flatMap(({ each: { name }, without, bare, alone }) => [
        { variant: `without ${name}`, scenario: without },
        { variant: `${name} alone`, scenario: alone },
        { variant: `what ${name} needs`, scenario: bare },
      ]),
    ],
    seeds,
  );
  return {
    verb: "ablate",
    scenario,
    most: runs.cells.length,
    run: async (cells) => {
      const found = await cells.list(runs.cells);
      if (found === null) return null;
      const of = (variant: Scenario): readonly CellResult[] => runs.of(variant, found);
      const rowsOf = (variant: Scenario): FigureRow[] => withAvoided(of(variant), of(nothing));
      const sides = [
        { side: "without" as const, pairs: trials.map(({ without }) => [scenario, without] as const) },
        { side: "alone" as const, pairs: trials.map(({ bare, alone }) => [bare, alone] as const) },
      ];
      const rows = sides.flatMap(({ side, pairs }) => {
        const families = ABLATION_FIGURES.map((figure) =>
          judgeFamily(pairs.map(([base, other]) => compareFigure(figure, rowsOf(base), rowsOf(other)))),
        );
        return defences.flatMap(({ name }, at) => families.map((family) => ({ defence: name, side, ...family[at]! })));
      });
      const document: Ablation = {
        ...headOf("ablate", { scenario: scenario.name, seeds, runs: runs.cells.length, reproduce }),
        digests: of(scenario).map(({ digest }) => digest),
        figures: ABLATION_FIGURES.map(({ name, words, unit, better }) => ({ name, words, unit, better })),
        defences: defences.map((each) => ({
          name: each.name,
          words: each.words.en,
          needs: neededOf(scenario, each),
        })),
        rows,
      };
      return {
        document,
        summary: summaryTable(
          ["defence", "side", ...DIFFERENCE_COLUMNS],
          rows.map((row) => ({ defence: row.defence, side: row.side, ...differenceRow(row, document.figures) })),
        ),
        page: async () => {
          const [{ renderStudyPage }, { ablationPage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/ablation-page.ts"),
          ]);
          return renderStudyPage(ablationPage(document));
        },
      };
    },
  };
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

function withAvoided(results: readonly CellResult[], undefended: readonly CellResult[]): FigureRow[] {
  return results.map(({ figures }, at) => {
    const [before, after] = [undefended[at]!.figures["lostYuan"], figures["lostYuan"]];
    return { ...figures, avoidedYuan: before! - after! };
  });
}
