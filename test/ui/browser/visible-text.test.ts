import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINK_CHARACTER, visiblePieces } from "../../../src/ui/browser/visible-text.ts";
import { forAll } from "../../for-all.ts";
import { URL_SYMBOL } from "../../../src/detect/normaliser/normaliser.ts";

describe("text from outside", () => {
  test("is shown without anything that a browser obeys or hides", () => {
    forAll([fc.string({ unit: "binary", maxLength: 60 })], 100, (text) => {
      for (const piece of visiblePieces(text)) expect(piece.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    });
  });

  test("says which parts are not as they were written", () => {
    expect(visiblePieces("pay\u202Eyap\u200B\u200D")).toEqual([
      { kind: "plain", text: "pay" },
      { kind: "hidden", text: "\\u{202e}" },
      { kind: "plain", text: "yap" },
      { kind: "hidden", text: "\\u{200b}\\u{200d}" },
    ]);
  });

  test("has links only where it was normalised", () => {
    expect(LINK_CHARACTER.charCodeAt(0)).toBe(URL_SYMBOL);
    expect(visiblePieces(`go ${LINK_CHARACTER}`, true).map(({ kind }) => kind)).toEqual(["plain", "link"]);
    expect(visiblePieces(`go ${LINK_CHARACTER}`).map(({ kind }) => kind)).toEqual(["plain"]);
  });
});
