/** When events are due: at even distances, or as independent people send them. */
import { assert } from "../../../src/core/assert.ts";
import { exponential } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";

/** `constant`: one every 1/rate seconds. `poisson`: gaps are exponential, so several may come at once. */
export const ARRIVALS = ["constant", "poisson"] as const;
export type ArrivalKind = (typeof ARRIVALS)[number];

interface ArrivalOptions {
  readonly kind: ArrivalKind;
  readonly ratePerSecond: number;
  readonly seed: number;
  /** Events due from here on are never sent, in milliseconds. */
  readonly untilMs: number;
}

/**
 * The schedule of a run, in milliseconds from its start. The first constant event is due at 0. A pure function of its
 * options.
 */
export class Arrivals {
  readonly #meanGapMs: number;
  readonly #draws: RandomStream | null;
  readonly #untilMs: number;
  #nextMs: number;
  #taken = 0;

  constructor({ kind, ratePerSecond, seed, untilMs }: ArrivalOptions) {
    assert(ratePerSecond > 0 && Number.isFinite(ratePerSecond), `a rate must be positive, got ${ratePerSecond}`);
    this.#meanGapMs = 1000 / ratePerSecond;
    this.#draws = kind === "poisson" ? new RandomStream(seed, "bench-arrivals") : null;
    this.#untilMs = untilMs;
    this.#nextMs = this.#draws === null ? 0 : this.#gapMs(0, this.#draws);
  }

  /** When the next event is due; Infinity after the last. */
  get nextMs(): number {
    return this.#nextMs < this.#untilMs ? this.#nextMs : Number.POSITIVE_INFINITY;
  }

  /** Events taken so far: the number of the next one. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes what is due by `nowMs`, at most `limit` events: their times go into out[0, n). Returns n. 10 to 40 ns an
   * event.
   */
  takeDue(nowMs: number, out: Float64Array, limit: number): number {
    let n = 0;
    while (n < limit && this.nextMs <= nowMs) {
      out[n++] = this.#nextMs;
      this.#taken++;
      // From the number of the event, not by adding up gaps: the hundred-millionth is due as exactly as the first.
      this.#nextMs =
        this.#draws === null ? this.#taken * this.#meanGapMs : this.#nextMs + this.#gapMs(this.#taken, this.#draws);
    }
    return n;
  }

  #gapMs(event: number, draws: RandomStream): number {
    return exponential(draws.draw(event, 0)[0]!, this.#meanGapMs);
  }
}
