import { describe, expect, test } from "vitest";
import { MATCHER_ENGINES } from "../../../src/detect/matcher/engines.ts";
import { cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { demandScanDecisions, describeEngine } from "./contract.ts";
import { TextSource } from "./texts.ts";

for (const engine of MATCHER_ENGINES) describeEngine(engine);

describe("the engines", () => {
  test.each([500, 501, 600, 667, 700, 750, 751, 800, 900, 1000])(
    "agree at threshold %i on copies with random edits, of scripts that share phrases",
    (thresholdPermille) => {
      const source = new TextSource(thresholdPermille);
      const scripts = source.scripts(150).map(cutTemplate);
      const decide = demandScanDecisions(scripts, thresholdPermille);
      let matches = 0;
      for (let i = 0; i < 400; i++) {
        const script = source.pick(scripts);
        const text = source.edit(script, source.below(Math.ceil(script.length * 0.6)));
        if (decide(text)[0] >= 0) matches++;
      }
      expect(matches).toBeGreaterThan(5);
    },
  );

  test.each([3, 4, 5, 8])("agree on copies with an insertion after every %i units", (step) => {
    const source = new TextSource(step);
    const scripts = source.scripts(300).map(cutTemplate);
    const decide = demandScanDecisions(scripts);
    let matches = 0;
    for (const script of scripts) {
      const text = source.spread(script, step);
      if (decide(text)[0] >= 0) matches++;
      // The same the other way round: the script stands in the template.
      demandScanDecisions([cutTemplate(text)])(script);
    }
    expect(matches).toBeGreaterThan(100);
  });

  test("agree on short texts over a small alphabet, where grams repeat", () => {
    const source = new TextSource(5);
    const random = () => Array.from({ length: 6 + source.below(30) }, () => "ab"[source.below(2)]!).join("");
    const scripts = Array.from({ length: 60 }, random);
    for (const thresholdPermille of [500, 700, 750, 850]) {
      const decide = demandScanDecisions(scripts, thresholdPermille);
      let matches = 0;
      for (let i = 0; i < 300; i++) if (decide(random())[0] >= 0) matches++;
      expect(matches).toBeGreaterThan(5);
    }
  });
});
