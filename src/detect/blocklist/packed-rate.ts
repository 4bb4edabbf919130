/**
 * How many bits a key the packed filter needs for a false-positive rate, by its exact expectation rather than by the
 * textbook formula, which is far off for small blocks.
 *
 * A block has 16 words of 32 bits; a key sets g bits in one of the first 8 words and g bits in one of the last 8, each
 * pattern from a table of MASKS random ones. Let n be the keys of a block (Poisson, mean L), k those that hit a given
 * word. A stranger's pattern is covered in that word
 *   - surely, if one of the k keys has the same pattern of the table (each with probability 1 / MASKS);
 *   - else with probability q(k) = sum over j of (-1)^j C(g, j) r(j)^k, by inclusion and exclusion over the bits left
 *     empty, where r(j) = C(32 - j, g) / C(32, g) is the chance that a key leaves j given bits empty.
 * Summed over k (binomial, n, 1/8) that is 1 - sum over j >= 1 of c(j) t(j)^n. The two words are independent given n,
 * so the rate is the Poisson mean of the square of that: a double sum of exponentials.
 */
import { assert } from "../../core/assert.ts";
import { MASKS } from "./packed-layout.ts";

export const BLOCK_BITS = 512;
const MIN_RATE = 0.0001;
const MAX_RATE = 0.1;

const WORD_BITS = 32;
const WORDS_A_HALF = 8;
const MAX_BITS_A_WORD = 6;

export interface PackedGeometry {
  readonly bitsAWord: number;
  readonly blocks: number;
}

/**
 * The smallest filter that has at most this rate with `capacity` keys in it: 6 bits a key at 10 %, 11 at 1 %, 19 at 0.1
 * %.
 */
export function packedGeometry(capacity: number, rate: number): PackedGeometry {
  assert(rate >= MIN_RATE && rate <= MAX_RATE, `false-positive rate must be ${MIN_RATE} to ${MAX_RATE}, got ${rate}`);
  let bitsAWord = 1;
  let load = 0;
  for (let bits = 1; bits <= MAX_BITS_A_WORD; bits++) {
    const possible = greatestLoad(bits, rate);
    if (possible > load) {
      load = possible;
      bitsAWord = bits;
    }
  }
  return { bitsAWord, blocks: Math.ceil(capacity / load) };
}

/** Keys a block, on average, at which the rate is reached; by bisection, since the rate rises with the load. */
function greatestLoad(bitsAWord: number, rate: number): number {
  let low = 0;
  let high = BLOCK_BITS;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (packedRate(bitsAWord, middle) <= rate) low = middle;
    else high = middle;
  }
  return low;
}

/** The false-positive rate with `load` keys a block on average. */
export function packedRate(bitsAWord: number, load: number): number {
  const { weights, bases } = uncovered(bitsAWord);
  let rate = 1;
  for (let i = 1; i <= bitsAWord; i++) {
    rate -= 2 * weights[i]! * Math.exp(-load * (1 - bases[i]!));
    for (let j = 1; j <= bitsAWord; j++) {
      rate += weights[i]! * weights[j]! * Math.exp(-load * (1 - bases[i]! * bases[j]!));
    }
  }
  return Math.max(0, rate);
}

/** c(j) and t(j) of the head of this file: P(pattern not covered by n keys) = sum of weights[j] * bases[j]^n. */
function uncovered(bitsAWord: number): { weights: number[]; bases: number[] } {
  const weights = [0];
  const bases = [0];
  for (let j = 1; j <= bitsAWord; j++) {
    const leftEmpty = choose(WORD_BITS - j, bitsAWord) / choose(WORD_BITS, bitsAWord);
    weights.push((j % 2 === 1 ? 1 : -1) * choose(bitsAWord, j));
    bases.push(1 - (1 - (1 - 1 / MASKS) * leftEmpty) / WORDS_A_HALF);
  }
  return { weights, bases };
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
