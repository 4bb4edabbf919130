import { expect, test } from "vitest";
import { MATCHER_ENGINES } from "../../../src/detect/matcher/engines.ts";
import { cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { demandScanDecisions, describeEngine } from "./contract.ts";
import { TextSource } from "./texts.ts";

for (const engine of MATCHER_ENGINES) describeEngine(engine);

test.each([3, 4, 5, 8])("the engines agree on copies with an insertion after every %i units", (step) => {
  const source = new TextSource(step);
  const scripts = source.scripts(80).map(cutTemplate);
  const decide = demandScanDecisions(scripts);
  let matches = 0;
  for (const script of scripts) {
    const text = source.spread(script, step);
    if (decide(text)[0] >= 0) matches++;
    // The same the other way round: the script stands in the template.
    demandScanDecisions([cutTemplate(text)])(script);
  }
  expect(matches).toBeGreaterThan(20);
});
