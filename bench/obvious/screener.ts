/**
 * Screening as a competent engineer writes it in an afternoon, with the packages that everybody finds: bloom-filters,
 * fastest-levenshtein, string functions. It is the reference that the product is measured against, and the oracle that
 * its verdicts are held to; it shares no code with the stages but the folding of
 * letters and the reader of links.
 */
import bloom from "bloom-filters";
import type { BloomFilter } from "bloom-filters";
import { distance as levenshtein } from "fastest-levenshtein";
import type { ObviousEvent, ObviousKnowledge, ObviousVerdict } from "./event.ts";
import { normalise } from "./normalise.ts";

const FALSE_POSITIVE_RATE = 0.01;
const MIN_SIMILARITY = 0.75;
/** Less than this says too little to be told from something else. */
const SHORTEST_UNITS = 8;
const MOBILE_FROM_CHINA = /^(?:\+|00)?86(?=1[3-9]\d{9}$)/;

export class ObviousScreener {
  readonly #filter: BloomFilter;
  /** Blocking on the filter alone would block one innocent caller in a hundred. */
  readonly #listed: ReadonlySet<string>;
  readonly #templates: readonly string[];

  constructor({ blocklist, templates }: ObviousKnowledge) {
    this.#filter = bloom.BloomFilter.create(Math.max(1, blocklist.length), FALSE_POSITIVE_RATE);
    for (const caller of blocklist) this.#filter.add(caller);
    this.#listed = new Set(blocklist);
    this.#templates = templates.map(normalise);
  }

  screen(event: ObviousEvent): ObviousVerdict {
    const caller = event.caller.replace(MOBILE_FROM_CHINA, "");
    const listed = this.#filter.has(caller) && this.#listed.has(caller);
    return { line: event.line, listed, ...this.#nearest(event.text ?? "") };
  }

  /** The first of the templates of greatest similarity, if that is enough. */
  #nearest(text: string): Pick<ObviousVerdict, "template" | "distance"> {
    const message = normalise(text);
    let best = { template: -1, distance: 0 };
    if (message.length < SHORTEST_UNITS) return best;
    let bestSimilarity = 0;
    for (const [index, template] of this.#templates.entries()) {
      if (template.length < SHORTEST_UNITS) continue;
      const distance = levenshtein(message, template);
      const similarity = 1 - distance / Math.max(message.length, template.length);
      if (similarity >= MIN_SIMILARITY && similarity > bestSimilarity) {
        best = { template: index, distance };
        bestSimilarity = similarity;
      }
    }
    return best;
  }
}
