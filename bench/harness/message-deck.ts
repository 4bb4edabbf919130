/**
 * Messages of a corpus, dealt into hands of the same make-up: each has its share of fraud, and long and short messages
 * as all have them. So a slow contender, which gets through a few hands only, does the same work as a fast one, which
 * sees them all again and again.
 */
import { assert } from "../../src/core/assert.ts";
import { MAX_MATCH_UNITS, type Template } from "../../src/detect/matcher/matcher.ts";
import { stringOf, unitsOf } from "../../src/core/units.ts";
import { type NormaliserTable, normaliseInto } from "../../src/detect/normaliser/normaliser.ts";
import { Corpus, type CorpusKind } from "./corpus/corpus.ts";
import { templatesOf } from "./matching.ts";

interface Message {
  /** As sent, and the same as units. */
  readonly text: string;
  readonly units: Uint16Array;
  readonly isFraud: boolean;
}

type Hand = readonly Message[];

interface DeckOptions {
  readonly kind: CorpusKind;
  readonly seed: number;
  readonly templates: number;
  readonly messages: number;
}

/** One message in ten is an edited script. */
const FRAUD_EVERY = 10;

export class MessageDeck {
  /** Normalised, by number. */
  readonly templates: readonly Template[];
  readonly #messages: readonly Message[];
  readonly #corpus: Corpus;

  constructor({ kind, seed, templates, messages }: DeckOptions, normaliser: NormaliserTable) {
    const corpus = new Corpus(seed, kind);
    const scripts = Array.from({ length: templates }, () => corpus.script());
    this.templates = templatesOf(scripts, normaliser);
    this.#corpus = corpus;
    this.#messages = Array.from({ length: messages }, (_, i) => {
      const isFraud = i % FRAUD_EVERY === 0;
      const text = isFraud ? corpus.edited(corpus.pick(scripts)) : corpus.benign();
      return { text, units: unitsOf(text), isFraud };
    });
  }

  /** All messages in hands of `size`, which must divide their number, and had best be a multiple of ten. */
  deal(size: number): Hand[] {
    const count = this.#messages.length / size;
    assert(Number.isInteger(count), () => `hands of ${size} do not use up ${this.#messages.length} messages`);
    const hands = Array.from({ length: count }, (): Message[] => []);
    const sorted = this.#messages.toSorted(
      (a, b) => Number(b.isFraud) - Number(a.isFraud) || a.text.length - b.text.length,
    );
    for (const [i, message] of sorted.entries()) hands[i % hands.length]!.push(message);
    return hands.map((hand) => this.#shuffle(hand));
  }

  /** Dealt by length, a hand would be foreseeable. */
  #shuffle(hand: Hand): Hand {
    const shuffled = [...hand];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.#corpus.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  }
}

/** A message as it is compared with templates. */
export function normalised(normaliser: NormaliserTable, { units }: Message): string {
  const out = new Uint16Array(MAX_MATCH_UNITS);
  return stringOf(out, 0, normaliseInto(normaliser, units, 0, units.length, out));
}
