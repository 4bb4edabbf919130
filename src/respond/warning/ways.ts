import { lognormal } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { MINUTE_MS, wholeMs } from "../../core/time.ts";
import type { Pursuit } from "./pursuit.ts";

/** Standard deviation of the logarithm of the way. Assumed. */
const TRAVEL_SIGMA = 0.5;

/** Draws have the same keys as what people do (people.ts). */
export class Ways {
  readonly #medianMinutes: number;
  readonly #draws: RandomStream;

  constructor(medianMinutes: number, seed: number) {
    // A median must be positive.
    this.#medianMinutes = Math.max(medianMinutes, 1e-9);
    this.#draws = new RandomStream(seed, "warning-way");
  }

  /** Whole milliseconds to the `attempt`-th visit (from 1) about a warning. */
  wayMs({ warning, ordinal }: Pursuit, attempt: number): number {
    const words = this.#draws.draw(warning.subscriber, ordinal, attempt);
    return wholeMs(lognormal(words[0]!, words[1]!, this.#medianMinutes, TRAVEL_SIGMA), MINUTE_MS);
  }
}
