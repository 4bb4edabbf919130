/** Two sides of a study, figure by figure: the difference over paired seeds, and whether it differs from 0. */
import { holm, pairedDifference, type PairedDifference, pairsToTell } from "../metrics/paired.ts";
import type { Judged } from "./document.ts";
import type { FigureRow } from "./figures.ts";

/** Chance of any false "sure" in a family of differences. */
const LEVEL = 0.05;

/** The other side less the base, in the order of their seeds: only seeds in which both have the figure count. */
export function measure(figure: string, base: readonly FigureRow[], other: readonly FigureRow[]): PairedDifference {
  const differences = base.flatMap((row, at) => {
    const [before, after] = [row[figure] ?? null, other[at]![figure] ?? null];
    return before === null || after === null ? [] : [after - before];
  });
  return pairedDifference(differences);
}

/** The verdicts of a family: luck alone calls none "sure" in 95 of 100 studies. */
export function judgeFamily<Row extends Pick<Judged, "difference">>(family: readonly Row[]): (Row & Judged)[] {
  const tested = family.filter(({ difference }) => difference.p !== null);
  const adjusted = holm(tested.map(({ difference }) => difference.p!));
  const pHolmOf = new Map(tested.map((row, at) => [row, adjusted[at]!]));
  return family.map((row) => {
    const pHolm = pHolmOf.get(row) ?? null;
    const verdict = verdictOf(row.difference, pHolm);
    const isOpen = verdict === "cannot tell";
    const seedsToTell = isOpen ? pairsToTell(row.difference, LEVEL / Math.max(1, tested.length)) : null;
    return { ...row, pHolm, verdict, seedsToTell };
  });
}

function verdictOf({ n, mean, deviation }: PairedDifference, pHolm: number | null): Judged["verdict"] {
  if (n === 0) return "no figure";
  if (deviation === 0 && mean === 0) return "same";
  return pHolm !== null && pHolm < LEVEL ? "sure" : "cannot tell";
}
