/** Differences as people read them: in points, per 10,000, thousands of yuan. */
import { formatCount } from "../../core/counted.ts";
import { countOf, en, joined, t, type Text, type Localised } from "../../ui/words.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";

interface Scale {
  /** For the head of a column; "" for none. */
  readonly unit: Text;
  /** For a value that is no difference: per cent of a share. */
  readonly valueUnit: Text;
  readonly of: (value: number) => number;
}

export function scaleOf({ name, unit }: NamedFigure): Scale {
  if (name === "falseInterception") return scale(t`per 10,000`, 10_000);
  if (unit === "share") return { ...scale(t`points`, 100), valueUnit: "%" };
  if (unit === "yuan") return scale(t`1,000 yuan`, 0.001);
  if (unit === "hours") return scale(t`hours`, 1);
  return scale(unit === "minutes" ? t`minutes` : "", 1);
}

function scale(unit: Text, factor: number): Scale {
  return { unit, valueUnit: unit, of: (value) => value * factor };
}

/** Heads of columns that must be narrow. */
export const SHORT_NAMES: Readonly<Record<string, Localised>> = {
  peopleLost: t`people who lost`,
  interception: t`intercepted`,
  falseInterception: t`benign blocked`,
  kept: t`people kept`,
  lostYuan: t`money lost`,
  falseAlarms: t`false alarms`,
  agentHours: t`agent hours`,
  visits: t`visits`,
};

/** "+1.2", "-1,234": one decimal below a thousand. */
export function signed(value: number): string {
  const text = plainNumber(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : /[1-9]/.test(text) ? text : text.replace("-", "");
}

export function plainNumber(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : value.toFixed(1);
}

/** "-45.1 ±2.3"; without the half width if there is no interval. */
export function differenceWords(figure: NamedFigure, { difference, verdict }: JudgedDifference): Text {
  const { mean, low, high } = difference;
  if (mean === null) return VERDICTS["no figure"];
  if (verdict === "same") return VERDICTS.same;
  const { of } = scaleOf(figure);
  return `${signed(of(mean))}${low === null || high === null ? "" : ` ±${plainNumber(of((high - low) / 2))}`}`;
}

/** Nobody runs more: the number only says that there is nothing to see. */
const MANY_SEEDS = 1000;

/** "sure", "cannot tell", "cannot tell: 40 seeds". */
export function verdictWords({ verdict, seedsToTell }: JudgedDifference): Text {
  const seeds = seedsWords(seedsToTell);
  return verdict !== "cannot tell" || seeds === null ? VERDICTS[verdict] : t`${VERDICTS[verdict]}: ${seeds}`;
}

export const VERDICTS = {
  sure: t`sure`,
  "cannot tell": t`cannot tell`,
  same: t`same`,
  "no figure": t`no figure`,
} as const satisfies Readonly<Record<JudgedDifference["verdict"], Localised>>;

/** "40 seeds"; null if unknown, or too many to help. */
export function seedsWords(seeds: number | null): Localised | null {
  if (seeds === null || seeds > MANY_SEEDS) return null;
  return t`${formatCount(seeds)} seeds`;
}

/** "-47.4 to -42.8"; "" without an interval. */
export function intervalWords(figure: NamedFigure, { difference: { low, high } }: JudgedDifference): Text {
  const { of } = scaleOf(figure);
  return low === null || high === null ? "" : fromTo(signed(of(low)), signed(of(high)));
}

/** "1 to 5". */
export function fromTo(from: string, to: string): Localised {
  return t`${from} to ${to}`;
}

/** "1 to 5", "1, 2, 7". */
export function seedListText(seeds: readonly number[]): Text {
  const isRun = seeds.length > 2 && seeds.every((seed, at) => seed === seeds[0]! + at);
  return isRun ? fromTo(String(seeds[0]!), String(seeds.at(-1)!)) : seeds.join(", ");
}

export function seedListWords(seeds: readonly number[]): string {
  return en(seedListText(seeds));
}

export function seedsAndRuns(seeds: readonly number[], runs: number, ...others: readonly Text[]): Text {
  const list = seedListText(seeds);
  const first = t`Seeds ${list}`;
  return joined([first, runsWords(runs), ...others], " · ");
}

function runsWords(runs: number): Localised {
  return countOf(runs, "run");
}

export const NO_INTERVALS = t`One seed is one world: there are no intervals.`;

export const ONE_SEED = t`One seed is one world: there are no intervals, and nothing is sure.`;
