/**
 * The Sobol sequence: points that fill a cube more evenly than drawn ones do, any number of them from the first on.
 * Direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM
 * Journal on Scientific Computing 30, 2008 (new-joe-kuo-6).
 */
import { assert } from "../../core/assert.ts";
import { RandomStream, unit } from "../../core/random.ts";

/** A line a dimension, from the second on: degree, polynomial, and the first direction numbers. */
const NUMBERS = `
1 0 1
2 1 1 3
3 1 1 3 1
3 2 1 1 1
4 1 1 1 3 3
4 4 1 3 5 13
5 2 1 1 5 5 17
5 4 1 1 5 5 5
5 7 1 1 7 11 19
5 11 1 1 5 1 1
5 13 1 1 1 3 11
5 14 1 3 5 5 31
6 1 1 3 3 9 7 49
6 13 1 1 1 15 21 21
6 16 1 3 1 13 27 49
6 19 1 1 1 15 7 5
6 22 1 3 1 15 13 25
6 25 1 1 5 5 19 61
7 1 1 3 7 11 23 15 103
7 4 1 3 7 13 13 15 69
7 7 1 1 3 13 7 35 63
7 8 1 3 5 9 1 25 53
7 14 1 3 1 13 9 35 107
7 19 1 3 1 5 27 61 31
7 21 1 1 5 11 19 41 61
7 28 1 3 5 3 3 13 69
7 31 1 1 7 13 1 19 1
7 32 1 3 7 5 13 19 59
7 37 1 1 3 9 25 29 41
7 41 1 3 5 13 23 1 55
7 42 1 3 7 3 13 59 17
7 50 1 3 1 3 5 53 69
7 55 1 1 5 5 23 33 13
7 56 1 1 7 7 1 61 123
7 59 1 1 7 9 13 61 49
7 62 1 3 3 5 3 55 33
8 14 1 3 1 15 31 13 49 245
8 21 1 3 5 15 31 59 63 97
8 22 1 3 1 11 11 11 77 249`;

const ROWS = NUMBERS.trim()
  .split("\n")
  .map((line) => line.split(" ").map(Number));

export const MAX_DIMENSIONS = ROWS.length + 1;

const BITS = 32;

export class SobolSequence {
  /** By dimension and bit. */
  readonly #directions: readonly Uint32Array[];
  /** What each dimension is shifted by, digit by digit; 0: not at all. */
  readonly #shifts: readonly number[];

  /**
   * `seed`: shifts every dimension by a number drawn from it, which keeps the points as even; null leaves the sequence
   * as it is published, with the first point at 0.
   */
  constructor(dimensions: number, seed: number | null) {
    assert(dimensions <= MAX_DIMENSIONS, () => `a Sobol sequence of ${dimensions} dimensions`);
    const draws = seed === null ? null : new RandomStream(seed, "sobol-shift");
    this.#directions = Array.from({ length: dimensions }, (_, at) => directionsOf(at));
    this.#shifts = this.#directions.map((_, at) => draws?.draw(at, 0)[0] ?? 0);
  }

  /** Point `index`, from 0: a number in [0, 1) for each dimension. */
  point(index: number): number[] {
    const gray = index ^ (index >>> 1);
    return this.#directions.map((directions, at) => {
      let word = this.#shifts[at]!;
      for (let bit = 0; bit < BITS; bit++) if ((gray >>> bit) & 1) word ^= directions[bit]!;
      return unit(word >>> 0);
    });
  }
}

function directionsOf(dimension: number): Uint32Array {
  const directions = new Uint32Array(BITS);
  if (dimension === 0) return directions.map((_, bit) => 1 << (BITS - 1 - bit));
  const [degree, polynomial, ...first] = ROWS[dimension - 1]! as [number, number, ...number[]];
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      directions[bit] = first[bit]! << (BITS - 1 - bit);
      continue;
    }
    let word = directions[bit - degree]! ^ (directions[bit - degree]! >>> degree);
    for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - 1 - k)) & 1) word ^= directions[bit - k]!;
    directions[bit] = word;
  }
  return directions;
}
