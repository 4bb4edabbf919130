/**
 * Seeded messages in two made-up languages, with the lengths and the reuse of phrases that real ones have: half English
 * (40 to 160 characters), half Chinese (30 to 70). Of a `clustered` corpus, scripts share the phrases of a bank, which
 * is hard for an index; of a `diverse` one, each has phrases of its own. Fraud is a script with a tenth of its
 * characters edited; benign messages are made of other phrases from the same words.
 */
import { RandomStream, below, unit } from "../../../src/core/random.ts";

export const CORPORA = ["clustered", "diverse"] as const;
export type CorpusKind = (typeof CORPORA)[number];

const CONSONANTS = "b c d f g h l m n p r s t v w".split(" ");
const VOWELS = "a e i o u ea ou".split(" ");
const ENGLISH_WORDS = 900;
const CHINESE_CHARACTERS = 1200;
const PHRASES = 400;
/** Squaring a uniform draw makes the first words the common ones, as in any language. */
const skew = (u: number): number => u * u;

export class Corpus {
  readonly kind: CorpusKind;
  readonly #stream: RandomStream;
  #entity = 0;
  readonly #words: readonly string[];
  readonly #banks: readonly (readonly string[])[];

  constructor(seed: number, kind: CorpusKind) {
    this.kind = kind;
    this.#stream = new RandomStream(seed, "bench-corpus");
    this.#words = Array.from({ length: ENGLISH_WORDS }, () =>
      Array.from({ length: 1 + this.below(3) }, () => this.pick(CONSONANTS) + this.pick(VOWELS)).join(""),
    );
    this.#banks = [false, true].map((chinese) => Array.from({ length: PHRASES }, () => this.#phrase(chinese)));
  }

  below(limit: number): number {
    return below(this.#stream.draw(this.#entity++, 0)[0]!, limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A text of which `fraudPercent` in a hundred are edited scripts. */
  message(scripts: readonly string[], fraudPercent: number): string {
    return this.below(100) < fraudPercent ? this.edited(this.pick(scripts)) : this.benign();
  }

  script(): string {
    const chinese = this.below(2) === 1;
    const bank = this.#banks[chinese ? 1 : 0]!;
    return this.#fill(chinese, this.kind === "clustered" ? () => this.pick(bank) : () => this.#phrase(chinese));
  }

  /** Of phrases that no script has. */
  benign(): string {
    const chinese = this.below(2) === 1;
    return this.#fill(chinese, () => this.#phrase(chinese));
  }

  /** A tenth of the characters inserted, deleted or changed; often a link and a number behind. */
  edited(script: string): string {
    const units = script.split("");
    for (let edits = Math.floor(units.length / 10); edits > 0; edits--) {
      const kind = this.below(3);
      const unitOfSame = units[this.below(units.length)]!;
      units.splice(this.below(units.length), kind === 0 ? 0 : 1, ...(kind === 2 ? [] : [unitOfSame]));
    }
    const tail = this.below(2) === 0 ? ` http://a${this.below(100_000)}.cn/${this.below(1000)}` : "";
    return units.join("") + tail;
  }

  #fill(chinese: boolean, phrase: () => string): string {
    const length = chinese ? 30 + this.below(41) : 40 + this.below(121);
    let text = "";
    while (text.length < length) text += phrase();
    return text.slice(0, length);
  }

  #phrase(chinese: boolean): string {
    if (chinese) return `${Array.from({ length: 4 + this.below(8) }, () => this.#character()).join("")}，`;
    return `${Array.from({ length: 3 + this.below(5) }, () => this.#words[this.#rank(ENGLISH_WORDS)]!).join(" ")}. `;
  }

  #character(): string {
    return String.fromCharCode(0x4e00 + 7 * this.#rank(CHINESE_CHARACTERS));
  }

  #rank(limit: number): number {
    return Math.floor(skew(unit(this.#stream.draw(this.#entity++, 1)[0]!)) * limit);
  }
}
