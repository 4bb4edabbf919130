/** How hard the generated texts are to a naive Bayes on character pairs. Real messages: where RINGFENCE_DATA is set. */
import { describe, expect, test } from "vitest";
import { readRealSets } from "../../../../bench/research/texts/real.ts";
import { type TextFigure, measureTexts } from "../../../../bench/research/texts/texts.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { attachPhraseBank } from "../../../../src/world/text/phrase-bank.ts";
import { wordings } from "../../../../src/world/text/wordings.ts";

const COUNT = 4000;
const folder = process.env["RINGFENCE_DATA"];
const { catalogue, phraseBank } = wordings();
const figures = measureTexts(
  { bank: attachPhraseBank(phraseBank), catalogue, scenario: loadScenario("platform-2020") },
  { seed: 1, count: COUNT, realSets: folder === undefined ? [] : readRealSets(folder) },
);

function figureOf(language: string, start: string): TextFigure {
  return figures.find((figure) => figure.language === language && figure.name.startsWith(start))!;
}

describe.each(["zh", "en"])("of generated texts in %s, character pairs", (language) => {
  test("find those written anew no easier than those that are not disguised at all", () => {
    expect(figureOf(language, "rung 5").value).toBeLessThanOrEqual(figureOf(language, "rung 0").value);
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
