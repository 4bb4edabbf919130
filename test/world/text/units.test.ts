import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copyUnits } from "../../../src/world/text/phrase-bank.ts";
import { encodePieces } from "../../../src/world/text/build-phrase-bank.ts";
import { NO_SLOT, SLOT_CODES, SLOT_UNIT } from "../../../src/world/text/slots.ts";
import { writeDigits } from "../../../src/world/text/write-slot.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { forAll } from "../../for-all.ts";

describe("writing units", () => {
  test("digits are the last ones of the number, with leading zeros, up to the largest whole numbers", () => {
    const out = new Uint16Array(40);
    forAll([fc.maxSafeNat(), fc.integer({ min: 1, max: 17 })], 100, (value, digits) => {
      expect(writeDigits(value, digits, out, 3)).toBe(3 + digits);
      const written = String.fromCharCode(...out.subarray(3, 3 + digits));
      expect(written).toBe(String(value).padStart(digits, "0").slice(-digits));
    });
  });

  test("a copied run is the run, and what stands before it stays", () => {
    forAll([fc.string({ maxLength: 40 }), fc.nat(20), fc.nat(9)], 100, (text, from, at) => {
      const units = unitsOf(text.padEnd(60, "-"));
      const end = Math.max(from, Math.min(text.length, from + 30));
      const out = unitsOf("=".repeat(60));
      expect(copyUnits(units, from, end, out, at)).toBe(at + end - from);
      const written = String.fromCharCode(...out.subarray(0, at + end - from));
      expect(written).toBe("=".repeat(at) + String.fromCharCode(...units.subarray(from, end)));
    });
  });

  test("pieces of a wording, read head by head, are the wording", () => {
    const slot = fc.integer({ min: 0, max: SLOT_CODES - 1 }).map((code) => String.fromCharCode(SLOT_UNIT + code));
    const words = fc.oneof(slot, fc.string({ minLength: 1, maxLength: 20 }), fc.constant("长".repeat(600)));
    forAll([fc.array(words, { minLength: 1, maxLength: 6 })], 100, (parts) => {
      const wording = parts.join("");
      expect(readPieces(encodePieces(wording))).toBe(wording);
    });
  });
});

function readPieces(pieces: string): string {
  let wording = "";
  for (let i = 0; i < pieces.length;) {
    const head = pieces.charCodeAt(i++);
    const length = head >>> 7;
    const slot = (head >>> 3) & 15;
    wording += pieces.slice(i, i + length) + (slot === NO_SLOT ? "" : String.fromCharCode(SLOT_UNIT + slot));
    i += length;
  }
  return wording;
}
