/**
 * The project's own messages: scripts of gangs and benign messages, both languages, every rung of the obfuscation
 * ladder in turn. Templates are scripts as a campaign words them, before any obfuscation.
 */
import { OBFUSCATION_LEVELS } from "../../src/event/taxonomy.ts";
import { RandomStream, below } from "../../src/core/random.ts";
import type { Template } from "../../src/detect/matcher/matcher.ts";
import { unitsOf } from "../../src/core/units.ts";
import type { NormaliserTable } from "../../src/detect/normaliser/normaliser.ts";
import { composeText } from "../../src/world/text/compose.ts";
import { LANGUAGES, type PhraseBank, attachPhraseBank } from "../../src/world/text/phrase-bank.ts";
import { createTextRequest } from "../../src/world/text/text-draft.ts";
import { wordings } from "../../src/world/text/catalogue.ts";
import { templatesOf } from "../harness/matching.ts";

/** Of each script: its messages and templates then often come from the same campaign. */
const CAMPAIGNS = 2;
/** One message in four may be a benign one. */
const BENIGN_EVERY = 4;

export class Ladder {
  readonly #bank: PhraseBank;
  readonly #draws: RandomStream;
  readonly #request: ReturnType<typeof createTextRequest>;
  /** Messages of the bank, and how many of them, the first, are of scripts. */
  readonly #messageCount: number;
  readonly #scriptCount: number;

  constructor(seed: number) {
    const { catalogue, phraseBank } = wordings();
    const { scripts, messageCount } = catalogue;
    this.#bank = attachPhraseBank(phraseBank);
    this.#draws = new RandomStream(seed, "bench-ladder");
    this.#request = createTextRequest(new RandomStream(seed, "bench-ladder-text"));
    this.#messageCount = messageCount;
    this.#scriptCount = 1 + Math.max(...scripts.flat().flatMap(({ steps }) => steps.map(({ message }) => message)));
  }

  templates(count: number, normaliser: NormaliserTable): Template[] {
    return templatesOf(
      Array.from({ length: count }, (_, number) => this.#compose(number, 0)),
      normaliser,
    );
  }

  *messages(count: number): Generator<Uint16Array> {
    for (let ordinal = 0; ordinal < count; ordinal++)
      yield unitsOf(this.#compose(ordinal, ordinal % OBFUSCATION_LEVELS));
  }

  #compose(ordinal: number, level: number): string {
    const words = this.#draws.draw(ordinal, level);
    const mayBeBenign = words[3]! % BENIGN_EVERY === 0;
    this.#request.message = below(words[0]!, mayBeBenign ? this.#messageCount : this.#scriptCount);
    this.#request.language = words[1]! % LANGUAGES.length;
    this.#request.campaign = words[2]! % CAMPAIGNS;
    this.#request.level = level;
    this.#request.ordinal = ordinal;
    return composeText(this.#bank, this.#request);
  }
}
