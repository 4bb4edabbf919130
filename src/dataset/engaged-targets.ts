/** Whom gangs have had on the hook so far. */
import { episodeKey } from "../metrics/episode-key.ts";

interface Engaged {
  readonly gang: number;
  readonly target: number;
}

export class EngagedTargets {
  readonly #keys = new Set<number>();
  /** Of those that ended, so many are known. */
  #ended = 0;

  /** Those under way, and all that ended so far, of which there are more each time. */
  note(underWay: Iterable<Engaged>, ended: readonly Engaged[]): void {
    for (const episode of underWay) this.#keys.add(episodeKey(episode));
    for (; this.#ended < ended.length; this.#ended++) this.#keys.add(episodeKey(ended[this.#ended]!));
  }

  has(gang: number, target: number): boolean {
    return this.#keys.has(episodeKey({ gang, target }));
  }
}
