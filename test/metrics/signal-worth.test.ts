import { expect, test } from "vitest";
import type { Identity } from "../../src/event/identity.ts";
import { SignalTally, signalWorths } from "../../src/metrics/signal-worth.ts";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { Signals } from "../../src/record/signals.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Subscriber n is in an episode of gang n up to day 2, for the first four. */
const truth = {
  gangAt: (subscriber: number, timeMs: number) => (subscriber < 4 && timeMs < 2 * DAY ? subscriber : null),
  gangNamed: () => null,
};
const episodes = [0, 1, 2, 3].map((gang) => ({ gang, engagedMs: 0, endMs: 2 * DAY }) as EpisodeRecord);

function tallied(
  told: readonly (readonly [kind: "reply" | "payment", subscriber: number, day: number])[],
): SignalTally {
  const tally = new SignalTally(100, 4);
  for (const [kind, subscriber, day] of told) {
    const signals = new Signals();
    signals.add(kind, subscriber, day * DAY, 1, (1000 + subscriber) as Identity, null);
    tally.add(signals, truth);
  }
  return tally;
}

test("a signal's likelihood ratio sets days in an episode against others, each counted once", () => {
  const replies = [0, 1, 2, 3].map((subscriber) => ["reply", subscriber, 1] as const);
  const others = [10, 11].map((subscriber) => ["reply", subscriber, 1] as const);
  // The same day once more counts once; another day counts again, and after the episode it is another's.
  const again = [
    ["reply", 0, 1.5],
    ["reply", 10, 1.9],
    ["reply", 1, 3],
  ] as const;
  const found = signalWorths(tallied([["reply", 1, 0], ...replies, ...others, ...again]), episodes, 1000);
  expect([found.personDaysInEpisode, found.personDaysOtherwise]).toEqual([8, 992]);
  const { inEpisode, otherwise, likelihoodRatio } = found.kinds.find(({ kind }) => kind === "reply")!;
  expect([inEpisode, otherwise]).toEqual([5, 3]);
  expect(likelihoodRatio.value).toBeCloseTo(5 / 8 / (3 / 992), 6);
  expect(likelihoodRatio, "of four gangs and two numbers").toMatchObject({ low: null, high: null });
});

test("its interval is wider where gangs differ in how often their victims have the signal", () => {
  const gangs = Array.from({ length: 10 }, (_, gang) => gang);
  const inEveryGang = {
    gangAt: (subscriber: number) => (subscriber < 30 ? Math.floor(subscriber / 3) : null),
    gangNamed: () => null,
  };
  const ten = gangs.map((gang) => ({ gang, engagedMs: 0, endMs: 2 * DAY }) as EpisodeRecord);
  const worthOf = (told: readonly number[]) => {
    const tally = new SignalTally(100, 10);
    for (const subscriber of [...told, ...gangs.map((at) => 40 + at)]) {
      const signals = new Signals();
      signals.add("reply", subscriber, DAY, 1, (1000 + subscriber) as Identity, null);
      tally.add(signals, inEveryGang);
    }
    return signalWorths(tally, ten, 1000).kinds.find(({ kind }) => kind === "reply")!.likelihoodRatio;
  };
  const even = worthOf(gangs.flatMap((gang) => [3 * gang, 3 * gang + 1]));
  const uneven = worthOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 18, 19, 21, 24]);
  expect(uneven.value).toBe(even.value);
  expect(even.low! <= even.value! && even.value! <= even.high!).toBe(true);
  expect(uneven.high! / uneven.low!).toBeGreaterThan(even.high! / even.low!);
});

test("there is no ratio where nothing came otherwise, or nobody was in an episode", () => {
  const tally = tallied([["payment", 0, 1]]);
  const payment = signalWorths(tally, episodes, 1000).kinds.find(({ kind }) => kind === "payment")!;
  expect(payment).toMatchObject({ inEpisode: 1, otherwise: 0, likelihoodRatio: { value: null, high: null } });
  const none = signalWorths(tallied([["reply", 50, 1]]), [], 1000).kinds.find(({ kind }) => kind === "reply")!;
  expect(none.likelihoodRatio.value).toBeNull();
});
