import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textEdits } from "../../../src/detect/matcher/text-edits.ts";

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe("the edits from one text to another", () => {
  test.each([
    ["a𠀀b", "a𠀁b", ["same a", "deleted 𠀀", "inserted 𠀁", "same b"]],
    ["a𠀀", "a𡀀", ["same a", "deleted 𠀀", "inserted 𡀀"]],
    ["𠀀𠀁", "𠀁", ["deleted 𠀀", "same 𠀁"]],
    ["abc", "axc", ["same a", "deleted b", "inserted x", "same c"]],
  ])("%s to %s leave characters whole", (before, after, expected) => {
    expect(textEdits(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual(expected);
  });

  test("make up both messages, in whole characters, whatever these are", () => {
    // Characters that share either half, so that halves are found to be the same.
    const text = fc.string({ unit: fc.constantFrom("𠀀", "𠀁", "𡀀", "𡀁", "a"), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edits = textEdits(before, after);
        const joined = (left: string): string =>
          edits
            .filter(({ kind }) => kind !== left)
            .map((edit) => edit.text)
            .join("");
        expect(joined("inserted")).toBe(before);
        expect(joined("deleted")).toBe(after);
        expect(edits.filter((edit) => LONE_SURROGATE.test(edit.text))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
