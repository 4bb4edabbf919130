/** Studies that are interrupted, of the verbs that take longest; the others: studies.test.ts. */
import { describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { interrupted } from "./tiny-study.ts";

const folder = newFolder("interrupted-studies");

describe("a study that is interrupted", () => {
  test.each([["compare", ["--ablate", "visit", "--seeds", "1"]]])(
    "%s %j goes on from its cells, to the same bytes",
    async (verb, words) => {
      const { whole, part } = await interrupted(folder, verb, words);
      expect(part).toEqual(whole);
    },
  );
});
