/** Numbers for a blocklist and numbers to ask for: mobile numbers, drawn by seed. */
import { LISTED } from "../../src/detect/blocklist/found.ts";
import { ExactBlocklist } from "../../src/detect/blocklist/exact.ts";
import { RandomStream, below, unit } from "../../src/core/random.ts";

const FIRST_MOBILE = 13_000_000_000;
const MOBILE_NUMBERS = 6_000_000_000;

/** That filters are made for, in every bench. */
export const FALSE_POSITIVE_RATE = 0.01;

export class Entries {
  readonly keys: Float64Array;
  readonly #table: ExactBlocklist;
  readonly #draws: RandomStream;
  #next = 0;

  constructor(seed: number, count: number) {
    this.#draws = new RandomStream(seed, "bench-entries");
    this.#table = ExactBlocklist.create(count);
    this.keys = new Float64Array(count);
    while (this.#table.size < count) {
      const number = this.#number();
      const at = this.#table.size;
      if (this.#table.add(number)) this.keys[at] = number;
    }
  }

  strangers(count: number): Float64Array {
    return Float64Array.from({ length: count }, () => this.#stranger());
  }

  /** Numbers to ask for, of which a share is listed: drawn, as no processor foresees the next one. */
  asked(count: number, listedShare: number): Float64Array {
    return Float64Array.from({ length: count }, () => {
      const words = this.#draws.draw(this.#next++, 1);
      const [toss, which] = [words[0]!, words[1]!];
      return unit(toss) < listedShare ? this.keys[below(which, this.keys.length)]! : this.#stranger();
    });
  }

  #stranger(): number {
    for (;;) {
      const number = this.#number();
      if (!this.#table.has(number)) return number;
    }
  }

  #number(): number {
    return FIRST_MOBILE + below(this.#draws.draw(this.#next++, 0)[0]!, MOBILE_NUMBERS);
  }
}

/** The places of `answers` (findings.ts) that say listed. */
export function listedPlaces(answers: Uint8Array): number[] {
  const places: number[] = [];
  for (const [place, answer] of answers.entries()) if (answer === LISTED) places.push(place);
  return places;
}
