/**
 * Counter-based randomness: a draw is a function of (seed, stream, entity, ordinal), never of the
 * order in which draws are made. Any worker can therefore make any draw, and the result of a run
 * does not depend on how its events were cut into batches.
 *
 * Generator: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011), checked against the known answers that its authors publish. No draw uses
 * Math.pow or `**`, whose last bit differs between versions of Node.
 */
import { fnv1a } from "./fnv.ts";
import { instantiateWasm, loadKernel } from "./web-assembly.ts";

/** Written in kernel/philox.ts: `draw` leaves its four words at the beginning of the memory. */
interface PhiloxExports {
  readonly draw: (c0: number, c1: number, c2: number, c3: number, key0: number, key1: number) => void;
  readonly memory: { readonly buffer: ArrayBuffer };
}

const { draw: drawWords, memory } = instantiateWasm(loadKernel<PhiloxExports>("philox"));
const drawn = new Uint32Array(memory.buffer, 0, 4);

/** Four 32-bit words from a 128-bit counter and a 64-bit key, written to `out[0..3]`. About 13 ns. */
export function philox(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Uint32Array,
): void {
  // As signed words: unsigned ones above 2^31 would each be boxed on the way.
  drawWords(counter0 | 0, counter1 | 0, counter2 | 0, counter3 | 0, key0 | 0, key1 | 0);
  out[0] = drawn[0]!;
  out[1] = drawn[1]!;
  out[2] = drawn[2]!;
  out[3] = drawn[3]!;
}

/** Seeds are unsigned 32-bit integers. */
export const MAX_SEED = 0xffffffff;

/**
 * The draws for one purpose ("arrivals", "lengths", ...). Purposes are independent of each other:
 * adding a draw to one never moves another.
 */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  /** The words of the last `draw`; overwritten by the next. */
  readonly words = new Uint32Array(4);

  constructor(seed: number, purpose: string) {
    this.#key0 = seed;
    this.#key1 = fnv1a(purpose);
  }

  /** Four uniform 32-bit words for (entity, ordinal, part, block), each an unsigned 32-bit integer. */
  draw(entity: number, ordinal: number, part = 0, block = 0): Uint32Array {
    philox(entity, ordinal, part, block, this.#key0, this.#key1, this.words);
    return this.words;
  }

  /** The same for a key, an integer from 0 to 2^53 - 1, in place of entity and ordinal. */
  drawByKey(key: number, part = 0): Uint32Array {
    return this.draw(key % 4294967296, Math.floor(key / 4294967296), part);
  }
}

const WORD = 1 / 4294967296;

/** A word as a number in [0, 1). */
export function unit(word: number): number {
  return word * WORD;
}

/** What a word stays below with probability `share`, which counts as 1 above it: such decisions compare integers. */
export function thresholdOf(share: number): number {
  return Math.round(Math.min(1, share) / WORD);
}

/** A word as a number in (0, 1): safe for a logarithm. */
export function unitOpen(word: number): number {
  return (word + 0.5) * WORD;
}

/**
 * A word as an integer in [0, limit), each with a probability within 2^-32 of 1 / limit. A limit above 2^32 leaves some
 * integers out. The product is exact up to a limit of 2^21, and beyond it rounded, the same on every machine.
 */
export function below(word: number, limit: number): number {
  return Math.floor(word * WORD * limit);
}

/** Puts items in a random order, in place (Fisher and Yates); another order for each `round`. */
export function shuffle<Item>(
  items: { [at: number]: Item; readonly length: number },
  draws: RandomStream,
  round: number,
): void {
  for (let i = items.length - 1; i > 0; i--) {
    const other = below(draws.draw(i, round)[0]!, i + 1);
    const kept = items[i]!;
    items[i] = items[other]!;
    items[other] = kept;
  }
}
