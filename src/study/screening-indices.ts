/**
 * Which parameters matter, from designs made for it: Morris's elementary effects, and Sobol's indices. A value is a
 * figure at a point, over its worlds; null where a point has none, and what needs that point is left out.
 */
import { RandomStream, below } from "../core/random.ts";
import { sumOf } from "../core/sum.ts";
import { quantile } from "../metrics/quantile.ts";
import { MORRIS_STEP, type Places } from "./design/places.ts";

export interface MorrisEffect {
  /** Mean size of what a move along the whole axis does, were it a straight line (Campolongo 2007). */
  readonly muStar: number | null;
  /** 95 %, walks drawn again (bootstrap); null of fewer than MIN_DRAWN walks. */
  readonly low: number | null;
  readonly high: number | null;
  /** Mean with its sign, and deviation: large beside mu* where the effect depends on the other parameters. */
  readonly mu: number | null;
  readonly sigma: number | null;
  /** Walks that have the effect. */
  readonly walks: number;
}

/** Of fewer, a bootstrap tells nothing. */
export const MIN_DRAWN = 8;
const RESAMPLES = 1000;

/** By axis; `places` as `morrisPlaces` makes them. */
export function morrisEffects(
  places: Places,
  values: readonly (number | null)[],
  axes: number,
  seed: number,
): MorrisEffect[] {
  const effects: number[][] = Array.from({ length: axes }, () => []);
  for (let walk = 0; walk + axes < places.length; walk += axes + 1) {
    for (let step = walk; step < walk + axes; step++) {
      const [from, to] = [places[step]!, places[step + 1]!];
      const axis = from.findIndex((place, at) => place !== to[at]);
      const [before, after] = [values[step]!, values[step + 1]!];
      if (before === null || after === null) continue;
      effects[axis]!.push((after - before) / (to[axis]! > from[axis]! ? MORRIS_STEP : -MORRIS_STEP));
    }
  }
  return effects.map((list, axis) => {
    const sizes = list.map(Math.abs);
    const mu = meanOf(list);
    return {
      muStar: meanOf(sizes),
      ...bootstrap(sizes.length, seed, `morris-${axis}`, (drawn) => meanOf(drawn.map((at) => sizes[at]!))),
      mu,
      sigma: mu === null || list.length < 2 ? null : Math.sqrt(varianceOf(list)),
      walks: list.length,
    };
  });
}

export interface SobolIndex {
  /** The share of the variance that the parameter explains by itself, and with all that it acts with. */
  readonly first: IndexEstimate;
  readonly total: IndexEstimate;
  /** Base points behind them. */
  readonly bases: number;
}

interface IndexEstimate {
  readonly value: number | null;
  /** 95 %, base points drawn again (bootstrap). */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * By axis, of points as `saltelliPlaces` makes them: first order as Saltelli and others 2010, total as Jansen 1999. The
 * estimates are noisy: of a small index it may lie below 0. Null where nothing varies.
 */
export function sobolIndices(values: readonly (number | null)[], axes: number, seed: number): SobolIndex[] {
  const rows: number[][] = [];
  for (let base = 0; base + axes + 1 < values.length; base += axes + 2) {
    const row = values.slice(base, base + axes + 2);
    if (row.every((value) => value !== null)) rows.push(row);
  }
  const all = rows.map((_, at) => at);
  return Array.from({ length: axes }, (_, axis) => {
    const of = (index: typeof firstOrder, name: string): IndexEstimate => ({
      value: rows.length < 2 ? null : index(rows, all, axis),
      ...bootstrap(rows.length, seed, `sobol-${name}-${axis}`, (drawn) => index(rows, drawn, axis)),
    });
    return { first: of(firstOrder, "first"), total: of(totalOrder, "total"), bases: rows.length };
  });
}

type Rows = readonly (readonly number[])[];

function firstOrder(rows: Rows, drawn: readonly number[], axis: number): number | null {
  const variance = varianceOfBases(rows, drawn);
  if (variance === 0) return null;
  // Around the mean: a figure far from 0 would drown the products.
  const centre = meanOf(drawn.flatMap((at) => [rows[at]![0]!, rows[at]![1]!]))!;
  const products = drawn.map((at) => (rows[at]![1]! - centre) * (rows[at]![axis + 2]! - rows[at]![0]!));
  return meanOf(products)! / variance;
}

function totalOrder(rows: Rows, drawn: readonly number[], axis: number): number | null {
  const variance = varianceOfBases(rows, drawn);
  if (variance === 0) return null;
  const squares = drawn.map((at) => (rows[at]![0]! - rows[at]![axis + 2]!) * (rows[at]![0]! - rows[at]![axis + 2]!));
  return meanOf(squares)! / 2 / variance;
}

function varianceOfBases(rows: Rows, drawn: readonly number[]): number {
  return varianceOf(drawn.flatMap((at) => [rows[at]![0]!, rows[at]![1]!]));
}

/** Percentiles of a statistic over resamples of `count` things; null where they are too few, or it has no value. */
function bootstrap(
  count: number,
  seed: number,
  purpose: string,
  statistic: (drawn: readonly number[]) => number | null,
): { readonly low: number | null; readonly high: number | null } {
  if (count < MIN_DRAWN) return { low: null, high: null };
  const draws = new RandomStream(seed, `bootstrap-${purpose}`);
  const found: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const value = statistic(Array.from({ length: count }, (_, at) => below(draws.draw(at, resample)[0]!, count)));
    if (value !== null) found.push(value);
  }
  found.sort((a, b) => a - b);
  return { low: quantile(found, 0.025), high: quantile(found, 0.975) };
}

function meanOf(list: readonly number[]): number | null {
  return list.length === 0 ? null : sumOf(list) / list.length;
}

function varianceOf(list: readonly number[]): number {
  const mean = meanOf(list)!;
  return sumOf(list.map((value) => (value - mean) * (value - mean))) / Math.max(1, list.length - 1);
}
