/**
 * Keyed hashes of keys (integers below 2^53). An attacker who knows a hash function can choose keys that all fall into one slot
 * of a table ("hash flooding", Crosby and Wallach 2003). So every table hashes with four words that others cannot know:
 * a secret of the thread, or, where a result depends on the hash, words drawn from the seed of the run.
 */
import { RandomStream } from "./random.ts";

/** Four words: any, and three odd ones. Structured-cloneable. */
export interface HashKey {
  readonly salt: number;
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
}

/** A new secret, from the system's generator. Nothing that a run reports may depend on it. */
export function drawSecret(): HashKey {
  return hashKeyOf(crypto.getRandomValues(new Uint32Array(4)));
}

/** The words for one purpose of a run: the same for the same seed. */
export function seededHashKey(seed: number, purpose: string): HashKey {
  return hashKeyOf(new RandomStream(seed, purpose).draw(0, 0));
}

/** Of tables that one thread makes and reads. */
export const SECRET = drawSecret();

/** 2^-32, by which the upper half of a key is cut off. */
const UPPER_HALF = 2.3283064365386963e-10;
const SECOND_MULTIPLIER = -749064809;

/** 32 bits of a key under the words of a hash key. Short enough to be inlined where it is called. */
export function keyedHash(key: number, salt: number, lower: number, middle: number, upper: number): number {
  let hash = Math.imul((key | 0) ^ salt, lower);
  // The halves meet before the last product: without it, keys that differ in the upper half alone would crowd.
  hash ^= (hash >>> 16) ^ Math.imul(key * UPPER_HALF, upper);
  hash = Math.imul(hash ^ (hash >>> 15), middle);
  return hash ^ (hash >>> 15);
}

/** A second hash of a key whose first one is `first`, and independent enough of it. Short enough to be inlined. */
export function secondHash(key: number, first: number): number {
  const hash = Math.imul(first ^ (key * UPPER_HALF), SECOND_MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** For slots that lie one behind the other: hashed once, keys of few lower and many upper halves may share a hash. */
export function slotHash(key: number, salt: number, lower: number, middle: number, upper: number): number {
  return secondHash(key, keyedHash(key, salt, lower, middle, upper));
}

export function secretHash(key: number): number {
  return keyedHash(key, SECRET.salt, SECRET.lower, SECRET.middle, SECRET.upper);
}

/** 32 bits of units [from, to), for names: anybody can make names whose domain keys crowd a table laid out by them. */
export function keyedUnitsHash(units: ArrayLike<number>, from: number, to: number, key: HashKey): number {
  const { salt, lower, middle, upper } = key;
  let hash = salt;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ units[i]!, lower);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ Math.imul(to - from, upper), middle);
  return hash ^ (hash >>> 15);
}

function hashKeyOf(words: Uint32Array): HashKey {
  return { salt: words[0]! | 0, lower: words[1]! | 1, middle: words[2]! | 1, upper: words[3]! | 1 };
}
