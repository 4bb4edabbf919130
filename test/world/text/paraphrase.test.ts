import { expect, test } from "vitest";
import { loadGrammar } from "../../../src/world/text/grammar.ts";
import { paraphraser } from "../../../src/world/text/paraphrase.ts";

test("a paraphrase swaps words for others of their group, at the ends of words, and keeps capitals and slots", () => {
  const paraphrase = paraphraser(
    [
      ["ring {phone}", "dial {phone}"],
      ["can't", "cannot"],
      ["car", "van"],
    ],
    true,
  );
  const ways = paraphrase("Ring {phone}, your card can't wait.");
  expect(ways[0]).toBe("Ring {phone}, your card can't wait.");
  const all = ["Ring", "Dial"].flatMap((verb) =>
    ["can't", "cannot"].map((not) => `${verb} {phone}, your card ${not} wait.`),
  );
  expect(ways.length).toBeGreaterThan(2);
  expect(all).toEqual(expect.arrayContaining(ways));
  expect(paraphrase("Nothing here has another word.")).toEqual(["Nothing here has another word."]);
});

test("a paraphrase of Chinese finds the longest words first", () => {
  const ways = paraphraser(
    [
      ["谢谢", "多谢"],
      ["谢谢配合", "感谢配合"],
    ],
    false,
  )("谢谢配合");
  expect(new Set(ways)).toEqual(new Set(["谢谢配合", "感谢配合"]));
});

test("a paraphrase of what is shipped has ways to word it that differ, in both languages, for most sentences", () => {
  const { scripts, synonyms } = loadGrammar();
  for (const language of ["zh", "en"] as const) {
    const paraphrase = paraphraser(synonyms[language], language === "en");
    const sentences = scripts.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.channel === "call" ? [] : step[language].paraphrase.flatMap(({ words }) => words))),
    );
    const worded = sentences.filter((sentence) => paraphrase(sentence).length > 1);
    expect(worded.length / sentences.length).toBeGreaterThan(0.6);
  }
});
