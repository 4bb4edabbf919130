import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, fitToWidth } from "../../../src/core/terminal/display-width.ts";
import { forAll } from "../../for-all.ts";

describe("the width of a text on a terminal", () => {
  it("is two columns for Chinese, full-width forms and emoji, none for combining marks, else one", () => {
    expect(["", "abc", "中文", "ＡＢ", "한글", "😀", "e\u0301", "é", "…"].map(displayWidth)).toEqual([
      0, 3, 4, 4, 4, 2, 1, 1, 1,
    ]);
  });

  it("is what a text is cut and filled up to, with an ellipsis for what is lost", () => {
    expect(cutToWidth("中文短信", 8)).toBe("中文短信");
    expect(cutToWidth("中文短信", 7)).toBe("中文短…");
    expect(cutToWidth("中文短信", 6)).toBe("中文…");
    expect(cutToWidth("abc", 0)).toBe("");
    expect(fitToWidth("中文短信", 6)).toBe("中文… ");
    const text = fc.string({ unit: fc.constantFrom("a", "中", "😀", "\u0301", " "), maxLength: 30 });
    forAll([text, fc.nat(40)], 300, (whole, columns) => {
      expect(displayWidth(cutToWidth(whole, columns))).toBeLessThanOrEqual(columns);
      expect(displayWidth(fitToWidth(whole, columns))).toBe(columns);
      expect(cutToWidth(whole, displayWidth(whole))).toBe(whole);
    });
  });
});
