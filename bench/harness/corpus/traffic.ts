/**
 * Seeded events: half calls, half messages of a corpus, a fifth of them fraud; one caller in a hundred is listed, and,
 * where hotlines are imitated, one in two hundred shows a hotline with zeros in front.
 */
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";
import type { Row } from "../../../src/rows/row.ts";
import { Corpus, type CorpusKind } from "./corpus.ts";

interface TrafficOptions {
  readonly seed: number;
  readonly corpus: CorpusKind;
  readonly templates: number;
  readonly listed: number;
  readonly hotlines?: boolean;
}

const FRAUD_PERCENT = 20;
const LISTED_PERMILLE = 10;
const HOTLINE_PERMILLE = 5;
/** Mobile numbers written the long way, which is the same line. */
const PREFIXED_PERCENT = 5;
const PREFIXES = ["+86", "0086", "86"] as const;
const FIRST_MOBILE = 13_000_000_000;
const HALF_OF_NUMBERS = 1_000_000_000;

type Event = Row & { readonly caller: string };

/** Events, and what is known of them. */
export interface EventSource {
  readonly knowledge: { readonly blocklist: readonly string[]; readonly templates: readonly string[] };
  next(count: number): Event[];
}

export class Traffic implements EventSource {
  readonly knowledge: EventSource["knowledge"];
  readonly #corpus: Corpus;
  readonly #hotlines: readonly string[];
  #line = 0;

  constructor({ seed, corpus, templates, listed, hotlines = false }: TrafficOptions) {
    this.#corpus = new Corpus(seed, corpus);
    this.#hotlines = hotlines ? loadProtectedIdentities().hotlines.map(({ digits }) => `00${digits}`) : [];
    const scripts = Array.from({ length: templates }, () => this.#corpus.script());
    const numbers = Array.from({ length: listed }, () => this.#number(0));
    // A script or number drawn twice is one: templates and listings are then counted alike by all.
    this.knowledge = { templates: [...new Set(scripts)], blocklist: [...new Set(numbers)] };
  }

  /** The next events; the same whatever the numbers in which they are asked for. */
  next(count: number): Event[] {
    return Array.from({ length: count }, () => this.#event());
  }

  #event(): Event {
    const corpus = this.#corpus;
    const { blocklist, templates } = this.knowledge;
    const draw = corpus.below(1000);
    const isHotline = draw >= 1000 - HOTLINE_PERMILLE && this.#hotlines.length > 0;
    const number = draw < LISTED_PERMILLE ? corpus.pick(blocklist) : this.#number(1);
    const line = corpus.below(100) < PREFIXED_PERCENT ? corpus.pick(PREFIXES) + number : number;
    const caller = isHotline ? corpus.pick(this.#hotlines) : line;
    const text = corpus.below(2) === 0 ? null : corpus.message(templates, FRAUD_PERCENT);
    return { line: ++this.#line, caller, text, label: null };
  }

  /** Numbers to be listed are even and all others odd: nobody is listed by accident. */
  #number(odd: 0 | 1): string {
    return String(FIRST_MOBILE + 2 * this.#corpus.below(HALF_OF_NUMBERS) + odd);
  }
}
