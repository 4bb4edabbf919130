/** Figures of studies, their intervals, differences and verdicts in words, for terminal and page. */
import { wrap } from "../../core/terminal/wrap.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { formatCount } from "../../ui/format.ts";
import type { Unit } from "../../report/statement.ts";
import { figureWords, intervalOf, written } from "../../report/written.ts";
import { zh } from "../../ui/chinese.ts";
import { countOf, en, joined, type Localised, perLanguage, t, type Text, word } from "../../ui/words.ts";
import type { Difference, Estimate } from "../between-worlds.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";
import { FIGURE_UNITS, type FigureUnit, type StudyFigure } from "../figures.ts";
import type { PooledFigure } from "../tune/figures.ts";
import type { TuneVerdict } from "../tune/verdict.ts";

export function figureTitle({ words }: Pick<StudyFigure, "words">): Localised {
  return perLanguage(words.slice(0, 1).toUpperCase() + words.slice(1), zh(word(words)));
}

/** "money lost, yuan": with the unit, unless words or values have it. */
export function titleText({ words, unit }: Pick<StudyFigure, "words" | "unit">): Localised {
  return unit === "yuan" ? t`${word(words)}, yuan` : word(words);
}

/** Heads of columns that must be narrow. */
const SHORT_NAMES: Readonly<Record<string, Localised>> = {
  peopleLost: t`people who lost`,
  interception: t`fraud blocked`,
  falseInterception: t`benign blocked`,
  accuracy: t`warnings: accuracy`,
  kept: t`people kept`,
  lostYuan: t`money lost`,
  falseAlarms: t`false alarms`,
  agentHours: t`agent hours`,
  visits: t`visits`,
};

export function shortName({ name, words }: Pick<StudyFigure, "name" | "words">): Localised {
  return SHORT_NAMES[name] ?? word(words);
}

const HEAD_COLUMNS = 12;

/** A head for the terminal, in lines. */
export function narrowHead(head: Text): string {
  return en(head)
    .split("\n")
    .flatMap((line) => wrap(line, "", HEAD_COLUMNS))
    .join("\n");
}

function unitOf({ unit }: Pick<StudyFigure, "unit">): Unit {
  return unit === "share" || unit === "yuan" || unit === "minutes" ? unit : "number";
}

/** 55.4 %, 1,269, 2.42 M. */
export function valueText(figure: Pick<StudyFigure, "unit">, value: number | null): Text {
  return written(unitOf(figure), value);
}

export function intervalText(figure: Pick<StudyFigure, "unit">, { value, low, high }: Difference | Estimate): Text {
  return low === null || high === null ? "" : intervalOf(unitOf(figure), { value, low, high });
}

/** Its interval, or the number of worlds where they are too few, behind the value. */
export function estimateText(figure: Pick<StudyFigure, "unit">, found: Estimate, joint: string): Text {
  const value = valueText(figure, found.value);
  if (found.value === null) return value;
  const interval = intervalText(figure, found);
  return joined([value, interval === "" ? t`(${countOf(found.worlds, "world")})` : interval], joint);
}

/** "55.4 % (49.9–60.7), n = 412, 5 worlds". */
export function wholeText(figure: Pick<StudyFigure, "unit">, { value, low, high, worlds, trials }: Estimate): Text {
  const ends = low === null || high === null ? {} : { low, high };
  const n = trials === null ? {} : { n: Math.round(trials) };
  return t`${figureWords(unitOf(figure), { value, ...ends, ...n })}, ${countOf(worlds, "world")}`;
}

interface Scale {
  /** Of a difference, for the head of a column; "" for none. */
  readonly unit: Text;
  readonly of: (value: number) => number;
}

export function scaleOf({ name, unit }: Pick<StudyFigure, "name" | "unit">): Scale {
  const [words, factor]: [Text, number] =
    name === "falseInterception"
      ? [t`per 10,000`, 10_000]
      : unit === "share"
        ? [t`points`, 100]
        : unit === "yuan"
          ? [t`1,000 yuan`, 0.001]
          : [unit === "hours" ? t`hours` : unit === "minutes" ? t`minutes` : "", 1];
  return { unit: words, of: (value) => value * factor };
}

export function inUnit(head: Text, unit: Text): Text {
  return unit === "" ? head : joined([head, unit], ", ");
}

/** Of a narrow column of differences. */
export function differenceHead(figure: Pick<StudyFigure, "name" | "words" | "unit">): Text {
  const { unit } = scaleOf(figure);
  return unit === "" ? shortName(figure) : joined([shortName(figure), unit], ",\n");
}

/** "+1.2", "-1,234": one decimal below a thousand. */
export function signed(value: number): string {
  const text = plainNumber(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : /[1-9]/.test(text) ? text : text.replace("-", "");
}

function plainNumber(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(Math.round(value)) : value.toFixed(1);
}

/** "-45.1 ±2.3" of mean and half of the interval, in the scale of the figure. */
export function changeText(figure: NamedFigure, { value, low, high }: Omit<Difference, "worlds">): Text {
  if (value === null) return t`none`;
  const { of } = scaleOf(figure);
  return `${signed(of(value))}${low === null || high === null ? "" : ` ±${plainNumber(of((high - low) / 2))}`}`;
}

export function differenceText(figure: NamedFigure, { difference, verdict }: JudgedDifference): Text {
  if (verdict === "no figure" || verdict === "same") return VERDICTS[verdict];
  return changeText(figure, { ...difference, value: difference.mean });
}

export const VERDICTS = {
  sure: t`sure`,
  "cannot tell": t`cannot tell`,
  same: t`same`,
  "no figure": t`no figure`,
} as const satisfies Readonly<Record<JudgedDifference["verdict"], Localised>>;

/** "sure", "cannot tell", "cannot tell: 40 seeds". */
export function verdictText({ verdict, seedsToTell }: JudgedDifference): Text {
  const seeds = seedsText(seedsToTell);
  return verdict !== "cannot tell" || seeds === null ? VERDICTS[verdict] : t`${VERDICTS[verdict]}: ${seeds}`;
}

/** Nobody runs more: the number only says that there is nothing to see. */
const MANY_SEEDS = 1000;

/** "40 seeds"; null if unknown, or too many to help. */
export function seedsText(seeds: number | null): Localised | null {
  return seeds === null || seeds > MANY_SEEDS ? null : t`${formatCount(seeds)} seeds`;
}

/** "1 to 5", "1, 2, 7". */
export function seedListText(seeds: readonly number[]): Text {
  const isRun = seeds.length > 2 && seeds.every((seed, at) => seed === seeds[0]! + at);
  return isRun ? t`${seeds[0]!} to ${seeds.at(-1)!}` : seeds.join(", ");
}

export function seedsAndRuns(seeds: readonly number[], runs: number, ...others: readonly Text[]): Text {
  return joined([t`Seeds ${seedListText(seeds)}`, countOf(runs, "run"), ...others], " · ");
}

export const NO_INTERVALS = t`One seed is one world: there are no intervals.`;

/** A path of the scenario in two lines, for the terminal. */
export function brokenPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return path.length <= 14 || dot < 0 ? path : `${path.slice(0, dot + 1)}\n ${path.slice(dot + 1)}`;
}

/** Of a tuning: "money lost (yuan in a run)", unless the words have the unit. */
export function goalTitle({ words, unit }: { readonly words: string; readonly unit: FigureUnit }): Localised {
  const isPart = unit === "perDay" || unit === "per10000" || unit === "per1000Days";
  return perLanguage(isPart ? words : `${words} (${FIGURE_UNITS[unit]})`, zh(word(words)));
}

/** Of the goal on held-out seeds: "is worse by 51 [22, 80] n=8, more than the luck of seeds". */
export function goalVerdict({ difference, verdict }: { difference: PooledFigure; verdict: TuneVerdict }): Text {
  const { value, low, high, n } = difference;
  const isFall = value !== null && value < 0;
  const size = pooledWords(isFall ? { value: -value, low: high && -high, high: low && -low, n } : difference);
  if (verdict === "same") return t`is the same with every seed`;
  if (verdict === "better") return t`is better by ${size}, more than the luck of seeds`;
  if (verdict === "worse") return t`is worse by ${size}, more than the luck of seeds: keep what was there before`;
  if (low === null) return t`changes by ${pooledWords(difference)}, too few seeds to tell`;
  return t`changes by ${pooledWords(difference)}, which may be the luck of seeds`;
}
