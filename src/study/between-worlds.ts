/**
 * Figures over several worlds, and how sure they are. The worlds of a study are its seeds: a rate is pooled over their
 * trials, any other figure is their mean. The interval is between worlds: where the figure would lie if worlds of the
 * same kind were drawn anew. The interval of a single world (in its report) says nothing of others.
 */
import { meanOf, sumOf, sumSquares } from "../core/sum.ts";
import { rate } from "../metrics/rates.ts";
import { studentHalf } from "../metrics/mean-interval.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";

/** A figure pooled over worlds (seeds), with its interval between them. */
export interface Estimate {
  readonly value: number | null;
  /** 95 %, between worlds; null for fewer than three. */
  readonly low: number | null;
  readonly high: number | null;
  readonly worlds: number;
  /** Trials over all worlds; null if it is no rate. */
  readonly trials: number | null;
}

/** With fewer worlds nobody can tell how worlds differ. */
export const MIN_WORLDS = 3;

export type Worlds = ReadonlyMap<number, readonly FigureRow[]>;

/**
 * Student's interval of the pooled rate, linearised (a ratio of sums over clusters), or of the mean. A share's is at
 * least as wide as Wilson's over all trials: if few worlds happen to agree, chance within them remains.
 */
export function estimate(figure: StudyFigure, worlds: Worlds): Estimate {
  const found = [...worlds.values()].map((rows) => inOneWorld(figure, rows)).filter((world) => world.weight > 0);
  const trials = figure.trials === null ? null : sumOf(found.map(({ weight }) => weight));
  if (found.length === 0) return { value: null, low: null, high: null, worlds: 0, trials };
  const weights = sumOf(found.map(({ weight }) => weight));
  const value = sumOf(found.map((world) => world.weight * world.value)) / weights;
  const mean = weights / found.length;
  const half = halfBetween(found.map((world) => (world.weight / mean) * (world.value - value)));
  const told = { value, worlds: found.length, trials };
  if (half === null) return { ...told, low: null, high: null };
  return { ...told, ...bounded(figure, value, half, trials) };
}

function bounded(figure: StudyFigure, value: number, half: number, trials: number | null) {
  const plain = { low: value - half, high: value + half };
  if (figure.unit === "correlation") return { low: Math.max(-1, plain.low), high: Math.min(1, plain.high) };
  if (figure.unit !== "share" || trials === null) return plain;
  const n = Math.round(trials);
  const within = rate(Math.min(n, Math.round(value * n)), n);
  return {
    low: Math.max(0, Math.min(plain.low, within.low ?? 0)),
    high: Math.min(1, Math.max(plain.high, within.high ?? 1)),
  };
}

/** Half of Student's 95 % interval of a mean, from the deviations of its parts; null of fewer than MIN_WORLDS. */
function halfBetween(deviations: readonly number[]): number | null {
  return deviations.length < MIN_WORLDS ? null : studentHalf(sumSquares(deviations, 0), deviations.length);
}

export interface Difference {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly worlds: number;
}

/** Second less first: the mean over seeds that have both, paired. */
export function difference(figure: StudyFigure, first: Worlds, second: Worlds): Difference {
  const pairs = [...first].flatMap(([seed, rows]) => {
    const other = second.get(seed);
    if (other === undefined) return [];
    const [a, b] = [inOneWorld(figure, rows), inOneWorld(figure, other)];
    return a.weight > 0 && b.weight > 0 ? [b.value - a.value] : [];
  });
  if (pairs.length === 0) return { value: null, low: null, high: null, worlds: 0 };
  const value = meanOf(pairs);
  const half = halfBetween(pairs.map((pair) => pair - value));
  if (half === null) return { value, low: null, high: null, worlds: pairs.length };
  return { value, low: value - half, high: value + half, worlds: pairs.length };
}

/** Over all rows of one world; weight 0 if there is none. */
function inOneWorld({ name, trials }: StudyFigure, rows: readonly FigureRow[]): { value: number; weight: number } {
  const known = rows.flatMap((row) => {
    const [value, weight] = [row[name] ?? null, trials === null ? 1 : (row[`${name}Trials`] ?? 0)];
    return value === null || weight === 0 ? [] : [{ value, weight }];
  });
  const weight = sumOf(known.map((one) => one.weight));
  if (weight === 0) return { value: 0, weight: 0 };
  const value = sumOf(known.map((one) => one.weight * one.value)) / weight;
  return { value, weight: trials === null ? 1 : weight };
}
