/** Differences as people read them: in points, per 10,000, thousands of yuan. */
import { formatCount } from "../../core/counted.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";

/** A figure in a unit that people read. */
export interface Scale {
  /** Short, for the head of a column. */
  readonly unit: string;
  /** The same for a value that is no difference: of a share per cent. */
  readonly valueUnit: string;
  /** A value of the figure in that unit. */
  readonly of: (value: number) => number;
}

export function scaleOf({ name, unit }: NamedFigure): Scale {
  if (name === "falseInterception") return scale("per 10,000", 10_000);
  if (name === "costPerKept") return scale("yuan", 1);
  if (unit === "share") return { ...scale("points", 100), valueUnit: "%" };
  if (unit === "yuan") return scale("1,000 yuan", 0.001);
  return scale(unit === "hours" || unit === "minutes" ? unit : "", 1);
}

function scale(unit: string, factor: number): Scale {
  return { unit, valueUnit: unit, of: (value) => value * factor };
}

/** Heads of columns that must be narrow. */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  interception: "intercepted",
  falseInterception: "benign blocked",
  success: "kept of warned",
  kept: "people kept",
  losses: "losses",
  lostYuan: "money lost",
  avoidedYuan: "loss avoided",
  falseAlarms: "false alarms",
  accuracy: "precision",
  coverage: "coverage",
  agentHours: "agent hours",
  visits: "visits",
  costPerKept: "cost a person kept",
};

/** "+1.2", "-1,234": one digit behind the point below a thousand. */
export function signed(value: number): string {
  const text = plainNumber(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : /[1-9]/.test(text) ? text : text.replace("-", "");
}

export function plainNumber(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : value.toFixed(1);
}

/** "-45.1 ±2.3"; without the half width where there is no interval. */
export function differenceWords(figure: NamedFigure, { difference, verdict }: JudgedDifference): string {
  const { mean, low, high } = difference;
  if (mean === null) return "no figure";
  if (verdict === "same") return "same";
  const { of } = scaleOf(figure);
  return `${signed(of(mean))}${low === null || high === null ? "" : ` ±${plainNumber(of((high - low) / 2))}`}`;
}

/** Beyond this the number says no more than that there is nothing to be seen. */
const MANY_SEEDS = 9999;

/** What to make of it: "", "cannot tell", "cannot tell: 40 seeds". */
export function verdictWords({ verdict, seedsToTell }: JudgedDifference): string {
  if (verdict !== "cannot tell") return "";
  return `cannot tell${seedsToTell === null ? "" : `: ${seedsWords(seedsToTell)}`}`;
}

/** "40 seeds". */
export function seedsWords(seeds: number): string {
  return seeds > MANY_SEEDS ? `over ${formatCount(MANY_SEEDS)} seeds` : `${formatCount(seeds)} seeds`;
}

/** The interval: "-47.4 to -42.8"; "" where there is none. */
export function intervalWords(figure: NamedFigure, { difference: { low, high } }: JudgedDifference): string {
  const { of } = scaleOf(figure);
  return low === null || high === null ? "" : `${signed(of(low))} to ${signed(of(high))}`;
}

/** "1 to 5", "1, 2, 7". */
export function seedListWords(seeds: readonly number[]): string {
  const isRun = seeds.length > 2 && seeds.every((seed, at) => seed === seeds[0]! + at);
  return isRun ? `${seeds[0]!} to ${seeds.at(-1)!}` : seeds.join(", ");
}
