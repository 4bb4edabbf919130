/**
 * Calibration: parameters of a scenario are moved until figures of its runs come close to targets. All settings have
 * the same seeds, so their runs share their luck (common random numbers). It says nothing
 * of figures that are no target, and other settings may do as well: docs/decisions.md#decision-10.
 */
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import { meanOf } from "../core/sum.ts";
import { printable } from "../core/terminal/printable.ts";
import { type Report, valueAt } from "../report/document.ts";
import { FIGURES, type FigureId, PERIOD_FIGURE_IDS, reportedPeriod, scaledFigure } from "../report/reported-periods.ts";
import { count } from "../report/head.ts";
import { threeDigits } from "../ui/format.ts";
import { countOf, t } from "../ui/words.ts";
import { type Bounds, settingsFragment } from "./bounds.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type CellResult, REPORT } from "./cells/cell.ts";
import { finite, headOf, headShape, movedParameter } from "./document.ts";
import type { StudyPage } from "./page/study-page.ts";
import { movedTable, seedsAndRuns } from "./page/words.ts";
import { checkSeeds } from "./seeds.ts";
import { searchSettings } from "./setting-search.ts";
import type { Study, StudyOptions } from "./study.ts";
import type { ArmName } from "./variants/arms.ts";

/**
 * The parameters that move the reported figures most, of those without a source: volumes, who reports, who is taken in,
 * what is lost, what the platform sees, when it warns, and what persuades.
 */
export const CALIBRATED_PARAMETERS: readonly string[] = [
  "gangs.callsPerDay",
  "gangs.messagesPerDay",
  "complaints.callShare",
  "complaints.messageShare",
  "investigations.hostComplaints",
  "episodes.callTakesHold",
  "episodes.messageTakesHold",
  "episodes.meanLossYuan",
  "observation.lookUps",
  "warnings.low",
  "belief.base",
  "belief.telephone",
];

export interface Target {
  readonly name: string;
  /** Above 0. */
  readonly value: number;
  /** A miss of 1, in the figure's own unit. */
  readonly tolerance: number;
}

export const calibrationSchema = z
  .strictObject({
    ...headShape("calibrate"),
    budget: count.describe("settings at most"),
    trials: count.describe("settings that were tried"),
    loss: z
      .strictObject({ before: z.number(), best: z.number() })
      .describe("the sum of squares of all misses, each in units of its tolerance"),
    over: z.array(movedParameter),
    targets: z.array(
      z.strictObject({
        name: z.string(),
        target: z.number(),
        before: finite,
        best: finite,
        miss: z.number().describe("by how many tolerances the best is above its target, or below it"),
      }),
    ),
  })
  .meta({
    title: "Ringfence calibration",
    description: "The setting at which figures of a scenario come closest to targets, and by how much they miss them",
  });

export type Calibration = z.infer<typeof calibrationSchema>;

interface CalibrationOptions extends StudyOptions {
  readonly scenario: Scenario;
  readonly over: readonly Bounds[];
  readonly targets: readonly Target[];
  /** Settings tried at most, with the scenario's own. */
  readonly budget: number;
  /** Of each setting; a figure is its mean over them. The first also seeds the search. */
  readonly seeds: readonly number[];
}

/** A missing figure counts as this many tolerances. */
const MISSING = 10;

export function calibration(options: CalibrationOptions): Study<Calibration> {
  const { scenario, over, targets, budget, seeds, reproduce } = options;
  checkSeeds(seeds);
  const arms = armsFor(targets);
  return {
    verb: "calibrate",
    scenario,
    most: budget * seeds.length,
    run: async (cells) => {
      const { start, best, tried } = await searchSettings(
        { scenario, over, budget, seed: seeds[0]! },
        async ({ scenario: moved, variant }) => {
          const asked = seeds.map((seed) => ({ variant, scenario: moved, seed, arms, readings: [REPORT] }));
          const found = await cells.all(asked);
          const figures = targets.map((target) => meanOver(target, found));
          return { figures, rank: lossOf(targets, figures) };
        },
      );
      return {
        ...headOf("calibrate", { scenario: scenario.name, seeds, runs: cells.asked.length, reproduce }),
        budget,
        trials: tried.length,
        loss: { before: start.rank, best: best.rank },
        over: over.map((each, i) => ({ ...each, before: start.values[i]!, tuned: best.values[i]! })),
        targets: targets.map((target, i) => ({
          name: target.name,
          target: target.value,
          before: start.figures[i]!,
          best: best.figures[i]!,
          miss: missOf(target, best.figures[i]!),
        })),
      };
    },
    page: calibrationPage,
    setting: (document) =>
      settingsFragment(
        over,
        document.over.map(({ tuned }) => tuned),
        [document.reproduce, `loss ${document.loss.before} before, ${document.loss.best} at the best`],
      ),
    summary: ({ targets: found }) => found,
  };
}

function calibrationPage(document: Calibration): StudyPage {
  const { scenario, seeds, runs, trials, loss, targets, reproduce } = document;
  const rows = targets.map(({ name, target, before, best }) => [
    name,
    ...[target, before, best].map((value) => (value === null ? t`none` : threeDigits(value))),
    best === null ? t`none` : `${best > target ? "+" : ""}${((100 * (best - target)) / target).toFixed(1)} %`,
  ]);
  return {
    title: t`Calibration of ${scenario}`,
    kicker: t`calibration`,
    facts: seedsAndRuns(seeds, runs),
    text: t`${countOf(trials, "setting")} tried: loss ${threeDigits(loss.before)} before, ${threeDigits(loss.best)} at the best`,
    caveats: [t`Other settings may do as well.`, t`It says nothing of figures that are no target.`],
    sections: [
      {
        id: "targets",
        title: t`Targets`,
        tables: [{ head: [t`Target`, t`sought`, t`before`, t`best`, t`miss`], rows }],
      },
      { id: "setting", title: t`The best setting`, tables: [movedTable(document)] },
    ],
    reproduce,
  };
}

function missOf({ value, tolerance }: Target, figure: number | null): number {
  return figure === null ? MISSING : (figure - value) / tolerance;
}

function lossOf(targets: readonly Target[], figures: readonly (number | null)[]): number {
  return targets.reduce((sum, target, i) => {
    const miss = missOf(target, figures[i]!);
    return sum + miss * miss;
  }, 0);
}

/** Tolerances: a tenth of a reference figure; a fifth of domains; a point of a share. */
const TOLERANCE = 0.1;

function toleranceOf(id: FigureId, value: number): number {
  if (FIGURES[id].unit === "share") return 0.01;
  return (id === "blockedDomains" ? 2 * TOLERANCE : TOLERANCE) * value;
}

export function readTargets(written: string | undefined, scenario: Scenario): Target[] {
  const { hours, report } = scenario;
  const period = reportedPeriod(report.reference);
  const { figures } = period;
  const known = PERIOD_FIGURE_IDS.filter(
    (id) => figures[id] !== undefined && (id !== "stoppedYuan" || scenario.banks.enabled),
  );
  const names = (written ?? known.join(",")).split(",").map((each) => each.trim());
  return names.map((each): Target => {
    const id = known.find((name) => name === each);
    if (id !== undefined) {
      if (FIGURES[id].unit !== "share" && hours !== report.referenceHours) {
        throw new RingfenceError(
          "usage",
          `--targets: ${each} is reported for report.referenceHours, here ${report.referenceHours}, and the scenario has ${hours} hours. Set both alike, report.referenceScale with them, or choose success or figures as path=value`,
        );
      }
      const value = scaledFigure(id, figures[id]!, period, report);
      return { name: each, value, tolerance: toleranceOf(id, value) };
    }
    const [path, value] = [each.slice(0, each.indexOf("=")).trim(), Number(each.slice(each.indexOf("=") + 1))];
    if (each.indexOf("=") > 0 && value > 0 && value < Infinity) {
      return { name: path, value, tolerance: TOLERANCE * value };
    }
    throw new RingfenceError(
      "usage",
      `--targets: "${printable(each)}" is neither one of ${known.join(", ")} nor the path of a number of the report with a value above 0, as in rates.coverage=0.9`,
    );
  });
}

/** The mean over runs; null if they have too little to tell. Throws RingfenceError "usage" if no run would have it. */
function meanOver(target: Target, found: readonly CellResult[]): number | null {
  const values = found.flatMap(({ readings }) => {
    const value = valueAt(readings![REPORT.name] as Report, pathOf(target));
    if (value !== undefined) return value ?? [];
    throw new RingfenceError(
      "usage",
      `--targets: the report has no number at "${printable(target.name)}": run --json prints what it has, as rates.coverage or warnings.byChannel.message.success`,
    );
  });
  return values.length === 0 ? null : meanOf(values);
}

function pathOf({ name }: Target): string {
  return Object.hasOwn(FIGURES, name) ? `reference.${name}.simulated` : name;
}

/** Paths that need a paired run; the main arm tells all others. */
const NEEDS: readonly (readonly [RegExp, readonly ArmName[]])[] = [
  [/^reference\.lossAvoidedYuan\.|^lossYuan\.(?:withoutDefences|avoided|byTypology)/, ["noDefences"]],
  [/^lossYuan\.byMechanism/, ["interceptionOnly", "noDefences"]],
  [/^peopleLost\.(?:withoutDefences|avoided)/, ["noDefences"]],
  [/^warnings\.kept(?:Anyway|Unmatched)$|^peopleLost\.(?:interceptionAlone|savedByWarnings)/, ["interceptionOnly"]],
];

export function armsFor(targets: readonly Target[]): ArmName[] {
  const paths = targets.map(pathOf);
  return [...new Set(NEEDS.flatMap(([pattern, arms]) => (paths.some((path) => pattern.test(path)) ? arms : [])))];
}
