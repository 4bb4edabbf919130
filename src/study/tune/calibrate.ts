/**
 * Calibration: parameters of a scenario are moved until figures of its runs come close to targets. It is a tuning whose
 * goal is the distance from them: docs/decisions.md#decision-10.
 */
import { printable } from "../../core/terminal/printable.ts";
import { valueAt } from "../../report/document.ts";
import {
  FIGURES,
  type FigureId,
  PERIOD_FIGURE_IDS,
  reportedPeriod,
  scaledFigure,
} from "../../report/reported-periods.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { threeDigits } from "../../ui/format.ts";
import type { ReportFigures } from "../cells/cell.ts";
import type { TuningDocument } from "../document.ts";
import { refuse } from "../refusals.ts";
import type { Study } from "../study.ts";
import type { ArmName } from "../variants/arms.ts";
import type { DrawnFigure, Goal, Target } from "./goal.ts";
import { searchStudy, type SearchOptions } from "./tune.ts";

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

interface CalibrateOptions extends SearchOptions {
  /** "success,rates.coverage=0.9": reference figures by name, numbers of the report as path=value. Default: all. */
  readonly targets?: string | undefined;
}

export function calibration({ targets, ...options }: CalibrateOptions): Study<TuningDocument> {
  return searchStudy("calibrate", options, goalOf(readTargets(targets, options.scenario)), []);
}

/** A missing figure counts as this many tolerances. */
const MISSING = 10;

const SUM = { name: "miss", words: "distance from the targets", unit: "count", trials: null, better: "lower" } as const;

/** The sum of squares of all misses, each in units of its tolerance. */
function goalOf(targets: readonly Target[]): Goal {
  const found = targets.map((target): DrawnFigure => ({
    // Beside the figures of a run, which may have the same name.
    name: `target ${target.name}`,
    words: `${target.name}=${threeDigits(target.value)}`,
    unit: isReference(target.name) ? FIGURES[target.name].unit : "count",
    trials: null,
    better: null,
    value: (report) => valueIn(report, target),
  }));
  const missed = (report: ReportFigures): number[] =>
    targets.map(({ value, tolerance }, i) => {
      const figure = found[i]!.value(report);
      return figure === null ? MISSING : (figure - value) / tolerance;
    });
  const value = (report: ReportFigures): number => missed(report).reduce((sum, miss) => sum + miss * miss, 0);
  return { ...SUM, arms: armsFor(targets), targets, drawn: [{ ...SUM, value }, ...found] };
}

/** Tolerances: a tenth of a reference figure; a fifth of domains; a point of a share. */
const TOLERANCE = 0.1;

function toleranceOf(id: FigureId, value: number): number {
  if (FIGURES[id].unit === "share") return 0.01;
  return (id === "blockedDomains" ? 2 * TOLERANCE : TOLERANCE) * value;
}

function readTargets(written: string | undefined, { hours, report, banks }: Scenario): Target[] {
  const period = reportedPeriod(report.reference);
  const { figures } = period;
  const known = PERIOD_FIGURE_IDS.filter((id) => figures[id] !== undefined && (id !== "stoppedYuan" || banks.enabled));
  const names = (written ?? known.join(",")).split(",").map((each) => each.trim());
  return names.map((each): Target => {
    const id = known.find((name) => name === each);
    if (id !== undefined) {
      if (FIGURES[id].unit !== "share" && hours !== report.referenceHours) {
        const found = `${each} is reported for report.referenceHours, here ${report.referenceHours}, and the scenario has ${hours} hours`;
        refuse(
          `--targets: ${found}. Set both alike, report.referenceScale with them, or choose success or figures as path=value`,
        );
      }
      const value = scaledFigure(id, figures[id]!, period, report);
      return { name: each, value, tolerance: toleranceOf(id, value) };
    }
    const [path, value] = [each.slice(0, each.indexOf("=")).trim(), Number(each.slice(each.indexOf("=") + 1))];
    if (each.indexOf("=") > 0 && value > 0 && value < Infinity) {
      return { name: path, value, tolerance: TOLERANCE * value };
    }
    return refuse(
      `--targets: "${printable(each)}" is neither one of ${known.join(", ")} nor the path of a number of the report with a value above 0, as in rates.coverage=0.9`,
    );
  });
}

/** Null if a run has too little to tell. Throws RingfenceError "usage" if no run would have it. */
function valueIn(report: ReportFigures, target: Target): number | null {
  const value = valueAt(report, pathOf(target));
  if (value !== undefined) return value;
  return refuse(
    `--targets: the report has no number at "${printable(target.name)}": run --json prints what it has, as rates.coverage or warnings.byChannel.message.success`,
  );
}

function isReference(name: string): name is FigureId {
  return Object.hasOwn(FIGURES, name);
}

function pathOf({ name }: Target): string {
  return isReference(name) ? `reference.${name}.simulated` : name;
}

/** Figures that need paired runs; the main arm tells all others. */
const OF_PAIRS = /^(?:reference\.lossAvoidedYuan|lossYuan|peopleLost|netEffect|warnings\.kept(?:Anyway|Unmatched))\b/;

export function armsFor(targets: readonly Target[]): ArmName[] {
  return targets.some((target) => OF_PAIRS.test(pathOf(target))) ? ["interceptionOnly", "noDefences"] : [];
}
