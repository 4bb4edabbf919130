import { expect, test } from "vitest";
import { nearestTo } from "../../src/core/nearest-word.ts";

const VERBS = ["report", "run", "screen", "serve"];

test("a word is taken for the one that it begins or is near to, in whatever case", () => {
  expect(["scr", "Scren", "repotr", "RUNN"].map((word) => nearestTo(word, VERBS))).toEqual([
    "screen",
    "screen",
    "report",
    "run",
  ]);
});

test("a word is taken for none that is far from it, nor where there is none", () => {
  expect(["elephant", "se", "x"].map((word) => nearestTo(word, ["report", "screen", "generate"]))).toEqual([
    null,
    null,
    null,
  ]);
  expect(nearestTo("run", [])).toBeNull();
});
