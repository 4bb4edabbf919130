import { expect, test } from "vitest";
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
