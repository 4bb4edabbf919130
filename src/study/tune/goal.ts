/** What a setting is chosen for: the figure that is to be large or small, or a sum of money, and what it must keep. */
import { type Bound, type Keeping, keepingOf, missOf, readBound, requireRate } from "../../metrics/constraint.ts";
import type { ArmName } from "../variants/arms.ts";
import { costOf, type CostProfile } from "./cost-profile.ts";
import { meanOf, pool, type PooledFigure, type RunRow, type TuneFigure, tuneFigure } from "./figures.ts";

export interface Constraint extends Bound {
  readonly figure: TuneFigure;
}

/** What tuning seeks: the most or least of a figure, or the least of costs. */
export type Goal =
  | { readonly figure: TuneFigure; readonly isMost: boolean }
  /** Yuan a run: the less the better. */
  | { readonly costs: CostProfile };

/** What a setting came to over some seeds. */
export interface Judgement {
  /** Of the goal. */
  readonly goal: PooledFigure;
  /** In the order of the constraints. */
  readonly constraints: readonly (PooledFigure & { readonly verdict: Keeping })[];
  readonly isKept: boolean;
}

/** A setting that was tried on the tuning seeds. */
export interface TriedSetting {
  /** In the order of what may move. */
  readonly values: readonly number[];
  readonly judged: Judgement;
}

/** A setting on both kinds of seeds. */
export interface JudgedSetting {
  readonly values: readonly number[];
  readonly tuning: Judgement;
  readonly heldOut: Judgement;
  readonly runs: { readonly tuning: readonly RunRow[]; readonly heldOut: readonly RunRow[] };
}

/** The setting that was chosen beside the one of the scenario, each judged on both kinds of seeds. */
export interface Tuning {
  /** The scenario as it was. */
  readonly start: JudgedSetting;
  readonly best: JudgedSetting;
  /** All settings that were tried, in that order: the scenario as it was is the first. */
  readonly tried: readonly TriedSetting[];
  /** Of those, the ones that do as well as the best, as far as the tuning seeds tell. */
  readonly alike: readonly TriedSetting[];
  /** Settings that do not hold together, which were not run. */
  readonly refused: number;
  readonly runs: number;
}

/** Reads "accuracy>=0.7". Throws RingfenceError "usage" for what is none, and for one that no rate reaches. */
export function readConstraint(written: string): Constraint {
  const { name, ...bound } = readBound(written, "accuracy>=0.7");
  const figure = tuneFigure(name, "--subject-to");
  if (figure.trials !== null) requireRate(name, bound, figure.scale);
  return { figure, ...bound };
}

/** Paired runs without which a run has no value of the goal or of a constraint. */
export function armsNeeded(goal: Goal, constraints: readonly Constraint[]): readonly ArmName[] {
  return [...new Set(figuresOf(goal, constraints).flatMap(({ arms }) => arms))];
}

/** Of the goal and of the constraints. */
function figuresOf(goal: Goal, constraints: readonly Constraint[]): TuneFigure[] {
  return [...("costs" in goal ? [] : [goal.figure]), ...constraints.map(({ figure }) => figure)];
}

/** A constraint on a figure that there is none of, precision of no warnings say, is not kept. */
export function judge(goal: Goal, constraints: readonly Constraint[], runs: readonly RunRow[]): Judgement {
  const each = constraints.map((constraint) => {
    const found = pool(constraint.figure, runs);
    return { ...found, verdict: keepingOf(constraint, found) };
  });
  const ofGoal = "costs" in goal ? meanOf(runs.map((run) => costOf(goal.costs, run))) : pool(goal.figure, runs);
  return { goal: ofGoal, constraints: each, isKept: each.every(({ verdict }) => verdict === "kept") };
}

/** Any setting that breaks a constraint is worse than every one that keeps them all: money stays far below this. */
const BROKEN = 1e15;

/**
 * For a search: less is better. A setting that keeps all constraints but has no figure of its goal is the last of
 * those.
 */
export function rankOf(goal: Goal, constraints: readonly Constraint[], { goal: found, ...judged }: Judgement): number {
  const misses = constraints.reduce((sum, constraint, i) => sum + missOf(constraint, judged.constraints[i]!), 0);
  if (misses > 0) return BROKEN * (1 + misses);
  if (found.value === null) return BROKEN / 10;
  return "figure" in goal && goal.isMost ? -found.value : found.value;
}
