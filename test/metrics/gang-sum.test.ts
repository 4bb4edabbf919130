import { expect, test, describe } from "vitest";
import { differenceOverGangs, ratioOverGangs } from "../../src/metrics/gang-sum.ts";
import { studentQuantile } from "../../src/metrics/quantiles.ts";
import { lossDifferences, MIN_GANGS_OF_LOSSES, sumLosses } from "../../src/metrics/loss-sum.ts";
import { sampleLoop, HEEDED, LOST, moneyOf } from "../report/sample-loop.ts";
import { netEffect } from "../../src/metrics/net-effect.ts";
import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { peopleLost } from "../../src/metrics/people-lost.ts";
import type { EpisodeRecord } from "../../src/record/episode.ts";

test("a sum of differences over gangs has an interval on both sides of it, where it comes to nothing too", () => {
  // Squared deviations add up to 10, and four gangs drawn anew have four thirds of it.
  const half = studentQuantile(3) * Math.sqrt((4 / 3) * 10);
  const { value, low, high } = differenceOverGangs([-2, 1, 2, -1]);
  expect(value).toBe(0);
  expect([low, high]).toEqual([expect.closeTo(-half, 12), expect.closeTo(half, 12)]);
});

test("a sum of differences over gangs has none where no gang differs from another, or there is but one", () => {
  expect(differenceOverGangs([0, 0, 0])).toEqual({ value: 0, low: null, high: null });
  expect(differenceOverGangs([5])).toEqual({ value: 5, low: null, high: null });
});

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
    expect(sumLosses([], 24)).toEqual({ value: 0, ...none });
    expect(sumLosses([{ gang: 1, yuan: 5 }], 24)).toEqual({ value: 5, ...none });
    const spread = Array.from({ length: 60 }, (_, i) => ({ gang: i % 13, yuan: 1000 + i }));
    expect(sumLosses(spread, MIN_GANGS_OF_LOSSES - 1)).toEqual({ value: 61_770, ...none });
    const { low, high } = sumLosses(spread, MIN_GANGS_OF_LOSSES);
    expect([low, high]).toEqual([expect.closeTo(57_204.77, 2), expect.closeTo(66_699.558, 2)]);
    // One that was caused is most of the sum: the interval has 0 in it.
    const caused = sumLosses([...spread, { gang: 3, yuan: -60_000 }], MIN_GANGS_OF_LOSSES);
    expect([caused.low, caused.high]).toEqual([expect.closeTo(-149_798.964, 2), expect.closeTo(153_477.561, 2)]);
  });
});

describe("the net effect of warnings", () => {
  test("is what was lost with interception alone, less what was lost with warnings too", () => {
    const net = netEffect(sampleLoop(), 3)!;
    expect(net).toMatchObject({ lostUnwarned: 3, lost: 2, lostUnwarnedYuan: 15_000, workedHours: 1 });
    expect(net.saved.value).toBe(1);
    expect(net.savedShare.value).toBeCloseTo(1 / 3);
    expect(net.savedYuan.value).toBe(5000);
    expect(net.savedYuanShare.value).toBeCloseTo(1 / 3);
    expect(net.savedPer100Warnings.value).toBeCloseTo(100 / 7);
    expect(net.savedYuanPerWarning.value).toBeCloseTo(5000 / 7);
    expect(net.savedPer100Hours.value).toBe(100);
    expect(net.savedYuanPerHour.value).toBe(5000);
  });

  test("is below 0 where warnings do harm", () => {
    const harmed = { ...HEEDED, outcome: "lost" as const, lossYuan: 100 };
    const [episodes, unwarned] = [
      [harmed, LOST],
      [HEEDED, LOST],
    ];
    const loop = { ...sampleLoop(), episodes, money: moneyOf(episodes, 3), interceptionOnly: { episodes: unwarned } };
    expect(netEffect(loop, 3)).toMatchObject({ saved: { value: -1 }, savedYuan: { value: -100 } });
  });

  test("is unknown without the paired run, and has no rates where nobody worked or was warned", () => {
    expect(netEffect({ ...sampleLoop(), interceptionOnly: null }, 3)).toBeNull();
    const idle = netEffect({ ...sampleLoop(), teams: [], warnings: [] }, 3)!;
    expect([idle.savedPer100Hours, idle.savedPer100Warnings]).toEqual([
      { value: null, low: null, high: null },
      { value: null, low: null, high: null },
    ]);
  });
});

test("a quotient over gangs has the interval worked out by hand", () => {
  const { value, low, high } = ratioOverGangs(Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 12));
  // Residuals 1/3, 2/3 and -1; the variance of their sum is 3 / 2 of the sum of their squares, 14 / 9.
  const half = (studentQuantile(2) * Math.sqrt(7 / 3)) / 18;
  expect(value).toBeCloseTo(1 / 3);
  expect([low, high]).toEqual([expect.closeTo(1 / 3 - half), expect.closeTo(1 / 3 + half)]);
});

test("a quotient over gangs is null of nothing, and has no bounds where gangs are too few or all alike", () => {
  expect(ratioOverGangs(Float64Array.of(0), Float64Array.of(0))).toEqual({ value: null, low: null, high: null });
  expect(ratioOverGangs(Float64Array.of(1), Float64Array.of(2))).toEqual({ value: 0.5, low: null, high: null });
  const alike = ratioOverGangs(Float64Array.of(1, 2), Float64Array.of(2, 4));
  expect(alike).toEqual({ value: 0.5, low: null, high: null });
});

const GANGS = 4;

const episodes = array(
  record({ gang: nat(GANGS - 1), subscriber: nat(9), outcome: constantFrom("lost" as const, "heeded" as const) }),
  { maxLength: 60 },
);

function recordsOf(drawn: readonly Pick<EpisodeRecord, "gang" | "subscriber" | "outcome">[]): EpisodeRecord[] {
  return drawn.map((each, target) => ({ ...HEEDED, ...each, target, lossYuan: each.outcome === "lost" ? 100 : 0 }));
}

function victims(records: readonly EpisodeRecord[]): number {
  return new Set(records.filter(({ outcome }) => outcome === "lost").map(({ subscriber }) => subscriber)).size;
}

function lossOf(records: readonly EpisodeRecord[]): number {
  return records.reduce((sum, { lossYuan }) => sum + lossYuan, 0);
}

function figures(people: number, money: number): object {
  return { people: { value: people }, yuan: { value: money } };
}

test("people who lost money are the set of them in each arm, and yuan the sum", () => {
  assert(
    property(episodes, episodes, episodes, (...drawn) => {
      const [all, interception, none] = drawn.map(recordsOf) as [EpisodeRecord[], EpisodeRecord[], EpisodeRecord[]];
      const found = peopleLost(
        { episodes: all, interceptionOnly: { episodes: interception }, noDefences: { episodes: none } },
        GANGS,
      );
      expect(found).toMatchObject({
        withDefences: figures(victims(all), lossOf(all)),
        interceptionAlone: figures(victims(interception), lossOf(interception)),
        withoutDefences: figures(victims(none), lossOf(none)),
        avoided: figures(victims(none) - victims(all), lossOf(none) - lossOf(all)),
        savedByWarnings: figures(victims(interception) - victims(all), lossOf(interception) - lossOf(all)),
      });
    }),
  );
});

test("somebody whom two gangs rob is half of each gang's people, and one in all", () => {
  const robbed = [LOST, { ...LOST, gang: 0, target: 8 }, { ...LOST, gang: 1, target: 9, subscriber: 20 }];
  const { withDefences } = peopleLost(
    { ...sampleLoop(), episodes: robbed, interceptionOnly: null, noDefences: null },
    2,
  );
  const { value, low, high } = withDefences.people;
  // 0.5 and 1.5 of two gangs: squared deviations add up to 0.5, and two gangs drawn anew have twice of it.
  const factor = Math.exp(studentQuantile(1) * (1 / 2));
  expect([value, low, high]).toEqual([2, expect.closeTo(2 / factor), expect.closeTo(2 * factor)]);
});

test("an arm that was left out tells nothing, nor do differences from it", () => {
  expect(peopleLost({ ...sampleLoop(), interceptionOnly: null, noDefences: null }, 3)).toMatchObject({
    withDefences: { people: { value: 2 }, yuan: { value: 10_000 } },
    interceptionAlone: null,
    withoutDefences: null,
    avoided: null,
    savedByWarnings: null,
  });
});

test("a difference is paired: nobody is saved, with no interval, where the arms are equal", () => {
  const { episodes: same } = sampleLoop();
  const { avoided } = peopleLost({ episodes: same, interceptionOnly: null, noDefences: { episodes: same } }, 3);
  expect(avoided).toEqual({ people: { value: 0, low: null, high: null }, yuan: { value: 0, low: null, high: null } });
});
