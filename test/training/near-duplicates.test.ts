import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NEAR_SIMILARITY, groupNearDuplicates } from "../../src/training/near-duplicates.ts";

/** Jaccard similarity of the runs of five units, as it is defined. */
function similarity(a: string, b: string): number {
  const runs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
  const [one, other] = [runs(a), runs(b)];
  const shared = [...one].filter((run) => other.has(run)).length;
  return shared / (one.size + other.size - shared);
}

describe("groups of near-duplicates", () => {
  test("hold what is all but the same, and nothing that is unlike", () => {
    const word = fc.constantFrom("bank", "pay", "lunch", "river", "code", "账户", "快递", "now", "seven");
    const text = fc.array(word, { minLength: 8, maxLength: 14 }).map((words) => words.join(""));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 12 }), fc.string({ maxLength: 2 }), (texts, ending) => {
        const all = [...texts, `${texts[0]!}${ending}`];
        const groups = groupNearDuplicates(all);
        // A change at the end leaves nearly all runs.
        if (similarity(all[0]!, all.at(-1)!) > 0.85) expect(groups.at(-1)).toBe(groups[0]);
        for (let text = 1; text < all.length; text++) {
          if (groups[text]! === groups[0]! && groups.filter((group) => group === groups[0]).length === 2) {
            expect(similarity(all[0]!, all[text]!)).toBeGreaterThanOrEqual(NEAR_SIMILARITY);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("are numbered by their first text, and empty texts are one", () => {
    expect([...groupNearDuplicates(["one message here", "quite another thing", "one message here", "", ""])]).toEqual([
      0, 1, 0, 2, 2,
    ]);
  });
});
