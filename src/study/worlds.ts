/**
 * Figures over several worlds, and how sure they are. The worlds of a study are its seeds: a rate is pooled over their
 * trials, any other figure is their mean. The interval is between worlds: where the figure would lie if worlds of the
 * same kind were drawn anew. The interval of a single world (in its report) says nothing of others.
 */
import { sumOf, sumSquares } from "../core/sum.ts";
import { holm, pairedDifference, type PairedDifference, pairsToTell } from "../metrics/paired.ts";
import { studentHalf } from "../metrics/quantiles.ts";
import { rate } from "../metrics/rates.ts";
import type { Judged, Pooled } from "./document.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";

/**
 * Of a row a world: Student's interval of the pooled rate, linearised (a ratio of sums over clusters), or of the mean.
 * A share's is at least as wide as Wilson's over all trials: if few worlds happen to agree, chance within them remains.
 */
export function pooled({ name, trials }: Pick<StudyFigure, "name" | "trials">, worlds: readonly FigureRow[]): Pooled {
  const isRate = trials !== null;
  const known = worlds.flatMap((row) => {
    const value = row[name] ?? null;
    const weight = isRate ? (row[`${name}Trials`] ?? 0) : 1;
    return value === null || weight === 0 ? [] : [{ value, weight }];
  });
  const n = sumOf(known.map(({ weight }) => weight));
  if (n === 0) return { value: null, low: null, high: null, n };
  const value = sumOf(known.map((world) => world.weight * world.value)) / n;
  if (known.length < 2) return { value, low: null, high: null, n };
  const deviations = known.map((world) => (world.weight / (n / known.length)) * (world.value - value));
  const half = studentHalf(sumSquares(deviations, 0), known.length);
  const [low, high] = [value - half, value + half];
  if (isRate) {
    const within = rate(Math.min(n, Math.round(value * n)), n);
    return { value, low: Math.max(0, Math.min(low, within.low!)), high: Math.min(1, Math.max(high, within.high!)), n };
  }
  // A count has no interval below 0.
  return { value, low: known.every((world) => world.value >= 0) ? Math.max(0, low) : low, high, n };
}

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
