/** Two sides of a study, figure by figure: the difference over paired seeds, and whether it differs from 0. */
import { holm, pairedDifference, type PairedDifference, pairsToTell } from "../metrics/paired.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";

/** Chance of any false "sure" in a family of differences. */
const LEVEL = 0.05;

export const VERDICT_NAMES = ["sure", "cannot tell", "same", "no figure"] as const;
/**
 * Sure: differs from 0, corrected for its family. Same: equal with every seed. No figure: a side has none, as success if
 * nobody is warned.
 */
export type Verdict = (typeof VERDICT_NAMES)[number];

export interface Measured {
  readonly figure: string;
  /** The other side less the base. */
  readonly difference: PairedDifference;
}

export interface JudgedDifference extends Measured {
  /** Corrected for the family (Holm). */
  readonly pHolm: number | null;
  readonly verdict: Verdict;
  /** For "cannot tell": about so many seeds would tell, if the difference is as measured. */
  readonly seedsToTell: number | null;
}

/** Rows in the order of their seeds: only seeds in which both sides have the figure count. */
export function measure(
  { name }: Pick<StudyFigure, "name">,
  base: readonly FigureRow[],
  other: readonly FigureRow[],
): Measured {
  const differences = base.flatMap((row, at) => {
    const [before, after] = [row[name] ?? null, other[at]![name] ?? null];
    return before === null || after === null ? [] : [after - before];
  });
  return { figure: name, difference: pairedDifference(differences) };
}

/** The verdicts of a family: luck alone calls none "sure" in 95 of 100 studies. */
export function judgeFamily<Row extends Measured>(family: readonly Row[]): (Row & JudgedDifference)[] {
  const tested = family.filter(({ difference }) => difference.p !== null);
  const adjusted = holm(tested.map(({ difference }) => difference.p!));
  const pHolmOf = new Map<Measured, number>(tested.map((row, at) => [row, adjusted[at]!]));
  return family.map((row) => {
    const pHolm = pHolmOf.get(row) ?? null;
    const verdict = verdictOf(row.difference, pHolm);
    const isOpen = verdict === "cannot tell";
    const seedsToTell = isOpen ? pairsToTell(row.difference, LEVEL / Math.max(1, tested.length)) : null;
    return { ...row, pHolm, verdict, seedsToTell };
  });
}

function verdictOf({ n, mean, deviation }: PairedDifference, pHolm: number | null): Verdict {
  if (n === 0) return "no figure";
  if (deviation === 0 && mean === 0) return "same";
  return pHolm !== null && pHolm < LEVEL ? "sure" : "cannot tell";
}
