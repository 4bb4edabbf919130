/** The draws of one text: 16-bit numbers from a stream at (entity, ordinal, part), block after block. */
import type { RandomStream } from "../../core/random.ts";

export const DRAW_LIMIT = 65536;

/** One is reused for every text; `start` makes it a pure function of its keys again. Eight draws a block. */
export class TextDraws {
  #stream: RandomStream | undefined;
  #entity = 0;
  #ordinal = 0;
  #part = 0;
  #block = 0;
  #used = 8;

  start(stream: RandomStream, entity: number, ordinal: number, part: number, block: number): void {
    this.#stream = stream;
    this.#entity = entity;
    this.#ordinal = ordinal;
    this.#part = part;
    this.#block = block;
    this.#used = 8;
  }

  /** Uniform in [0, DRAW_LIMIT). */
  next(): number {
    const stream = this.#stream!;
    if (this.#used === 8) {
      stream.draw(this.#entity, this.#ordinal, this.#part, this.#block);
      this.#block++;
      this.#used = 0;
    }
    const word = stream.words[this.#used >>> 1]!;
    const half = (word >>> ((this.#used & 1) << 4)) & 0xffff;
    this.#used++;
    return half;
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
