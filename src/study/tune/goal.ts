/** What a setting is chosen for: the figure that is to be large or small, or a sum of money, and what it must keep. */
import { RingfenceError } from "../../core/errors.ts";
import { costOf, type CostProfile } from "./cost-profile.ts";
import { meanOf, pool, type PooledFigure, type RunRow, type TuneFigure, tuneFigure } from "./figures.ts";

/** A bound on a figure: a value at the bound keeps it. */
export interface Constraint {
  readonly figure: TuneFigure;
  readonly atLeast: boolean;
  readonly bound: number;
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
  readonly constraints: readonly (PooledFigure & { readonly isKept: boolean })[];
  readonly isKept: boolean;
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
  /** Settings tried, that of the scenario among them; and those that do not hold together, which were not run. */
  readonly settings: number;
  readonly refused: number;
  readonly runs: number;
  /** Of the goal, held-out seed by held-out seed: the tuned setting less the scenario as it was. */
  readonly difference: PooledFigure;
}

const CONSTRAINT = /^\s*([A-Za-z0-9]+)\s*(>=|<=)\s*(\S+)\s*$/;

/** Reads "accuracy>=0.7". Throws RingfenceError "usage" for what is none. */
export function readConstraint(written: string): Constraint {
  const [, name, sign, bound] = CONSTRAINT.exec(written) ?? [];
  if (name === undefined || !Number.isFinite(Number(bound))) {
    throw new RingfenceError(
      "usage",
      `--subject-to: expected a figure, >= or <=, and a number, as in "accuracy>=0.7", but found ${JSON.stringify(written)}`,
    );
  }
  return { figure: tuneFigure(name, "--subject-to"), atLeast: sign === ">=", bound: Number(bound) };
}

export function constraintWords({ figure, atLeast, bound }: Constraint): string {
  return `${figure.name}${atLeast ? ">=" : "<="}${bound}`;
}

/** A constraint on a figure that there is none of, precision of no warnings say, is not kept. */
export function judge(goal: Goal, constraints: readonly Constraint[], runs: readonly RunRow[]): Judgement {
  const each = constraints.map((constraint) => {
    const found = pool(constraint.figure, runs);
    return { ...found, isKept: missOf(constraint, found.value) === 0 };
  });
  const ofGoal = "costs" in goal ? meanOf(runs.map((run) => costOf(goal.costs, run))) : pool(goal.figure, runs);
  return { goal: ofGoal, constraints: each, isKept: each.every(({ isKept }) => isKept) };
}

/** A figure that is none misses by this many times its bound. */
const NO_FIGURE = 10;

/** By how much a figure misses its bound, in shares of the bound; 0 where it keeps it. */
export function missOf({ atLeast, bound }: Constraint, value: number | null): number {
  if (value === null) return NO_FIGURE;
  const short = atLeast ? bound - value : value - bound;
  return short <= 0 ? 0 : Math.min(NO_FIGURE, short / Math.max(Math.abs(bound), 1e-9));
}

/** Any setting that breaks a constraint is worse than every one that keeps them all: money stays far below this. */
const BROKEN = 1e15;

/**
 * For a search: less is better. A setting that keeps all constraints but has no figure of its goal is the last of
 * those.
 */
export function rankOf(goal: Goal, constraints: readonly Constraint[], { goal: found, ...judged }: Judgement): number {
  const misses = constraints.reduce((sum, constraint, i) => sum + missOf(constraint, judged.constraints[i]!.value), 0);
  if (misses > 0) return BROKEN * (1 + misses);
  if (found.value === null) return BROKEN / 10;
  return "figure" in goal && goal.isMost ? -found.value : found.value;
}
