import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NEAR_SIMILARITY, groupNearDuplicates } from "../../src/training/near-duplicates.ts";
import { forAll } from "../for-all.ts";

/** Jaccard similarity of the runs of five units, as it is defined. */
function similarity(a: string, b: string): number {
  const [one, other] = [runsOf(a), runsOf(b)];
  const shared = [...one].filter((run) => other.has(run)).length;
  return shared / (one.size + other.size - shared);
}

function runsOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
}

/** Two texts of 26 runs each that begin alike and share nothing else. */
function pair(alike: number, from: number): [string, string] {
  const textOf = (other: number): string => {
    const units = Array.from({ length: 30 }, (_, at) => 0x4e00 + from + at + (at < alike ? 0 : other));
    return String.fromCharCode(...units);
  };
  return [textOf(100), textOf(200)];
}

describe("groups of near-duplicates", () => {
  test("hold what is all but the same, and nothing that is unlike", () => {
    const word = fc.constantFrom("bank", "pay", "lunch", "river", "code", "账户", "快递", "now", "seven");
    const text = fc.array(word, { minLength: 8, maxLength: 14 }).map((words) => words.join(""));
    forAll([fc.array(text, { minLength: 2, maxLength: 12 }), fc.string({ maxLength: 2 })], 60, (texts, ending) => {
      const all = [...texts, `${texts[0]!}${ending}`];
      const groups = groupNearDuplicates(all);
      // A change at the end leaves nearly all runs.
      const isAlike = similarity(all[0]!, all.at(-1)!) > 0.85;
      expect(isAlike && groups.at(-1) !== groups[0]).toBe(false);
      const group = [...all.keys()].filter((at) => groups[at] === groups[0]);
      const isLoosePair = group.length === 2 && similarity(all[0]!, all[group[1]!]!) < NEAR_SIMILARITY;
      expect(isLoosePair).toBe(false);
    });
  });

  test("hold texts of which six tenths of the runs are common, and not those of which a little less are", () => {
    const together = (alike: number): number =>
      Array.from({ length: 20 }, (_, at) => groupNearDuplicates(pair(alike, 1000 * at))).filter(([a, b]) => a === b)
        .length;
    expect(similarity(...pair(24, 0))).toBeCloseTo(20 / 32, 10);
    expect(together(24)).toBeGreaterThan(17);
    expect(together(23)).toBe(0);
  });

  test("are numbered by their first text, and empty texts are one", () => {
    expect([...groupNearDuplicates(["one message here", "quite another thing", "one message here", "", ""])]).toEqual([
      0, 1, 0, 2, 2,
    ]);
  });
});
