import { expect, test } from "vitest";
import { INKS } from "../../src/ui/chart/palette.ts";
import { lightColour, styleSheet } from "../../src/ui/look/style.ts";

test("the style sheet has every colour that charts name, and gives its light one to a file that stands alone", () => {
  expect(INKS.filter((ink) => !/^#[0-9a-f]{6}$/.test(lightColour(ink) ?? ""))).toEqual([]);
  expect([lightColour("background"), lightColour("defended"), lightColour("hit")]).toEqual([
    "#ffffff",
    lightColour("blocked"),
    null,
  ]);
  expect(styleSheet()).not.toMatch(/\n|\/\*/);
});
