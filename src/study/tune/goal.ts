/** What a setting is chosen for: a figure to maximise or minimise, and its constraints. */
import { type Bound, type Keeping, keepingOf, missOf, readBound, requireRate } from "../../metrics/constraint.ts";
import { type CellResult, REPORT, type ReportFigures } from "../cells/cell.ts";
import type { Pooled } from "../document.ts";
import { type FigureRow, figureNamed, type StudyFigure } from "../figures.ts";
import { refuse } from "../refusals.ts";
import { pooled } from "../worlds.ts";

export interface Constraint extends Bound {
  readonly figure: StudyFigure;
}

/** A number of the report that a calibration comes close to. */
export interface Target {
  readonly name: string;
  /** Above 0. */
  readonly value: number;
  /** A miss of 1, in the figure's own unit. */
  readonly tolerance: number;
}

type GoalFigure = Pick<StudyFigure, "name" | "words" | "unit" | "trials" | "better">;

/** A figure that is drawn from the kept report of a run. */
export interface DrawnFigure extends GoalFigure {
  readonly value: (report: ReportFigures) => number | null;
}

/** What a search seeks: the most or least of a figure; `better` says which. */
export interface Goal extends GoalFigure {
  readonly better: "higher" | "lower";
  readonly arms: StudyFigure["arms"];
  readonly targets: readonly Target[];
  /** Figures that are no study's, to seek and to show. */
  readonly drawn: readonly DrawnFigure[];
}

/** The figures of a run with the goal's own among them. */
function rowOf({ drawn }: Goal, { figures, readings }: CellResult): FigureRow {
  const report = readings?.[REPORT.name] as ReportFigures;
  return { ...figures, ...Object.fromEntries(drawn.map(({ name, value }) => [name, value(report)])) };
}

/** At most one of them. */
export interface GoalOptions {
  readonly maximise?: string | undefined;
  readonly minimise?: string | undefined;
}

/** The fewest people who lose money. Kept would grow where interception gets worse. */
export const DEFAULT_GOAL = "peopleLost";

export function readGoal({ maximise, minimise }: GoalOptions): Goal {
  if (maximise !== undefined && minimise !== undefined) {
    refuse("--maximise and --minimise are two goals: give one of them");
  }
  const plain = { targets: [], drawn: [] };
  if (maximise !== undefined) return { ...plain, ...figureNamed(maximise, "--maximise"), better: "higher" };
  return { ...plain, ...figureNamed(minimise ?? DEFAULT_GOAL, "--minimise"), better: "lower" };
}

/** Reads "accuracy>=0.7". Throws RingfenceError "usage" if it is none, or no rate reaches it. */
export function readConstraint(written: string): Constraint {
  const { name, ...bound } = readBound(written, "accuracy>=0.7");
  const figure = figureNamed(name, "--subject-to");
  if (figure.trials !== null) requireRate(name, bound, 1);
  return { figure, ...bound };
}

/** A setting on one kind of seeds. */
export interface Judgement {
  readonly rows: readonly FigureRow[];
  readonly goal: Pooled;
  readonly constraints: readonly (Pooled & { readonly verdict: Keeping })[];
  readonly isKept: boolean;
}

/** A constraint on a missing figure, for example precision without warnings, is broken. */
export function judge(goal: Goal, constraints: readonly Constraint[], results: readonly CellResult[]): Judgement {
  const rows = results.map((result) => rowOf(goal, result));
  const each = constraints.map((constraint) => {
    const found = pooled(constraint.figure, rows);
    return { ...found, verdict: keepingOf(constraint, found) };
  });
  return { rows, goal: pooled(goal, rows), constraints: each, isKept: each.every(({ verdict }) => verdict === "kept") };
}

/** Any setting that breaks a constraint ranks below every one that keeps them all: money stays far below this. */
const BROKEN = 1e15;

/**
 * For a search: less is better. A setting that keeps all constraints but lacks the goal's figure is the last of those.
 */
export function rankOf(goal: Goal, constraints: readonly Constraint[], { goal: found, ...judged }: Judgement): number {
  const misses = constraints.reduce((sum, constraint, i) => sum + missOf(constraint, judged.constraints[i]!), 0);
  if (misses > 0) return BROKEN * (1 + misses);
  if (found.value === null) return BROKEN / 10;
  return goal.better === "higher" ? -found.value : found.value;
}
