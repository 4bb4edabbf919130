/** Matchers of very many templates. */
import { expect, test } from "vitest";
import { cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { RIVALS, answer, demandScanDecisions, matcherOf } from "./contract.ts";
import { TextSource } from "./texts.ts";

test.each(RIVALS)("the engines take as many templates of one length as may be: %s", (engine) => {
  const matcher = matcherOf(
    engine,
    Array.from({ length: 131_072 }, (__, number) =>
      Array.from({ length: 18 }, (_, place) => "ab"[(number >> place) & 1]!).join(""),
    ),
  );
  expect(answer(matcher, "b".repeat(17))).toEqual([131_071, 1, 18]);
});

test("the engines agree where templates are so many that their classes of length are finer", () => {
  const source = new TextSource(11);
  const scripts = source.scripts(9000).map(cutTemplate);
  const decide = demandScanDecisions(scripts);
  let matches = 0;
  for (let i = 0; i < 60; i++) {
    const script = source.pick(scripts);
    const text = source.edit(script, source.below(Math.ceil(script.length * 0.4)));
    if (decide(text)[0] >= 0) matches++;
  }
  expect(matches).toBeGreaterThan(20);
});
