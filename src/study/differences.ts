/** Two sides of a study, figure by figure: the difference over paired seeds, and whether it differs from 0. */
import { holm } from "../metrics/holm.ts";
import { pairedDifference, type PairedDifference, pairsToTell } from "../metrics/paired.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";

export type NamedFigure = Pick<StudyFigure, "name" | "words" | "unit" | "better">;

/** Chance of any false "sure" in a family of differences. */
export const LEVEL = 0.05;

export type Verdict =
  /** Differs from 0, corrected for its family. */
  | "sure"
  | "cannot tell"
  | "same"
  /** A side has no such figure: for example success, if nobody is warned. */
  | "no figure";

/** `difference` is `value` less `base`; both are means over the seeds that have the figure on that side. */
export interface JudgedDifference {
  readonly figure: string;
  readonly base: number | null;
  readonly value: number | null;
  readonly difference: PairedDifference;
  /** Corrected for the family (Holm). */
  readonly pHolm: number | null;
  readonly verdict: Verdict;
  /** For "cannot tell": about so many seeds would tell, if the difference is as measured. */
  readonly seedsToTell: number | null;
}

type Measured = Omit<JudgedDifference, "pHolm" | "verdict" | "seedsToTell">;

export function compareFigure(
  { name }: NamedFigure,
  base: readonly FigureRow[],
  other: readonly FigureRow[],
): Measured {
  const pairs = base.flatMap((row, at): [number, number][] => {
    const [before, after] = [row[name] ?? null, other[at]![name] ?? null];
    return before === null || after === null ? [] : [[before, after]];
  });
  const differences = pairs.map(([before, after]) => after - before);
  return {
    figure: name,
    base: meanOf(name, base),
    value: meanOf(name, other),
    difference: pairedDifference(differences),
  };
}

/** The verdicts of a family: luck alone calls none "sure" in 95 of 100 studies. */
export function judgeFamily<Row extends Measured>(family: readonly Row[]): (Row & JudgedDifference)[] {
  const tested = family.filter(({ difference }) => difference.p !== null);
  const adjusted = holm(tested.map(({ difference }) => difference.p!));
  return family.map((measured) => {
    const at = tested.indexOf(measured);
    const pHolm = at === -1 ? null : adjusted[at]!;
    const verdict = verdictOf(measured.difference, pHolm);
    const isOpen = verdict === "cannot tell";
    const seedsToTell = isOpen ? pairsToTell(measured.difference, LEVEL / Math.max(1, tested.length)) : null;
    return { ...measured, pHolm, verdict, seedsToTell };
  });
}

function verdictOf({ n, mean, deviation }: PairedDifference, pHolm: number | null): Verdict {
  if (n === 0) return "no figure";
  if (deviation === 0 && mean === 0) return "same";
  return pHolm !== null && pHolm < LEVEL ? "sure" : "cannot tell";
}

function meanOf(name: string, rows: readonly FigureRow[]): number | null {
  return pairedDifference(rows.flatMap((row) => row[name] ?? [])).mean;
}
