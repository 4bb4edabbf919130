import { expect, describe, test } from "vitest";
import { lossSection } from "../../../src/report/sections/losses/make.ts";
import { sampleLoop } from "../sample-loop.ts";

describe("losses", () => {
  test("avoided are differences between paired runs, and the mechanisms add up to them", () => {
    const { byTypology, ...sums } = lossSection(sampleLoop());
    expect(sums).toEqual({
      withoutDefences: 28_000,
      withDefences: 10_000,
      avoided: 18_000,
      byMechanism: { interception: 13_000, warnings: 5000 },
    });
    expect(byTypology.filter(({ episodes }) => episodes > 0)).toEqual([
      { name: "investment", episodes: 3, lost: 1, withoutDefences: 16_000, withDefences: 7000, avoided: 9000 },
      { name: "police", episodes: 2, lost: 1, withoutDefences: 12_000, withDefences: 3000, avoided: 9000 },
    ]);
  });

  test("avoided are unknown without paired runs, and by mechanism without either of them", () => {
    const alone = lossSection({ ...sampleLoop(), noDefences: null, interceptionOnly: null });
    expect(alone).toMatchObject({ withoutDefences: null, withDefences: 10_000, avoided: null, byMechanism: null });
    expect(alone.byTypology.every(({ withoutDefences, avoided }) => withoutDefences === null && avoided === null)).toBe(
      true,
    );
    expect(lossSection({ ...sampleLoop(), interceptionOnly: null })).toMatchObject({
      avoided: 18_000,
      byMechanism: null,
    });
  });
});
