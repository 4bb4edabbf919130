/**
 * Counter-based randomness: a draw is a function of (seed, stream, entity, ordinal), never of the
 * order in which draws are made. Any worker can therefore make any draw, and the result of a run
 * does not depend on how its events were cut into batches.
 *
 * Generator: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011), checked against the known answers that its authors publish. No draw uses
 * Math.pow or `**`, whose last bit differs between versions of Node.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Four 32-bit words from a 128-bit counter and a 64-bit key, written to `out[0..3]`. About 20 ns. */
export function philox(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Uint32Array,
): void {
  let a = counter0 | 0;
  let b = counter1 | 0;
  let c = counter2 | 0;
  let d = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(MULTIPLIER_0, a);
    const highC = multiplyHigh(MULTIPLIER_1, c);
    const lowA = Math.imul(MULTIPLIER_0, a);
    const lowC = Math.imul(MULTIPLIER_1, c);
    a = highC ^ b ^ k0;
    b = lowC;
    c = highA ^ d ^ k1;
    d = lowA;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** Upper 32 bits of a 32 by 32 bit product, from 16-bit halves: no partial sum exceeds 32 bits. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = (Math.imul(xHigh, yLow) + (Math.imul(xLow, yLow) >>> 16)) | 0;
  const cross = (Math.imul(xLow, yHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(xHigh, yHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/** Seeds are unsigned 32-bit integers. */
export const MAX_SEED = 0xffffffff;

/**
 * The draws for one purpose ("benign", "gang-target", ...). Purposes are independent of each other:
 * adding a draw to one never moves another.
 */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  /** The words of the last `draw`; overwritten by the next. */
  readonly words = new Uint32Array(4);

  constructor(seed: number, purpose: string) {
    this.#key0 = seed;
    this.#key1 = hashPurpose(purpose);
  }

  /** Four uniform 32-bit words for (entity, ordinal, part, block), each an unsigned 32-bit integer. */
  draw(entity: number, ordinal: number, part = 0, block = 0): Uint32Array {
    philox(entity, ordinal, part, block, this.#key0, this.#key1, this.words);
    return this.words;
  }
}

/** FNV-1a. */
function hashPurpose(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) {
    hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

const WORD = 1 / 4294967296;

/** A word as a number in [0, 1). */
export function unit(word: number): number {
  return word * WORD;
}

/** A word as a number in (0, 1): safe for a logarithm. */
export function unitOpen(word: number): number {
  return (word + 0.5) * WORD;
}

/** A word as an integer in [0, limit), for limits up to 2^21 exactly uniform to within 2^-32. */
export function below(word: number, limit: number): number {
  return Math.floor(word * WORD * limit);
}
