import { distance } from "fastest-levenshtein";
import { describe, expect, test } from "vitest";

import { buildNormaliserTable } from "../../../src/detect/normaliser/normaliser-table.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { composeText } from "../../../src/world/text/compose.ts";
import { FIRST_BENIGN, bank, request } from "./fixture.ts";

/** The least and most of messages that may still be as similar as 0.75 to the campaign's level-0 text, by level. */
const EXPECTED = [
  [0.95, 1],
  [0.75, 0.9],
  [0.7, 0.85],
  [0.65, 0.85],
  [0.3, 0.6],
  [0, 0.1],
] as const;

describe.each(["zh", "en"])("the obfuscation ladder in %s", (name) => {
  const language = name === "zh" ? 0 : 1;
  const normaliser = attachNormaliser(buildNormaliserTable());
  const shares = EXPECTED.map((_, level) => shareNear(level));

  function shareNear(level: number): number {
    let near = 0;
    let total = 0;
    for (let message = 0; message < FIRST_BENIGN; message++) {
      for (let k = 0; k < 30; k++) {
        const fields = { message, language, campaign: k * 7919 + 13, ordinal: k, part: message };
        const script = normaliseText(normaliser, composeText(bank, request({ ...fields, entity: 1 })));
        const text = normaliseText(normaliser, composeText(bank, request({ ...fields, entity: 2, level })));
        if (1 - distance(script, text) / Math.max(script.length, text.length) >= 0.75) near++;
        total++;
      }
    }
    return near / total;
  }

  test.each(EXPECTED.map(([least, most], level) => [level, least, most] as const))(
    "keeps level %d recognisable for a share of %d to %d",
    (level, least, most) => {
      expect(shares[level]).toBeGreaterThanOrEqual(least);
      expect(shares[level]).toBeLessThanOrEqual(most);
    },
  );

  test("never makes a text easier to recognise from rung to rung, beyond chance", () => {
    for (let level = 1; level < shares.length; level++)
      expect(shares[level]!).toBeLessThanOrEqual(shares[level - 1]! + 0.02);
  });
});
