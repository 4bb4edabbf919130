/**
 * Which parameters matter, from designs made for it: Morris's elementary effects, and Sobol's indices. A value is a
 * figure at a point, over its worlds; null where a point has none, and what needs that point is left out.
 */
import { RandomStream, below } from "../core/random.ts";
import { meanOf, varianceOf } from "../core/sum.ts";
import { quantile } from "../core/quantile.ts";
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
    const mu = list.length === 0 ? null : meanOf(list);
    const [interval] = bootstrap(sizes.length, seed, `morris-${axis}`, (drawn) => {
      let sum = 0;
      for (const at of drawn) sum += sizes[at]!;
      return [sum / drawn.length];
    });
    return {
      muStar: sizes.length === 0 ? null : meanOf(sizes),
      ...(interval ?? NO_INTERVAL),
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
  const found = rows.length < 2 ? [] : indicesOf(rows, Int32Array.from(rows.keys()), axes);
  const intervals = bootstrap(rows.length, seed, "sobol", (drawn) => indicesOf(rows, drawn, axes));
  const told = Array.from({ length: 2 * axes }, (_, at): IndexEstimate => {
    const value = found[at] ?? Number.NaN;
    return Number.isNaN(value) ? { value: null, ...NO_INTERVAL } : { value, ...(intervals[at] ?? NO_INTERVAL) };
  });
  return Array.from({ length: axes }, (_, axis) => ({
    first: told[2 * axis]!,
    total: told[2 * axis + 1]!,
    bases: rows.length,
  }));
}

/** First and total of each axis, of the rows that are drawn; NaN where nothing varies. */
function indicesOf(rows: readonly (readonly number[])[], drawn: Int32Array, axes: number): number[] {
  const n = drawn.length;
  let [sum, squares] = [0, 0];
  for (const at of drawn) sum += rows[at]![0]! + rows[at]![1]!;
  const centre = sum / (2 * n);
  for (const at of drawn) {
    const [a, b] = [rows[at]![0]! - centre, rows[at]![1]! - centre];
    squares += a * a + b * b;
  }
  const variance = squares / (2 * n - 1);
  const indices: number[] = [];
  for (let axis = 0; axis < axes; axis++) {
    let [products, moves] = [0, 0];
    for (const at of drawn) {
      const row = rows[at]!;
      const move = row[axis + 2]! - row[0]!;
      // Around the mean: a figure far from 0 would drown the products.
      products += (row[1]! - centre) * move;
      moves += move * move;
    }
    indices.push(products / n / variance, moves / (2 * n) / variance);
  }
  // What is left of rounding is no variance.
  return variance <= 1e-20 * centre * centre ? indices.fill(Number.NaN) : indices;
}

interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

const NO_INTERVAL: Interval = { low: null, high: null };

/** Percentiles of statistics over resamples of `count` things; none where they are too few. */
function bootstrap(
  count: number,
  seed: number,
  purpose: string,
  statistics: (drawn: Int32Array) => readonly number[],
): Interval[] {
  if (count < MIN_DRAWN) return [];
  const draws = new RandomStream(seed, `bootstrap-${purpose}`);
  const drawn = new Int32Array(count);
  const found: number[][] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let at = 0; at < count; at++) drawn[at] = below(draws.draw(at, resample)[0]!, count);
    for (const [at, value] of statistics(drawn).entries()) if (!Number.isNaN(value)) (found[at] ??= []).push(value);
  }
  return found.map((values) => {
    const ascending = values.toSorted((a, b) => a - b);
    return { low: quantile(ascending, 0.025), high: quantile(ascending, 0.975) };
  });
}
