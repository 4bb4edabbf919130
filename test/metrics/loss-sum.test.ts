import { describe, expect, test } from "vitest";
import { lossDifferences, MIN_GANGS_OF_LOSSES, sumLosses } from "../../src/metrics/loss-sum.ts";
import { sampleLoop } from "../report/sample-loop.ts";

const GANGS = 24;

describe("losses avoided", () => {
  test("are differences episode by episode, whichever arm has the episode", () => {
    const { episodes, noDefences } = sampleLoop();
    const differences = lossDifferences(episodes, noDefences!.episodes);
    expect(sumLosses(differences, 2).value).toBe(18_000);
    expect(differences.every(({ yuan }) => yuan !== 0)).toBe(true);
    expect(sumLosses(lossDifferences(noDefences!.episodes, episodes), 2).value).toBe(-18_000);
  });

  test("have no interval where nothing differs, one amount does, or gangs are too few for all typologies", () => {
    const none = { low: null, high: null };
    expect(sumLosses([], GANGS)).toEqual({ value: 0, ...none });
    expect(sumLosses([{ gang: 1, yuan: 5 }], GANGS)).toEqual({ value: 5, ...none });
    const spread = Array.from({ length: 60 }, (_, i) => ({ gang: i % 13, yuan: 1000 + i }));
    expect(sumLosses(spread, MIN_GANGS_OF_LOSSES - 1)).toEqual({ value: 61_770, ...none });
    const { low, high } = sumLosses(spread, MIN_GANGS_OF_LOSSES);
    expect([low, high]).toEqual([expect.closeTo(57_204.77, 2), expect.closeTo(66_699.558, 2)]);
    // One that was caused is most of the sum: the interval has 0 in it.
    const caused = sumLosses([...spread, { gang: 3, yuan: -60_000 }], MIN_GANGS_OF_LOSSES);
    expect([caused.low, caused.high]).toEqual([expect.closeTo(-149_798.964, 2), expect.closeTo(153_477.561, 2)]);
  });
});
