/** Differences as people read them: in points, per 10,000, thousands of yuan. */
import { counted, formatCount } from "../../core/counted.ts";
import { both, en, joined, type Text, type Localised, zh } from "../../core/words.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";

interface Scale {
  /** For the head of a column; "" for none. */
  readonly unit: Text;
  /** For a value that is no difference: per cent of a share. */
  readonly valueUnit: Text;
  readonly of: (value: number) => number;
}

export function scaleOf({ name, unit }: NamedFigure): Scale {
  if (name === "falseInterception") return scale({ en: "per 10,000", zh: "每 10,000 条" }, 10_000);
  if (unit === "share") return { ...scale({ en: "points", zh: "百分点" }, 100), valueUnit: "%" };
  if (unit === "yuan") return scale({ en: "1,000 yuan", zh: "千元" }, 0.001);
  if (unit === "hours") return scale({ en: "hours", zh: "小时" }, 1);
  return scale(unit === "minutes" ? { en: "minutes", zh: "分钟" } : "", 1);
}

function scale(unit: Text, factor: number): Scale {
  return { unit, valueUnit: unit, of: (value) => value * factor };
}

/** Heads of columns that must be narrow. */
export const SHORT_NAMES: Readonly<Record<string, Localised>> = {
  interception: { en: "intercepted", zh: "拦截" },
  falseInterception: { en: "benign blocked", zh: "误拦正常" },
  kept: { en: "people kept", zh: "保住的人" },
  losses: { en: "losses", zh: "有损失" },
  lostYuan: { en: "money lost", zh: "损失金额" },
  falseAlarms: { en: "false alarms", zh: "误报" },
  agentHours: { en: "agent hours", zh: "劝阻员小时" },
  visits: { en: "visits", zh: "上门次数" },
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
  return verdict !== "cannot tell" || seeds === null ? VERDICTS[verdict] : both`${VERDICTS[verdict]}: ${seeds}`;
}

export const VERDICTS = {
  sure: { en: "sure", zh: "可以确定" },
  "cannot tell": { en: "cannot tell", zh: "无法判断" },
  same: { en: "same", zh: "相同" },
  "no figure": { en: "no figure", zh: "没有数字" },
} as const satisfies Readonly<Record<JudgedDifference["verdict"], Localised>>;

/** "40 seeds"; null if unknown, or too many to help. */
export function seedsWords(seeds: number | null): Localised | null {
  if (seeds === null || seeds > MANY_SEEDS) return null;
  return { en: `${formatCount(seeds)} seeds`, zh: `${formatCount(seeds)} 个种子` };
}

/** "-47.4 to -42.8"; "" without an interval. */
export function intervalWords(figure: NamedFigure, { difference: { low, high } }: JudgedDifference): Text {
  const { of } = scaleOf(figure);
  return low === null || high === null ? "" : fromTo(signed(of(low)), signed(of(high)));
}

/** "1 to 5". */
export function fromTo(from: string, to: string): Localised {
  return { en: `${from} to ${to}`, zh: `${from} 至 ${to}` };
}

/** "1 to 5", "1, 2, 7". */
export function seedListText(seeds: readonly number[]): Text {
  const isRun = seeds.length > 2 && seeds.every((seed, at) => seed === seeds[0]! + at);
  return isRun ? fromTo(String(seeds[0]!), String(seeds.at(-1)!)) : seeds.join(", ");
}

export function seedListWords(seeds: readonly number[]): string {
  return en(seedListText(seeds));
}

export function seedsAndRuns(seeds: readonly number[], runs: number, ...others: readonly Text[]): Localised {
  const list = seedListText(seeds);
  const first = { en: `Seeds ${en(list)}`, zh: `种子 ${zh(list)}` };
  return joined([first, runsWords(runs), ...others], " · ");
}

function runsWords(runs: number): Localised {
  return { en: counted(runs, "run"), zh: `${formatCount(runs)} 次运行` };
}

export const NO_INTERVALS: Localised = {
  en: "One seed is one world: there are no intervals.",
  zh: "一个种子就是一个世界：没有区间。",
};

export const ONE_SEED: Localised = {
  en: "One seed is one world: there are no intervals, and nothing is sure.",
  zh: "一个种子就是一个世界：没有区间，什么也不能确定。",
};
