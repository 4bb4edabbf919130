import * as fc from "fast-check";
import { distance as levenshtein } from "fastest-levenshtein";
import { describe, expect, test } from "vitest";
import {
  MAX_DISTANCE_UNITS,
  boundedDistance,
  createPattern,
  setPattern,
} from "../../../src/detect/matcher/distance.ts";
import { unitsOf } from "../../../src/core/units.ts";

const SIZES = [0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 128, 254, MAX_DISTANCE_UNITS];
const LONE_SURROGATES = "\ud800\udfff";

const pattern = createPattern();

/** What it answers at each bound, and what it should. */
function answers(a: string, b: string, bounds: readonly number[]): number[] {
  const text = unitsOf(`xy${b}`);
  setPattern(pattern, unitsOf(a), a.length);
  return bounds.map((bound) => boundedDistance(pattern, text, 2, b.length, bound));
}

function exactAnswers(a: string, b: string, bounds: readonly number[]): number[] {
  const exact = levenshtein(a, b);
  return bounds.map((bound) => (exact <= bound ? exact : bound + 1));
}

/** A text and an edited copy. */
function edited(maxUnits: number, alphabet: string) {
  const unit = fc.integer({ min: 0, max: alphabet.length - 1 }).map((i) => alphabet[i]!);
  return fc
    .tuple(
      fc.array(unit, { maxLength: maxUnits }),
      fc.array(fc.tuple(fc.nat(2), fc.nat(maxUnits), unit), { maxLength: 40 }),
    )
    .map(([original, edits]) => {
      const copy = [...original];
      for (const [kind, at, letter] of edits)
        copy.splice(at % (copy.length + 1), kind === 0 ? 0 : 1, ...(kind === 2 ? [] : [letter]));
      return [original.join(""), copy.slice(0, MAX_DISTANCE_UNITS).join("")] as const;
    });
}

describe("the bounded distance", () => {
  test("equals Levenshtein's up to the bound, and is one more beyond, on edited texts of every length", () => {
    fc.assert(
      fc.property(edited(MAX_DISTANCE_UNITS, `ab0你${LONE_SURROGATES}`), fc.nat(80), ([a, b], bound) => {
        const exact = levenshtein(a, b);
        const bounds = [0, bound, exact, Math.max(0, exact - 1), exact + 1];
        expect(answers(a, b, bounds)).toEqual(exactAnswers(a, b, bounds));
      }),
      { numRuns: 1500 },
    );
  });

  test("equals Levenshtein's on unrelated texts", () => {
    const text = fc.string({ unit: "binary", maxLength: 120 }).map((s) => s.slice(0, MAX_DISTANCE_UNITS));
    const bounds = [0, 3, 31, 64, 255];
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(answers(a, b, bounds)).toEqual(exactAnswers(a, b, bounds));
      }),
      { numRuns: 500 },
    );
  });

  test("holds at the edges of words: all pairs of boundary sizes", () => {
    for (const n of SIZES) {
      for (const m of SIZES) {
        const a = "abcde".repeat(51).slice(0, n);
        const bounds = [0, 1, 2, Math.abs(n - m), 16, 30, 31, 32, 33, 63, 64, 255];
        for (const b of [a.slice(0, m).padEnd(m, "z"), "ebacd".repeat(51).slice(0, m)]) {
          expect(answers(a, b, bounds)).toEqual(exactAnswers(a, b, bounds));
        }
      }
    }
  });

  test("leaves nothing of the pattern before behind", () => {
    expect(answers("完全不同的文字", "完全不同的文字", [0, 4])).toEqual([0, 0]);
    expect(answers("abc", "完全", [0, 3, 9])).toEqual([1, 3, 3]);
    expect(answers("", "完全", [0, 2])).toEqual([1, 2]);
    expect(answers("完全", "", [0, 2])).toEqual([1, 2]);
  });
});
