/** How hard the generated texts are to a naive Bayes on character pairs. Real messages: where RINGFENCE_DATA is set. */
import { describe, expect, test } from "vitest";
import { readRealSets } from "../../../../bench/research/texts/real.ts";
import { benignTexts, fraudTexts } from "../../../../bench/research/texts/generated.ts";
import { areaUnderCurve } from "../../../../bench/research/texts/ranking.ts";
import { type TextFigure, measureTexts } from "../../../../bench/research/texts/texts.ts";
import { CharacterPairs } from "../../../../bench/research/texts/character-pairs.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { attachPhraseBank } from "../../../../src/world/text/phrase-bank.ts";
import { wordings } from "../../../../src/world/text/catalogue.ts";

const COUNT = 4000;
const folder = process.env["RINGFENCE_DATA"];
const { catalogue, phraseBank } = wordings();
const WORLD = { bank: attachPhraseBank(phraseBank), catalogue, scenario: loadScenario("platform-2020") };
const figures = measureTexts(WORLD, {
  seed: 1,
  count: COUNT,
  realSets: folder === undefined ? [] : readRealSets(folder),
});

function figureOf(language: string, start: string): TextFigure {
  return figures.find((figure) => figure.language === language && figure.name.startsWith(start))!;
}

describe.each(["zh", "en"])("of generated texts in %s, character pairs", (language) => {
  const textsOf = (seed: number) => {
    const wanted = { seed, language: language === "zh" ? 0 : 1, count: COUNT };
    return { fraud: fraudTexts(WORLD, wanted), benign: benignTexts(WORLD, wanted) };
  };

  test("of scripts that are not disguised find those written anew far less well", () => {
    const [learned, tried] = [textsOf(1), textsOf(2)];
    const model = new CharacterPairs();
    for (const { text, rung } of learned.fraud) if (rung === 0) model.learn(text, true);
    for (const { text } of learned.benign) model.learn(text, false);
    const found = (wantedRung: number): number => {
      const texts = [...tried.benign, ...tried.fraud.filter(({ rung }) => rung === wantedRung)];
      return areaUnderCurve(texts.map(({ text, isFraud }) => ({ isFraud, score: model.score(text) })));
    };
    expect(found(5)).toBeLessThan(found(0) - 0.1);
  });

  test("of all scripts find those written anew hardly easier than those that are not disguised at all", () => {
    // Not "no easier": benign messages hardly have the Chinese synonyms, which a model that learned such texts knows.
    expect(figureOf(language, "rung 5").value).toBeLessThanOrEqual(figureOf(language, "rung 0").value + 0.03);
  });

  test("find at most half of scripts that they never learned, at one false alarm in a thousand", () => {
    const { value, fraud, benign } = figureOf(language, "held-out scripts: recall");
    expect(value).toBeLessThanOrEqual(0.5);
    expect([fraud, benign]).toEqual([COUNT, COUNT]);
  });

  test("still learn something: scripts that they never learned rank above benign messages, most of them", () => {
    expect(figureOf(language, "held-out scripts: AUC").value).toBeGreaterThan(0.7);
  });
});

describe.skipIf(folder === undefined)(
  "on real messages (skipped: RINGFENCE_DATA is not set), what they learned",
  () => {
    test.each([
      ["zh", "FBS: fraud against adverts: AUC", 0.65],
      ["en", "Mendeley: smishing against ham: AUC", 0.75],
    ])("ranks fraud above the rest: in %s, %s of at least %d", (language, name, least) => {
      expect(figureOf(language, name).value).toBeGreaterThanOrEqual(least);
    });
  },
);
