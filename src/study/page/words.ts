/** Figures of studies, their intervals, differences and verdicts in words, for terminal and page. */
import { formatCount, threeDigits } from "../../ui/format.ts";
import { figureOf, type Unit } from "../../report/statement.ts";
import { intervalOf, written } from "../../report/written.ts";
import { joined, type Localised, t, type Text, word } from "../../ui/words.ts";
import type { Judged, NamedFigure, Pooled } from "../document.ts";

/** "money lost, yuan": with the unit, unless words or values have it. */
export function titleText({ words, unit }: Pick<NamedFigure, "words" | "unit">): Localised {
  return unit === "yuan" ? t`${word(words)}, yuan` : word(words);
}

export function unitOf({ unit }: Pick<NamedFigure, "unit">): Unit {
  return unit === "share" || unit === "yuan" || unit === "minutes" ? unit : "number";
}

/** "55.4 % (49.9–60.7)". */
export function pooledText(figure: Pick<NamedFigure, "unit">, found: Pooled, joint = " "): Text {
  const interval = intervalOf(unitOf(figure), figureOf(found));
  const value = written(unitOf(figure), found.value);
  return interval === "" ? value : joined([value, t`(${interval})`], joint);
}

/** In the unit of differences. */
export function inPoints({ unit }: Pick<NamedFigure, "unit">, value: number): number {
  return unit === "share" ? 100 * value : value;
}

/** "-45.1 ±2.3" of mean and half of the interval. */
export function differenceText(figure: NamedFigure, { difference, verdict }: Judged): Text {
  const { mean, low, high } = difference;
  if (verdict === "same" || mean === null) return VERDICTS[verdict];
  const value = `${mean > 0 ? "+" : ""}${threeDigits(inPoints(figure, mean))}`;
  return low === null || high === null ? value : `${value} ±${threeDigits(inPoints(figure, (high - low) / 2))}`;
}

export const VERDICTS = {
  sure: t`sure`,
  "cannot tell": t`cannot tell`,
  same: t`same`,
  "no figure": t`no figure`,
} as const satisfies Readonly<Record<Judged["verdict"], Localised>>;

/** "sure", "cannot tell", "cannot tell: 40 seeds would". */
export function verdictText({ verdict, seedsToTell }: Pick<Judged, "verdict" | "seedsToTell">): Text {
  const seeds = seedsText(seedsToTell);
  return verdict !== "cannot tell" || seeds === null ? VERDICTS[verdict] : t`${VERDICTS[verdict]}: ${seeds} would`;
}

/** Nobody runs more: the number only says that there is nothing to see. */
const MANY_SEEDS = 1000;

/** "40 seeds"; null if unknown, or too many to help. */
export function seedsText(seeds: number | null): Localised | null {
  return seeds === null || seeds > MANY_SEEDS ? null : t`${formatCount(seeds)} seeds`;
}

/** Seeds as short as they can be typed: "1-4,7". */
export function seedWords(seeds: readonly number[]): string {
  const runs: number[][] = [];
  for (const seed of seeds) {
    if (runs.at(-1)?.at(-1) === seed - 1) runs.at(-1)!.push(seed);
    else runs.push([seed]);
  }
  return runs.map((run) => (run.length === 1 ? run[0]! : `${run[0]!}-${run.at(-1)!}`)).join(",");
}

/** For studies of one seed. */
export function oneSeedText(seeds: readonly number[]): Localised | null {
  return seeds.length > 1 ? null : t`One seed is one world: there are no intervals, and nothing is sure.`;
}
