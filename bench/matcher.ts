/**
 * The matcher's engines side by side: `scan` (fastest-levenshtein over every template) against `index`.
 *
 *     node dist/bench/matcher.js [templates=1000] [messages=6000] [fraud percent=10] [seed=1]
 *
 * Equal for both: one process and thread, the same messages already normalised, slices of them interleaved. The messages
 * are distinct, half English (40 to 160 characters) and half Chinese (30 to 70); fraud is a script with a tenth of its
 * characters edited, the rest is made of other phrases from the same words. Scripts share phrases, which is hard for an
 * index. The normaliser is timed apart. Read the ratio, not the microseconds: the machine may be shared.
 */
import { RandomStream, below, unit } from "../src/core/random.ts";
import { type MatcherEngine, attachMatcher, buildMatcher } from "../src/matcher/engines.ts";
import { MAX_MATCH_UNITS, type Matcher, type Template, cutTemplate } from "../src/matcher/matcher.ts";
import { buildNormaliserTable } from "../src/matcher/normaliser-table.ts";
import {
  type NormaliserTable,
  attachNormaliser,
  normaliseInto,
  normaliseText,
  unitsOf,
} from "../src/matcher/normaliser.ts";

const THRESHOLD_PERMILLE = 750;
const SLICE = 200;

function main(templateCount: number, messageCount: number, fraudPercent: number, seed: number): void {
  const normaliser = attachNormaliser(buildNormaliserTable());
  const texts = new Texts(seed);
  const scripts = Array.from({ length: templateCount }, () => texts.script());
  const templates = scripts.map((script, number) => ({ number, text: cutTemplate(normaliseText(normaliser, script)) }));
  const raw = Array.from({ length: messageCount }, () =>
    unitsOf(texts.below(100) < fraudPercent ? texts.edited(texts.pick(scripts)) : texts.honest()),
  );

  const { messages, normaliseUs } = normaliseAll(normaliser, raw);
  const index = engineOf("index", templates);
  const scan = engineOf("scan", templates);
  runSlice(index, messages, 0, messageCount);
  runSlice(scan, messages, 0, Math.min(SLICE, messageCount));
  index.ms = 0;
  scan.ms = 0;
  let different = 0;
  let matches = 0;
  for (let from = 0; from < messageCount; from += SLICE) {
    const to = Math.min(from + SLICE, messageCount);
    const found = runSlice(index, messages, from, to);
    const expected = runSlice(scan, messages, from, to);
    different += expected.filter((answer, i) => answer !== found[i]).length;
    matches += expected.filter((answer) => !answer.startsWith("-1")).length;
  }

  const scanUs = (scan.ms * 1000) / messageCount;
  const indexUs = (index.ms * 1000) / messageCount;
  console.log(
    `templates ${templateCount}, messages ${messageCount}, fraud ${fraudPercent} %, seed ${seed}, Node ${process.version}`,
  );
  console.log(`build index      ${index.buildMs.toFixed(1)} ms`);
  console.log(`normalise        ${normaliseUs.toFixed(2)} us a message`);
  console.log(`scan             ${scanUs.toFixed(2)} us a message`);
  console.log(`index            ${indexUs.toFixed(2)} us a message`);
  console.log(`ratio            ${(scanUs / indexUs).toFixed(0)}`);
  console.log(`matches          ${matches}`);
  console.log(`decisions differ ${different}`);
  if (different > 0) process.exitCode = 6;
}

interface Engine {
  readonly matcher: Matcher;
  readonly buildMs: number;
  ms: number;
}

function engineOf(name: MatcherEngine, templates: readonly Template[]): Engine {
  const startMs = performance.now();
  const handle = buildMatcher(name, THRESHOLD_PERMILLE, templates);
  return { matcher: attachMatcher(handle), buildMs: performance.now() - startMs, ms: 0 };
}

/** Times messages [from, to) and returns each answer as one word. */
function runSlice(engine: Engine, messages: readonly Uint16Array[], from: number, to: number): string[] {
  const { matcher } = engine;
  const found = new Int32Array(3 * (to - from));
  const startMs = performance.now();
  for (let i = from, k = 0; i < to; i++, k += 3) {
    const message = messages[i]!;
    found[k] = matcher.match(message, message.length);
    found[k + 1] = matcher.distance;
    found[k + 2] = matcher.length;
  }
  engine.ms += performance.now() - startMs;
  return Array.from({ length: to - from }, (_, i) => found.subarray(3 * i, 3 * i + 3).join(" "));
}

/** The second round is timed. */
function normaliseAll(normaliser: NormaliserTable, raw: readonly Uint16Array[]) {
  const out = new Uint16Array(MAX_MATCH_UNITS);
  let messages: Uint16Array[] = [];
  let startMs = 0;
  for (let round = 0; round < 2; round++) {
    messages = [];
    startMs = performance.now();
    for (const text of raw) messages.push(out.slice(0, normaliseInto(normaliser, text, 0, text.length, out)));
  }
  return { messages, normaliseUs: ((performance.now() - startMs) * 1000) / raw.length };
}

const CONSONANTS = "b c d f g h l m n p r s t v w".split(" ");
const VOWELS = "a e i o u ea ou".split(" ");
const ENGLISH_WORDS = 900;
const CHINESE_CHARACTERS = 1200;
const PHRASES = 400;
/** Squaring a uniform draw makes the first words the common ones, as in any language. */
const skew = (u: number): number => u * u;

/** Seeded texts in two made-up languages, with the lengths and the reuse of phrases that real ones have. */
class Texts {
  readonly #stream: RandomStream;
  #entity = 0;
  readonly #words: readonly string[];
  readonly #banks: readonly (readonly string[])[];

  constructor(seed: number) {
    this.#stream = new RandomStream(seed, "bench-matcher");
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

  /** Phrases from the bank: 40 to 160 characters of English or 30 to 70 of Chinese. */
  script(): string {
    const chinese = this.below(2) === 1;
    const bank = this.#banks[chinese ? 1 : 0]!;
    return this.#fill(chinese, () => this.pick(bank));
  }

  /** The same of phrases that no script has. */
  honest(): string {
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

const [templateCount = 1000, messageCount = 6000, fraudPercent = 10, seed = 1] = process.argv.slice(2).map(Number);
main(templateCount, messageCount, fraudPercent, seed);
