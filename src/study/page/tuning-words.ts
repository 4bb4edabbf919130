import { type Keeping, pooledWords } from "../../metrics/constraint.ts";
import { FIGURE_UNITS, type FigureUnit } from "../figures.ts";
import type { PooledFigure } from "../tune/figures.ts";

import type { TuneVerdict } from "../tune/verdict.ts";

/** "money lost (yuan in a run)", unless the words have the unit. */
export function figureTitle({ words, unit }: { readonly words: string; readonly unit: FigureUnit }): string {
  return unit === "perDay" || unit === "per10000" || unit === "per1000Days"
    ? words
    : `${words} (${FIGURE_UNITS[unit]})`;
}

/** Of the goal on held-out seeds: "is worse by 51 [22, 80] n=8, more than the luck of seeds". */
export function verdictWords({
  difference,
  verdict,
}: {
  readonly difference: PooledFigure;
  readonly verdict: TuneVerdict;
}): string {
  if (verdict === "same") return "is the same with every seed";
  if (verdict === "better") return `is better by ${pooledWords(sizeOf(difference))}, more than the luck of seeds`;
  if (verdict === "worse") {
    return `is worse by ${pooledWords(sizeOf(difference))}, more than the luck of seeds: keep what was there before`;
  }
  const why = difference.low === null ? "too few seeds to tell" : "which may be the luck of seeds";
  return `changes by ${pooledWords(difference)}, ${why}`;
}

/** Of a difference whose direction is in words. */
function sizeOf({ value, low, high, n }: PooledFigure): PooledFigure {
  if (value === null || value >= 0) return { value, low, high, n };
  return { value: -value, low: high === null ? null : -high, high: low === null ? null : -low, n };
}

/** On held-out seeds, so that a worse figure cannot be overlooked. */
export function titleWithVerdict(title: string, verdict: TuneVerdict): string {
  return verdict === "worse" ? `${title}: WORSE` : verdict === "better" ? `${title}: better` : title;
}

const WIDE = 78;
const HALF = 30;

export function pairLines(name: string, before: string, tuned: string): string[] {
  const line = `  ${name.padEnd(9)}${before.padEnd(HALF)} > ${tuned}`;
  return line.length <= WIDE ? [line] : [`  ${name.padEnd(9)}${before}`, `  ${" ".repeat(9)}> ${tuned}`];
}

const KEEPING: Readonly<Record<Keeping, string>> = {
  kept: "kept",
  "cannot tell": "CANNOT TELL whether it is kept",
  broken: "BROKEN",
};

/** A constraint on the seeds that chose the setting, and on those that judged it. */
export function keptLines(
  constraint: string,
  tuning: string,
  heldOut: { readonly words: string; readonly verdict: Keeping },
): string[] {
  return [
    `  ${constraint}`,
    `    kept on the tuning seeds: ${tuning}`,
    `    ${KEEPING[heldOut.verdict]} on the held-out seeds: ${heldOut.words}`,
  ];
}
