import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areNearDuplicates, nearDuplicateGroups } from "../../src/study/tune/near-duplicates.ts";
import { heldOutGroups } from "../../src/study/tune/labelled.ts";

/** Of a few words, so that some of them come out alike. */
const word = fc.constantFrom("parcel", "depot", "customs", "prize");
const text = fc.array(word, { maxLength: 7 }).map((words) => words.join(""));
const texts = fc.array(text, { maxLength: 30 });

/** All pairs compared, and followed. */
function plainGroups(all: readonly string[]): number[] {
  const group = all.map((_, at) => at);
  for (let a = 0; a < all.length; a++) {
    for (let b = 0; b < a; b++) {
      if (group[a] === group[b] || !areNearDuplicates(all[a]!, all[b]!)) continue;
      const [from, to] = [group[a]!, group[b]!];
      for (let at = 0; at < all.length; at++) if (group[at] === from) group[at] = to;
    }
  }
  const numbers = [...new Set(group)];
  return group.map((each) => numbers.indexOf(each));
}

describe("groups of near-duplicates", () => {
  test("are those that comparing all pairs gives", () => {
    let joined = 0;
    fc.assert(
      fc.property(texts, (all) => {
        const groups = [...nearDuplicateGroups(all)];
        expect(groups).toEqual(plainGroups(all));
        joined += new Set(all).size - new Set(groups).size;
      }),
      { numRuns: 150 },
    );
    expect(joined).toBeGreaterThan(50);
  });

  test("are never parted by the halves, so no near-duplicate pair is on both sides", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 1000 }), (all, seed) => {
        const group = nearDuplicateGroups(all);
        const fraud = Uint8Array.from(all, (_, at) => at % 2);
        const isHeldOut = heldOutGroups({ evidence: new Uint32Array(all.length), fraud, group }, seed);
        for (let a = 0; a < all.length; a++) {
          for (let b = 0; b < a; b++) {
            if (isHeldOut[group[a]!] === isHeldOut[group[b]!]) continue;
            expect(areNearDuplicates(all[a]!, all[b]!)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("hold reworded texts together, over others too, and keep others apart", () => {
    const groups = nearDuplicateGroups([
      "yourparcelisheldatthedepotpaythefee0",
      "lunchatnoontomorrowthen",
      "yourparcelisheldatthedepotpaythefeenow",
      "yourparcelisheldatthedepotpaythefeenowatthelink",
      "",
    ]);
    expect([...groups]).toEqual([0, 1, 0, 0, 2]);
  });
});
