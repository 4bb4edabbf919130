/**
 * Seeded events for both pipelines: half calls, half texts of a corpus, a fifth of them fraud; one caller in a hundred
 * is listed.
 */
import { Corpus, type CorpusKind } from "../corpus/corpus.ts";
import { listedNumber, unlistedNumber } from "../corpus/mobile-numbers.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";

export interface TrafficOptions {
  readonly seed: number;
  readonly corpus: CorpusKind;
  readonly templates: number;
  readonly listed: number;
}

const FRAUD_PERCENT = 20;
const LISTED_PERCENT = 1;
/** Mobile numbers written the long way, which is the same line. */
const PREFIXED_PERCENT = 5;
const PREFIXES = ["+86", "0086", "86"] as const;

export class Traffic {
  readonly knowledge: ObviousKnowledge;
  readonly #corpus: Corpus;
  #line = 0;

  constructor({ seed, corpus, templates, listed }: TrafficOptions) {
    this.#corpus = new Corpus(seed, corpus);
    const scripts = Array.from({ length: templates }, () => this.#corpus.script());
    const numbers = Array.from({ length: listed }, () => String(listedNumber(this.#corpus)));
    // A script or number drawn twice is one: templates and listings are then counted alike by all.
    this.knowledge = { templates: [...new Set(scripts)], blocklist: [...new Set(numbers)] };
  }

  /** The next events; the same whatever the numbers in which they are asked for. */
  next(count: number): ObviousEvent[] {
    return Array.from({ length: count }, () => this.#event());
  }

  #event(): ObviousEvent {
    const { below, pick } = this;
    const { blocklist, templates } = this.knowledge;
    const number = below(100) < LISTED_PERCENT ? pick(blocklist) : String(unlistedNumber(this.#corpus));
    const caller = below(100) < PREFIXED_PERCENT ? pick(PREFIXES) + number : number;
    const text = below(2) === 0 ? null : this.#corpus.message(templates, FRAUD_PERCENT);
    return { line: ++this.#line, caller, text, label: null };
  }

  readonly below = (limit: number): number => this.#corpus.below(limit);
  readonly pick = <T>(items: readonly T[]): T => this.#corpus.pick(items);
}
