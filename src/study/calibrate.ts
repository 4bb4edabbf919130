/**
 * Calibration: parameters of a scenario are moved until figures of its runs come close to targets. All settings have
 * the same seeds, so their runs share their luck (common random numbers). The search is in core/search. It says nothing
 * of figures that are no target, and other settings may do as well: docs/decisions.md#decision-10.
 */
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import { searchLeast } from "./pattern-search.ts";
import { printable } from "../core/terminal/printable.ts";
import { valueAt } from "../report/document.ts";
import { FIGURES, type FigureId, PERIOD_FIGURE_IDS, reportedPeriod, scaledFigure } from "../report/reported-periods.ts";
import { count } from "../report/head.ts";
import { type Bounds, dimensionsOf, scenarioAt, settingsFragment } from "./bounds.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Reading, reading } from "./cells/cell.ts";
import type { CellRunner } from "./cells/cell-runner.ts";
import { checkSeeds } from "./check-seeds.ts";
import { finite, headOf, headShape, movedParameter } from "./document.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
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
  /** Called after each setting, with the best so far. */
  readonly onTrial?: ((trial: Trial, best: Trial, trials: number) => void) | undefined;
}

export interface Trial {
  readonly values: readonly number[];
  readonly figures: readonly (number | null)[];
  /** The sum of squares of all misses, each in units of its tolerance. */
  readonly loss: number;
}

/** A missing figure counts as this many tolerances. */
const MISSING = 10;

export function calibrate(options: CalibrationOptions): Promise<Calibration> {
  return documentOf(calibration(options), options);
}

export function calibration(options: CalibrationOptions): Study<Calibration> {
  const { scenario, over, targets, budget, seeds, reproduce } = options;
  checkSeeds(seeds);
  return {
    verb: "calibrate",
    scenario,
    most: budget * seeds.length,
    run: async (cells) => {
      const { start, best, trials } = await search(options, cells);
      const document: Calibration = {
        ...headOf("calibrate", { scenario: scenario.name, seeds, runs: cells.asked.length, reproduce }),
        budget,
        trials,
        loss: { before: start.loss, best: best.loss },
        over: over.map(({ parameter, low, high }, i) => ({
          parameter,
          low,
          high,
          before: start.values[i]!,
          tuned: best.values[i]!,
        })),
        targets: targets.map((target, i) => ({
          name: target.name,
          target: target.value,
          before: start.figures[i]!,
          best: best.figures[i]!,
          miss: missOf(target, best.figures[i]!),
        })),
      };
      const loss = `loss ${document.loss.before} before, ${document.loss.best} at the best`;
      return {
        document,
        setting: settingsFragment(over, best.values, [document.reproduce, loss]),
        summary: summaryTable(["name", "target", "before", "best", "miss"], document.targets),
      };
    },
  };
}

async function search(
  { scenario, over, targets, budget, seeds, onTrial }: CalibrationOptions,
  cells: CellRunner,
): Promise<{ readonly start: Trial; readonly best: Trial; readonly trials: number }> {
  const readings = targets.map(readingOf);
  const arms = armsFor(targets);
  const measure = async (values: readonly number[], moved: Scenario): Promise<(number | null)[]> => {
    const variant = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(" ");
    const found = await cells.all(seeds.map((seed) => ({ variant, scenario: moved, seed, arms, readings })));
    return readings.map(({ name }) => meanOf(found.map((result) => result.readings![name] as number | null)));
  };
  const dimensions = dimensionsOf(scenario, over);
  const tried: Trial[] = [];
  const { point } = await searchLeast({ dimensions, budget, seed: seeds[0]! }, async (values) => {
    const moved = scenarioAt(scenario, over, values);
    const figures = moved === null ? targets.map(() => null) : await measure(values, moved);
    const trial = { values, figures, loss: moved === null ? Infinity : lossOf(targets, figures) };
    tried.push(trial);
    onTrial?.(
      trial,
      tried.reduce((best, each) => (each.loss < best.loss ? each : best)),
      tried.length,
    );
    return trial.loss;
  });
  const best = tried.find(({ values }) => values.join() === point.join())!;
  return { start: tried[0]!, best, trials: tried.length };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function missOf({ value, tolerance }: Target, figure: number | null): number {
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

/** Its value is null if a run has too little to tell. Throws RingfenceError "usage" if no run would have it. */
function readingOf(target: Target): Reading {
  const path = pathOf(target);
  return reading(`figure ${path}`, (_, report) => {
    const figure = valueAt(report, path);
    if (figure !== undefined) return figure;
    throw new RingfenceError(
      "usage",
      `--targets: the report has no number at "${printable(target.name)}": run --json prints what it has, as rates.coverage or warnings.byChannel.message.success`,
    );
  });
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
