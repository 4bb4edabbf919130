/**
 * Seeded events for both pipelines: half calls, half messages of a corpus, a fifth of them fraud; one caller in a
 * hundred is listed.
 */
import { Corpus, type CorpusKind } from "../harness/corpus/corpus.ts";
import { listedNumber, unlistedNumber } from "../harness/corpus/mobile-numbers.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";

interface TrafficOptions {
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

/** Events, and what both pipelines know. */
export interface EventSource {
  readonly knowledge: ObviousKnowledge;
  next(count: number): ObviousEvent[];
}

export class Traffic implements EventSource {
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
    const corpus = this.#corpus;
    const { blocklist, templates } = this.knowledge;
    const number = corpus.below(100) < LISTED_PERCENT ? corpus.pick(blocklist) : String(unlistedNumber(corpus));
    const caller = corpus.below(100) < PREFIXED_PERCENT ? corpus.pick(PREFIXES) + number : number;
    const text = corpus.below(2) === 0 ? null : corpus.message(templates, FRAUD_PERCENT);
    return { line: ++this.#line, caller, text, label: null };
  }
}
