/** Matchers that are attached again and again, as templates come and go, decide as `scan` does over those in force. */
import { expect, test } from "vitest";
import { attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { IndexMatcher } from "../../../src/detect/matcher/index-matcher.ts";
import { type Matcher, NO_TEMPLATE, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { attachTemplateTable } from "../../../src/detect/matcher/template-table.ts";
import { answer } from "./contract.ts";
import { TextSource } from "./texts.ts";

const BUILDS = 27;

// Where many are in force never, sooner or later, and from the beginning.
test.each([8192, 60, 1])("index decides as scan does after each of many builds, where many are %i", (many) => {
  const source = new TextSource(1000 + many);
  const all = source.scripts(400).map((text, number) => ({ number, text: cutTemplate(text) }));
  let index: IndexMatcher | undefined;
  let matches = 0;
  for (let build = 0; build < BUILDS; build++) {
    const first = source.below(300);
    // Memory that many templates took is used for few.
    const inForce = all.slice(first, first + source.below(build % 7 === 6 ? 400 : 80));
    const thresholdPermille = build % 9 === 8 ? 600 : 750;
    const handle = buildMatcher("scan", thresholdPermille, inForce);
    const scan: Matcher = attachMatcher(handle);
    const tables = { version: handle.version, thresholdPermille, templates: attachTemplateTable(handle.templates) };
    index = new IndexMatcher(tables, index, many);
    expect(index.templateCount).toBe(scan.templateCount);
    for (let i = 0; i < 25; i++) {
      const { text } = source.pick(all.slice(Math.max(0, first - 10), first + 90));
      const message = source.edit(text, source.below(Math.ceil(text.length / 3)));
      const expected = answer(scan, message);
      expect(answer(index, message)).toEqual(expected);
      if (expected[0] !== NO_TEMPLATE) matches++;
    }
  }
  expect(matches).toBeGreaterThan(BUILDS);
});
