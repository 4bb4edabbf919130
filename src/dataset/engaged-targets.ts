/** Whom gangs have had on the hook so far. */

interface Engaged {
  readonly gang: number;
  readonly target: number;
}

/** More than a gang has targets. */
const TARGETS = 4294967296;

export class EngagedTargets {
  readonly #keys = new Set<number>();
  /** Of those that ended, so many are known. */
  #ended = 0;

  /** Those under way, and all that ended so far, of which there are more each time. */
  note(underWay: Iterable<Engaged>, ended: readonly Engaged[]): void {
    for (const episode of underWay) this.#keys.add(keyOf(episode));
    for (; this.#ended < ended.length; this.#ended++) this.#keys.add(keyOf(ended[this.#ended]!));
  }

  has(gang: number, target: number): boolean {
    return this.#keys.has(keyOf({ gang, target }));
  }
}

function keyOf({ gang, target }: Engaged): number {
  return gang * TARGETS + target;
}
