import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { INKS } from "../../src/ui/chart/palette.ts";

test("the style sheet has every colour that charts name", () => {
  const look = readFileSync(new URL("../../src/ui/look/look.css", import.meta.url), "utf8");
  expect(INKS.filter((ink) => !look.includes(`--${ink}: `))).toEqual([]);
});
