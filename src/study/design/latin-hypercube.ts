/** A Latin hypercube: each point has a place from 0 to 1 on every axis. */
import { RandomStream, below, unit } from "../../core/random.ts";

/**
 * McKay, Beckman and Conover 1979: every axis is cut into as many strips as there are points, and each strip has one.
 * Another number of points is another design.
 */
export function latinPlaces(axes: number, points: number, seed: number): number[][] {
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

function listOf<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}
