/** Naive Bayes on words (of Chinese, on pairs of characters): the plain reference beside which a model is shown. */
const ZERO = "0";

export class WordBayes {
  readonly #fraud = new Map<string, number>();
  readonly #benign = new Map<string, number>();
  #fraudWords = 0;
  #benignWords = 0;

  /** Counts the words of a text whose kind is known. */
  learn(text: string, isFraud: boolean): void {
    const counts = isFraud ? this.#fraud : this.#benign;
    for (const word of wordsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      if (isFraud) this.#fraudWords++;
      else this.#benignWords++;
    }
  }

  /**
   * Once all is learned: the sum of the log-likelihood ratios of a text's words, smoothed by one (Laplace), without the
   * prior.
   */
  scorer(): (text: string) => number {
    const known = new Set([...this.#fraud.keys(), ...this.#benign.keys()]).size;
    const offset = Math.log((this.#benignWords + known) / (this.#fraudWords + known));
    return (text) => {
      let sum = 0;
      for (const word of wordsOf(text)) {
        sum += Math.log(((this.#fraud.get(word) ?? 0) + 1) / ((this.#benign.get(word) ?? 0) + 1)) + offset;
      }
      return sum;
    };
  }
}

/** In lower case; a run of digits is one word, whatever it is. */
function wordsOf(text: string): string[] {
  const found = text.toLowerCase().match(/[a-z\u00c0-\u024f']+|\d+|[\u3400-\u9fff]+|[^\s\w\u3400-\u9fff]/g) ?? [];
  return found.flatMap((word) => {
    if (/^\d/.test(word)) return ZERO;
    if (!/^[\u3400-\u9fff]/.test(word) || word.length === 1) return word;
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  });
}
