import { expect, test } from "vitest";
import { nearestTo } from "../../src/core/nearest-word.ts";

const VERBS = ["report", "run", "screen", "serve"];

test("a word is taken for the one that it begins or is near to, in whatever case", () => {
  const words = ["scr", "Scren", "repotr", "RUNN"];
  expect(words.map((word) => nearestTo(word, VERBS))).toEqual(["screen", "screen", "report", "run"]);
});

test("a word is taken for none that is far from it, nor where there is none", () => {
  for (const word of ["elephant", "se", "x"]) expect(nearestTo(word, ["report", "screen", "generate"])).toBeNull();
  expect(nearestTo("run", [])).toBeNull();
});
