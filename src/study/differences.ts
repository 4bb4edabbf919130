/** Two sides of a study, figure by figure: the difference over paired seeds, and whether it can be told from 0. */
import { holm } from "../metrics/holm.ts";
import { pairedDifference, type PairedDifference, pairsToTell } from "../metrics/paired.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";

/** Of a figure, what people and documents are told of it. */
export type NamedFigure = Pick<StudyFigure, "name" | "words" | "unit" | "better">;

/** All chances of being misled by luck in a family of differences together. */
export const LEVEL = 0.05;

export type Verdict =
  /** The difference is not 0, with all others of its family reckoned with. */
  | "sure"
  /** It may be luck. */
  | "cannot tell"
  /** Both sides are equal with every seed. */
  | "same"
  /** One of the sides has no such figure: success, where nobody is warned. */
  | "no figure";

/** `difference` is `value` less `base`; both are means over the seeds that have the figure on that side. */
export interface JudgedDifference {
  readonly figure: string;
  readonly base: number | null;
  readonly value: number | null;
  readonly difference: PairedDifference;
  /** `difference.p`, corrected for the family (Holm). */
  readonly pHolm: number | null;
  readonly verdict: Verdict;
  /** Where it cannot be told: about so many seeds would, if the difference is what these say. */
  readonly seedsToTell: number | null;
}

type Measured = Omit<JudgedDifference, "pHolm" | "verdict" | "seedsToTell">;

/** One figure, `base` and `other` in the order of the seeds. */
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

/** The verdicts of a family: none is called sure by luck alone, in 95 of 100 studies. */
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
