/** Designs over a cube: where the points of a study lie, each a place from 0 to 1 for every axis. */
import { RandomStream, below, unit } from "../../core/random.ts";
import { SobolSequence } from "./sobol-sequence.ts";

export type Places = readonly (readonly number[])[];

/** Drawn one by one: the first of them are the same, however many follow. */
export function randomPlaces(axes: number, points: number, seed: number): Places {
  const draws = new RandomStream(seed, "design-random");
  return listOf(points, (point) => listOf(axes, (axis) => unit(draws.draw(point, axis)[0]!)));
}

/**
 * Latin hypercube (McKay, Beckman and Conover 1979): every axis is cut into as many strips as there are points, and
 * each strip has one. Another number of points is another design.
 */
export function latinPlaces(axes: number, points: number, seed: number): Places {
  const draws = new RandomStream(seed, `design-latin-${points}`);
  const strips = listOf(axes, (axis) => shuffled(points, draws, axis));
  return listOf(points, (point) =>
    listOf(axes, (axis) => (strips[axis]![point]! + unit(draws.draw(point, axis, 1)[0]!)) / points),
  );
}

/** 0 to `count` - 1, in an order drawn for `entity`. */
function shuffled(count: number, draws: RandomStream, entity: number): number[] {
  const order = listOf(count, (at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = below(draws.draw(at, entity)[0]!, at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** The Sobol sequence from its first point on, shifted by the seed. */
export function sobolPlaces(axes: number, points: number, seed: number): Places {
  const sequence = new SobolSequence(axes, seed);
  return listOf(points, (point) => sequence.point(point));
}

/** A step of Morris's walks, on four levels: 2/3 of the axis. */
export const MORRIS_STEP = 2 / 3;

/**
 * Walks of Morris (Technometrics 33, 1991): each begins at a drawn place and moves one axis after the other, in a drawn
 * order, by MORRIS_STEP. A walk has a point more than there are axes.
 */
export function morrisPlaces(axes: number, walks: number, seed: number): Places {
  const draws = new RandomStream(seed, "design-morris");
  return listOf(walks, (walk) => {
    const ends = listOf(axes, (axis) => {
      const [level, direction] = draws.draw(walk, axis, 1);
      const low = below(level!, 2) / 3;
      return below(direction!, 2) === 0 ? [low, low + MORRIS_STEP] : [low + MORRIS_STEP, low];
    });
    const moved = shuffled(axes, draws, walk);
    return listOf(axes + 1, (step) => {
      const done = new Set(moved.slice(0, step));
      return ends.map(([from, to], axis) => (done.has(axis) ? to! : from!));
    });
  }).flat();
}

/**
 * What Sobol's indices are estimated from (Saltelli and others, Computer Physics Communications 181, 2010): of each
 * base point two places A and B, and A with one axis of B for every axis. So `axes` + 2 points each.
 */
export function saltelliPlaces(axes: number, bases: number, seed: number): Places {
  const sequence = new SobolSequence(2 * axes, seed);
  return listOf(bases, (base) => {
    const place = sequence.point(base);
    const [a, b] = [place.slice(0, axes), place.slice(axes)];
    return [a, b, ...a.map((_, axis) => a.with(axis, b[axis]!))];
  }).flat();
}

function listOf<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}
