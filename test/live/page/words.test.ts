import { describe, expect, test } from "vitest";
import { formatFor } from "../../../src/live/page/format.ts";
import { SITUATIONS } from "../../../src/live/page/situations.ts";
import { LANGUAGES, WORDS } from "../../../src/live/page/words/words.ts";

/** Every word with its path, a function said with its parameters' places. */
function said(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, word]: [string, unknown]): [string, string][] => {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof word === "string") return [[here, word]];
    if (typeof word === "function") {
      const places = Array.from({ length: word.length }, (_, index) => `<${index}>`);
      return [[here, (word as (...values: string[]) => string)(...places)]];
    }
    return said(word as object, here);
  });
}

function placesIn(word: string): string[] {
  return (word.match(/<\d>/g) ?? []).sort();
}

describe("the words of the page", () => {
  test.each(LANGUAGES)(
    "are all there in %s, each with its places and those of situations in their order",
    (language) => {
      const english = new Map(said(WORDS.en));
      expect(said(WORDS[language]).map(([path]) => path)).toEqual([...english.keys()]);
      expect(Object.keys(WORDS[language].situations)).toEqual(SITUATIONS.map(({ key }) => key));
      for (const [path, word] of said(WORDS[language])) {
        expect([path, word.trim()]).not.toEqual([path, ""]);
        expect([path, placesIn(word)]).toEqual([path, placesIn(english.get(path)!)]);
      }
    },
  );
});

describe("numbers", () => {
  test("over nothing are a dash, and small shares keep two digits", () => {
    for (const language of LANGUAGES) {
      const format = formatFor(language);
      expect(format.percent(null)).toBe("–");
      expect(format.percent(0.981)).toBe("98.1\u00a0%");
      expect(format.rare(0.000012)).toBe("0.0012\u00a0%");
    }
  });

  test("are shortened as the language does", () => {
    expect(formatFor("en").yuan(1_230_000)).toBe("¥1.23m");
    expect(formatFor("zh").yuan(1_230_000)).toBe("¥123万");
  });
});
