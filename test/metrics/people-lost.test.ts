import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { peopleLost } from "../../src/metrics/people-lost.ts";
import { studentQuantile } from "../../src/metrics/quantiles.ts";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { HEEDED, LOST, sampleLoop } from "../report/sample-loop.ts";

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

function yuan(records: readonly EpisodeRecord[]): number {
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
        withDefences: figures(victims(all), yuan(all)),
        interceptionAlone: figures(victims(interception), yuan(interception)),
        withoutDefences: figures(victims(none), yuan(none)),
        avoided: figures(victims(none) - victims(all), yuan(none) - yuan(all)),
        savedByWarnings: figures(victims(interception) - victims(all), yuan(interception) - yuan(all)),
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
