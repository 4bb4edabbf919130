/** People whom gangs have engaged so far. */
import { episodeKey } from "../metrics/episode-key.ts";

interface Engaged {
  readonly gang: number;
  readonly target: number;
}

export class EngagedTargets {
  readonly #keys = new Set<number>();
  /** Ended episodes noted so far. */
  #ended = 0;

  /** Episodes under way, and all ended so far, more each time. */
  note(underWay: Iterable<Engaged>, ended: readonly Engaged[]): void {
    for (const episode of underWay) this.#keys.add(episodeKey(episode));
    for (; this.#ended < ended.length; this.#ended++) this.#keys.add(episodeKey(ended[this.#ended]!));
  }

  has(gang: number, target: number): boolean {
    return this.#keys.has(episodeKey({ gang, target }));
  }
}
