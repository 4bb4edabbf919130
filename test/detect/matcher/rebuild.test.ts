/** Matchers that are built again and again, as templates come and go, decide as `scan` does over those in force. */
import { expect, test } from "vitest";
import { attachMatcher } from "../../../src/detect/matcher/engines.ts";
import { type Matcher, NO_TEMPLATE, type Template, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { MatcherBuilder } from "../../../src/detect/matcher/matcher-builder.ts";
import { changesBetween } from "./changes-between.ts";
import { RIVALS, answer } from "./contract.ts";
import { TextSource } from "./texts.ts";

const BUILDS = 60;

test.each([
  [0, 8192],
  [1, 8192],
  // Where many are in force sooner or later, and from the beginning.
  [2, 60],
  [3, 1],
])(
  "all decide as scan does after each of many builds, whatever comes and goes (seed %i, many are %i)",
  (seed, many) => {
    const source = new TextSource(1000 + seed);
    const all = source.scripts(400).map((text, number) => ({ number, text: cutTemplate(text) }));
    const scanBuilder = new MatcherBuilder("scan", 750);
    const builders = RIVALS.map((engine) => [engine, new MatcherBuilder(engine, 750, many)] as const);
    let before: readonly Template[] = [];
    let matchers: Matcher[] = [];
    let matches = 0;
    let first = 0;
    let end = 20;
    for (let build = 0; build < BUILDS; build++) {
      // A few at a time, as a rule; now and then most of them, and once all: then they are others than ever before.
      first = Math.min(all.length, first + source.below(build % 10 === 9 ? 80 : 6));
      end = Math.min(all.length, Math.max(first, end + source.below(build % 7 === 6 ? 60 : 8)));
      // Templates in the middle go too, and come back.
      const inForce = all.slice(first, end).filter(({ number }) => (number + build) % 17 !== 0);
      const changes = changesBetween(before, inForce);
      before = inForce;
      const scan = attachMatcher(scanBuilder.change(changes));
      matchers = builders.map(([, builder], at) => attachMatcher(builder.change(changes), matchers[at]));
      for (const { templateCount } of matchers) expect(templateCount).toBe(scan.templateCount);
      for (let i = 0; i < 25; i++) {
        const text = source.pick(all.slice(Math.max(0, first - 10), end + 10)).text;
        const message = source.edit(text, source.below(Math.ceil(text.length / 3)));
        const expected = answer(scan, message);
        for (const [at, [engine]] of builders.entries())
          expect(answer(matchers[at]!, message), `engine ${engine}`).toEqual(expected);
        if (expected[0] !== NO_TEMPLATE) matches++;
      }
    }
    expect(matches).toBeGreaterThan(BUILDS);
  },
);
