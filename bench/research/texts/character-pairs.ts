/**
 * Naive Bayes on pairs of neighbouring characters: the plainest classifier of texts. Whatever it tells apart, a reader
 * of wordings alone could. Texts are raw, except that all digits count as 0: the number in a text says nothing of its
 * kind. Pairs are hashed into BUCKETS; counts are smoothed by one (Laplace).
 */
const BUCKETS = 1 << 16;
/** Stands before the first unit and behind the last. */
const EDGE = 1;
const ZERO = 0x30;

export class CharacterPairs {
  readonly #fraud = new Float64Array(BUCKETS);
  readonly #benign = new Float64Array(BUCKETS);
  #fraudPairs = 0;
  #benignPairs = 0;

  learn(text: string, isFraud: boolean): void {
    const counts = isFraud ? this.#fraud : this.#benign;
    let before = EDGE;
    for (let i = 0; i <= text.length; i++) {
      const unit = unitAt(text, i);
      counts[bucketOf(before, unit)]!++;
      before = unit;
    }
    if (isFraud) this.#fraudPairs += text.length + 1;
    else this.#benignPairs += text.length + 1;
  }

  /**
   * How far the pairs of a text speak for fraud: the sum of their log-likelihood ratios, in nats, without the prior.
   * Above 0 they speak for it.
   */
  score(text: string): number {
    const offset = Math.log((this.#benignPairs + BUCKETS) / (this.#fraudPairs + BUCKETS));
    let sum = 0;
    let before = EDGE;
    for (let i = 0; i <= text.length; i++) {
      const unit = unitAt(text, i);
      const bucket = bucketOf(before, unit);
      sum += Math.log((this.#fraud[bucket]! + 1) / (this.#benign[bucket]! + 1)) + offset;
      before = unit;
    }
    return sum;
  }
}

function unitAt(text: string, i: number): number {
  if (i === text.length) return EDGE;
  const unit = text.charCodeAt(i);
  return unit >= ZERO && unit <= 0x39 ? ZERO : unit;
}

function bucketOf(before: number, unit: number): number {
  return (Math.imul(Math.imul(before, 0x9e3779b1) ^ unit, 0x85ebca6b) >>> 16) & (BUCKETS - 1);
}
