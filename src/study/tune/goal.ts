/** What a setting is chosen for: a figure to maximise or minimise, or a sum of money, and its constraints. */
import { type Bound, type Keeping, keepingOf, missOf, readBound, requireRate } from "../../metrics/constraint.ts";
import type { ArmName } from "../variants/arms.ts";
import { costOf, type CostProfile } from "./cost-profile.ts";
import { meanOf, pool, type PooledFigure, type RunRow, type TuneFigure, tuneFigure } from "./figures.ts";

export interface Constraint extends Bound {
  readonly figure: TuneFigure;
}

/** What tuning seeks: the most or least of a figure, or the least of costs. */
export type Goal = { readonly figure: TuneFigure; readonly isMost: boolean } | { readonly costs: CostProfile };

/** The fewest people who lose money. Kept would grow where interception gets worse. */
export const DEFAULT_GOAL = { figure: tuneFigure("peopleLost", "--minimise"), isMost: false } satisfies Goal;

interface Judgement {
  readonly goal: PooledFigure;
  readonly constraints: readonly (PooledFigure & { readonly verdict: Keeping })[];
  readonly isKept: boolean;
}

export interface TriedSetting {
  readonly values: readonly number[];
  readonly judged: Judgement;
}

export interface JudgedSetting {
  readonly values: readonly number[];
  readonly tuning: Judgement;
  readonly heldOut: Judgement;
  readonly runs: { readonly tuning: readonly RunRow[]; readonly heldOut: readonly RunRow[] };
}

/** The chosen setting and the scenario's own, each judged on both kinds of seeds. */
export interface Tuning {
  /** The scenario as it was. */
  readonly start: JudgedSetting;
  readonly best: JudgedSetting;
  /** All tried settings in order: the scenario's own is the first. */
  readonly tried: readonly TriedSetting[];
  /** Tried settings that the tuning seeds cannot tell from the best. */
  readonly alike: readonly TriedSetting[];
  /** Invalid settings, which were not run. */
  readonly refused: number;
  readonly runs: number;
}

/** Reads "accuracy>=0.7". Throws RingfenceError "usage" if it is none, or no rate reaches it. */
export function readConstraint(written: string): Constraint {
  const { name, ...bound } = readBound(written, "accuracy>=0.7");
  const figure = tuneFigure(name, "--subject-to");
  if (figure.trials !== null) requireRate(name, bound, figure.scale);
  return { figure, ...bound };
}

/** Paired runs that the goal or a constraint needs. */
export function armsNeeded(goal: Goal, constraints: readonly Constraint[]): readonly ArmName[] {
  return [...new Set(figuresOf(goal, constraints).flatMap(({ arms }) => arms))];
}

function figuresOf(goal: Goal, constraints: readonly Constraint[]): TuneFigure[] {
  return [...("costs" in goal ? [] : [goal.figure]), ...constraints.map(({ figure }) => figure)];
}

/** A constraint on a missing figure, for example precision without warnings, is broken. */
export function judge(goal: Goal, constraints: readonly Constraint[], runs: readonly RunRow[]): Judgement {
  const each = constraints.map((constraint) => {
    const found = pool(constraint.figure, runs);
    return { ...found, verdict: keepingOf(constraint, found) };
  });
  const ofGoal = "costs" in goal ? meanOf(runs.map((run) => costOf(goal.costs, run))) : pool(goal.figure, runs);
  return { goal: ofGoal, constraints: each, isKept: each.every(({ verdict }) => verdict === "kept") };
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
  return "figure" in goal && goal.isMost ? -found.value : found.value;
}
