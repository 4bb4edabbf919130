/**
 * English to another language by phrases, as the page itself does it: a report is written once, in English, and its
 * reader turns it.
 */

// oxlint-disable unicorn/consistent-function-scoping -- a page holds the translator as text, which must be whole

/** Its English, with holes, and what is said instead: `{1}` is what the first hole held. */
export type Phrase = readonly [english: string, other: string];

export interface Translator {
  /** Null where a word has no phrase. */
  readonly translate: (text: string) => string | null;
  /** The phrases that were said so far, by their place in the list. */
  readonly said: ReadonlySet<number>;
}

/**
 * In the English of a phrase `#` is a number with its unit, `*` a text that is translated in turn, and `@` any text,
 * which stays as it is where it has no phrase. What is said of a text is tried in this order: a phrase of its own, its
 * lines, its sentences, its parts between marks. Some 10 us for each text.
 *
 * The page holds this function as text (language-script.ts): it uses nothing from without.
 */
export function makeTranslator(phrases: readonly Phrase[]): Translator {
  const NUMBER = String.raw`[+\-~]?\d(?:[\d.,]*\d)?(?: ?%|[KMB](?![A-Za-z])| M(?![A-Za-z])| bn(?![A-Za-z]))?\*?`;
  const HOLES: Record<string, string> = { "#": `(${NUMBER})`, "*": "(.+?)", "@": "(.+?)" };
  const said = new Set<number>();
  const exact = new Map<string, number>();
  const patterns: { index: number; regexp: RegExp; holes: string; part: string }[] = [];
  const known = new Map<string, string | null>();

  phrases.forEach(([english], index) => {
    const holes = english.replace(/[^#*@]/g, "");
    if (holes === "") return exact.set(english, index);
    const literals = english.split(/[#*@]/);
    const source = literals
      .map((literal, at) => literal.replace(/[.?+(){}[\]\\^$|/-]/g, String.raw`\$&`) + (HOLES[holes[at]!] ?? ""))
      .join("");
    const part = literals.reduce((longest, literal) => (literal.length > longest.length ? literal : longest), "");
    return patterns.push({ index, regexp: new RegExp(`^${source}$`), holes, part });
  });

  /** 1.5K, 242.75 M and 1.2 bn as 1500, 2.4275亿 and 12亿. */
  const amounts = (text: string): string =>
    text.replace(
      /(\d[\d.,]*?)(?:-(\d[\d.,]*?))? ?([KMB]|bn)(?![A-Za-z])/g,
      (_, low: string, high: string | undefined, unit: string) => {
        const size = { K: 1e3, M: 1e6, B: 1e9, bn: 1e9 }[unit]!;
        const written = (digits: string): string =>
          new Intl.NumberFormat("zh-CN", { notation: "compact", maximumSignificantDigits: 5 }).format(
            Number(digits.replaceAll(",", "")) * size,
          );
        return high === undefined ? written(low) : `${written(low)}–${written(high)}`;
      },
    );

  const hasNoWord = (text: string): boolean => !/[A-Za-z]/.test(text.replace(/\d ?(?:[KMB]|bn)(?![A-Za-z])/g, ""));

  const fill = (index: number, values: readonly string[]): string => {
    said.add(index);
    return phrases[index]![1].replace(/\{(\d)\}/g, (_, place: string) => values[Number(place) - 1] ?? "");
  };

  const byPhrase = (text: string): string | null => {
    const own = exact.get(text);
    if (own !== undefined) return fill(own, []);
    for (const { index, regexp, holes, part } of patterns) {
      if (!text.includes(part)) continue;
      const found = regexp.exec(text);
      if (found === null) continue;
      const values = found.slice(1).map((value, at) => translate(value) ?? (holes[at] === "@" ? value : null));
      if (values.every((value) => value !== null)) return fill(index, values);
    }
    return null;
  };

  /** All its parts, or none. */
  const inParts = (text: string, between: RegExp | string, joint: string): string | null => {
    const parts = text.split(between);
    if (parts.length < 2) return null;
    const translated = parts.map(translate);
    return translated.every((part) => part !== null) ? translated.join(joint) : null;
  };

  /** A name that was cut to fit, by the only name that begins so. */
  const cutShort = (text: string): string | null => {
    if (!text.endsWith("…")) return null;
    const whole = [...exact].filter(([english]) => english.startsWith(text.slice(0, -1)));
    return whole.length === 1 ? fill(whole[0]![1], []) : null;
  };

  const find = (text: string): string | null =>
    (exact.has(text) ? byPhrase(text) : null) ??
    (hasNoWord(text) ? amounts(text) : null) ??
    byPhrase(text) ??
    cutShort(text) ??
    inParts(text, /(?<=[.?]) (?=[A-Z“])/, "") ??
    inParts(text, /: /, "：") ??
    inParts(text, /; /, "；") ??
    inParts(text, /, /, "，");

  function translate(text: string): string | null {
    const spaced = text.replaceAll("\u00a0", " ").replace(/ {2,}/g, " ");
    // Lines that the source is indented by are no lines of the text.
    const plain = /\n\s/.test(spaced) ? spaced.replace(/\s+/g, " ") : spaced;
    if (plain.includes("\n")) return inParts(plain, "\n", "\n");
    const before = known.get(plain);
    if (before !== undefined) return before;
    known.set(plain, null);
    const found = plain.trim() === "" ? plain : find(plain);
    known.set(plain, found);
    return found;
  }

  return { translate, said };
}
