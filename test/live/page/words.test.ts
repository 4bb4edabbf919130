import { describe, expect, test } from "vitest";
import { amountOf, besideNumber, stepOf } from "../../../src/live/page/amount.ts";
import { formatFor } from "../../../src/live/page/format.ts";
import { LANGUAGES, WORDS } from "../../../src/live/page/words/words.ts";
import { CONTROLS } from "../../../src/live/server/controls.ts";
import type { Control, ControlKey } from "../../../src/live/server/protocol.ts";

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
  test("are the same in number and meaning in all languages", () => {
    const paths = LANGUAGES.map((language) => said(WORDS[language]).map(([path]) => path));
    for (const one of paths) expect(one).toEqual(paths[0]);
  });

  test.each(LANGUAGES)("are all there in %s, with all that they are told", (language) => {
    const english = new Map(said(WORDS.en));
    for (const [path, word] of said(WORDS[language])) {
      expect([path, word.trim()]).not.toEqual([path, ""]);
      expect([path, placesIn(word)]).toEqual([path, placesIn(english.get(path)!)]);
    }
  });
});

function amount(value: number, unit: Control["unit"]): string {
  return amountOf(value, unit, WORDS.en, formatFor("en"));
}

function beside(key: ControlKey, value: number): string {
  const control = CONTROLS.find((one) => one.key === key)!;
  return `${value} ${besideNumber(value, control, WORDS.en, formatFor("en"))}`;
}

describe("numbers", () => {
  test("over nothing are a dash, and small shares keep two digits", () => {
    for (const language of LANGUAGES) {
      const format = formatFor(language);
      expect(format.percent(null)).toBe("–");
      expect(format.percent(0.981)).toBe("98.1\u00a0%");
      expect(format.rare(0.000012)).toBe("0.0012\u00a0%");
    }
  });

  test("of controls have their thousands apart, and one is one", () => {
    expect(amount(30_000, "entries")).toBe("30,000 entries");
    expect(amount(1, "agents")).toBe("1 agent");
    expect(amount(0, "agents")).toBe("0 agents");
    expect(amount(0.0036, "share")).toBe("0.36 %");
    expect(amount(0.0001, "share")).toBe("0.01 %");
    expect(amount(2.5, "level")).toBe("level 2.5");
    expect(amountOf(30_000, "entries", WORDS.zh, formatFor("zh"))).toBe("30,000 条");
  });

  test("have behind them what they are of", () => {
    expect(beside("telephoneAgents", 1)).toBe("1 agent");
    expect(beside("telephoneAgents", 2)).toBe("2 agents");
    expect(beside("reportDelayHours", 1)).toBe("1 hour");
    expect(beside("obfuscation", 3.5)).toBe("3.5 of 6");
    expect(beside("obfuscation", 1)).toBe("1 of 6");
    expect(stepOf(0.5, "level", WORDS.en, formatFor("en"))).toBe("0.5 levels");
  });

  test("are shortened as the language does", () => {
    expect(formatFor("en").yuan(1_230_000)).toBe("¥1.23m");
    expect(formatFor("zh").yuan(1_230_000)).toBe("¥123万");
  });
});
