import type { RandomStream } from "../../core/random.ts";

const HALVES = 8;

/** One is reused for every text; `start` makes it a pure function of its keys again. Eight draws a block. */
export class TextDraws {
  #stream: RandomStream | undefined;
  #entity = 0;
  #ordinal = 0;
  #part = 0;
  #block = 0;
  /** The draws of the last block, and how many of them are used. */
  readonly #halves = new Uint16Array(HALVES);
  #used = HALVES;

  start(stream: RandomStream, entity: number, ordinal: number, part: number, block: number): void {
    this.#stream = stream;
    this.#entity = entity;
    this.#ordinal = ordinal;
    this.#part = part;
    this.#block = block;
    this.#used = HALVES;
  }

  /** Uniform in [0, DRAW_LIMIT). */
  next(): number {
    if (this.#used === HALVES) this.#refill();
    return this.#halves[this.#used++]!;
  }

  #refill(): void {
    const words = this.#stream!.draw(this.#entity, this.#ordinal, this.#part, this.#block);
    // Four words as eight halves, the lower half of each first.
    for (let word = 0; word < 4; word++) {
      this.#halves[2 * word] = words[word]!;
      this.#halves[2 * word + 1] = words[word]! >>> 16;
    }
    this.#block++;
    this.#used = 0;
  }

  /** Uniform in [0, limit) to within limit / 65536, for limits up to 2^15. */
  below(limit: number): number {
    return (this.next() * limit) >>> 16;
  }
}

/** A 32-bit integer that looks random, from two (the finaliser of MurmurHash3; Appleby 2011). Signed. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A mixed integer as one in [0, limit), for limits up to 2^15. */
export function mixedBelow(mixed: number, limit: number): number {
  return Math.imul(mixed >>> 16, limit) >>> 16;
}
