/** Distributions over the words of a counter-based stream (random.ts): each is a pure function of its words. */
import { assert } from "./assert.ts";
import { type RandomStream, below, unit, unitOpen } from "./random.ts";

/** Exponential with the given mean, from one word. */
export function exponential(word: number, mean: number): number {
  return -mean * Math.log(unitOpen(word));
}

/** Standard normal, from two words (Box and Muller 1958). */
export function normal(word0: number, word1: number): number {
  return Math.sqrt(-2 * Math.log(unitOpen(word0))) * Math.cos(2 * Math.PI * unit(word1));
}

/** Lognormal by its median and the standard deviation of its logarithm, from two words. */
export function lognormal(word0: number, word1: number, median: number, sigma: number): number {
  return median * Math.exp(sigma * normal(word0, word1));
}

/** A word as a share of all. */
const WORD = unit(1);
const MAX_WORD = 0xffffffff;

/** exp(-mean) must stay a normal double, and one 32-bit word must resolve the tail. */
const POISSON_CHUNK = 256;

/**
 * Poisson count with the given mean >= 0, by inversion; a large mean is the sum of independent smaller ones, each from a
 * word of its own. Cost: up to half a microsecond for each 256.
 */
export function poisson(stream: RandomStream, entity: number, ordinal: number, mean: number): number {
  assert(mean >= 0 && Number.isFinite(mean), () => `Poisson mean must be finite and not negative, got ${mean}`);
  const chunks = Math.ceil(mean / POISSON_CHUNK);
  let total = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const words = stream.draw(entity, ordinal, chunk >>> 2);
    total += invertPoisson(unit(words[chunk & 3]!), mean / chunks);
  }
  return total;
}

function invertPoisson(uniform: number, mean: number): number {
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let count = 0;
  // Rounding may leave the cumulative sum a hair below 1: stop where nothing more can be added.
  while (uniform >= cumulative && probability > 0) {
    count++;
    probability *= mean / count;
    cumulative += probability;
  }
  return count;
}

/** An alias table (Walker 1977, built as Vose 1991): draws from any discrete distribution in constant time. */
export interface AliasTable {
  readonly size: number;
  /**
   * By column: what a word stays below whose outcome is the column, and the outcome of others; together for the cache.
   */
  readonly cells: Uint32Array;
}

/** Builds an alias table over shared memory from weights >= 0 of which at least one is positive. */
export function buildAliasTable(weights: ArrayLike<number>): AliasTable {
  const size = weights.length;
  let total = 0;
  for (let i = 0; i < size; i++) {
    assert(weights[i]! >= 0, () => `weight ${i} must not be negative, got ${weights[i]}`);
    total += weights[i]!;
  }
  assert(total > 0, "at least one weight must be positive");

  /** By column: the share of it that is its own outcome. Above 1: what it has to give to others. */
  const share = new Float64Array(size);
  const cells = new Uint32Array(new SharedArrayBuffer(size * 8));
  /** Columns in two stacks: from the front those below 1, from the back the others. */
  const stacks = new Uint32Array(size);
  let small = 0;
  let large = size;
  for (let i = 0; i < size; i++) {
    share[i] = (weights[i]! * size) / total;
    if (share[i]! < 1) stacks[small++] = i;
    else stacks[--large] = i;
  }
  while (small > 0 && large < size) {
    const poor = stacks[--small]!;
    const rich = stacks[large]!;
    setCell(cells, poor, share[poor]!, rich);
    share[rich]! -= 1 - share[poor]!;
    if (share[rich]! >= 1) continue;
    large++;
    stacks[small++] = rich;
  }
  for (let i = 0; i < small; i++) setCell(cells, stacks[i]!, 1, stacks[i]!);
  for (let i = large; i < size; i++) setCell(cells, stacks[i]!, 1, stacks[i]!);
  return { size, cells };
}

/** A share of 1, or too near it for a word to tell, has no other outcome. */
function setCell(cells: Uint32Array, column: number, share: number, other: number): void {
  const words = Math.max(0, Math.ceil(share / WORD));
  const isWhole = words > MAX_WORD;
  cells[2 * column] = isWhole ? 0 : words;
  cells[2 * column + 1] = isWhole ? column : other;
}

/** Draws an outcome in [0, table.size), from two words. */
export function drawAlias({ size, cells }: AliasTable, word0: number, word1: number): number {
  const column = below(word0, size);
  return word1 < cells[2 * column]! ? column : cells[2 * column + 1]!;
}
