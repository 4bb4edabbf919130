import * as fc from "fast-check";
import { expect, test } from "vitest";
import { heldOutGroups } from "../../src/training/labelled-tuning.ts";
import { groupNearDuplicates } from "../../src/training/near-duplicates.ts";

/** Of a few words, so that some of them come out alike. */
const word = fc.constantFrom("parcel", "depot", "customs", "prize");
const texts = fc.array(
  fc.array(word, { maxLength: 7 }).map((words) => words.join("")),
  { maxLength: 30 },
);

test("halves part no near-duplicates, so that none is judged that was chosen by", () => {
  let together = 0;
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 1000 }), (all, seed) => {
      const group = groupNearDuplicates(all);
      const fraud = Uint8Array.from(all, (_, at) => at % 2);
      const isHeldOut = heldOutGroups({ evidence: new Uint32Array(all.length), fraud, group }, seed);
      for (let a = 0; a < all.length; a++) {
        for (let b = 0; b < a; b++) {
          if (similarity(all[a]!, all[b]!) < 0.85) continue;
          expect(isHeldOut[group[a]!]).toBe(isHeldOut[group[b]!]);
          together++;
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(together).toBeGreaterThan(5);
});

/** Of the runs of five units that either text has: the share that both have. */
function similarity(a: string, b: string): number {
  const [one, other] = [runsOf(a), runsOf(b)];
  const shared = [...one].filter((run) => other.has(run)).length;
  return shared / (one.size + other.size - shared);
}

function runsOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
}
