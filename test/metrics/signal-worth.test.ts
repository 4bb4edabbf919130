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
function worthOf(
  kind: "reply" | "payment",
  told: readonly (readonly [subscriber: number, day: number])[],
  { gangs = 4, of = truth }: { readonly gangs?: number; readonly of?: typeof truth } = {},
) {
  const tally = new SignalTally(100, gangs);
  for (const [subscriber, day] of told) {
    const signals = new Signals();
    signals.add(kind, subscriber, day * DAY, 1, (1000 + subscriber) as Identity, null);
    tally.add(signals, of);
  }
  const episodes = Array.from(
    { length: gangs },
    (_, gang) => ({ gang, engagedMs: 0, endMs: 2 * DAY }) as EpisodeRecord,
  );
  const { kinds, ...days } = signalWorths(tally, episodes, 1000);
  return { ...days, ...kinds.find((worth) => worth.kind === kind)! };
}

test("a signal's likelihood ratio sets days in an episode against others, each counted once", () => {
  const once = [0, 1, 2, 3, 10, 11].map((subscriber) => [subscriber, 1] as const);
  // The same day once more counts once; another day counts again, and after the episode it is another's.
  const { likelihoodRatio, ...found } = worthOf("reply", [[1, 0], ...once, [0, 1.5], [10, 1.9], [1, 3]]);
  expect(found).toMatchObject({ personDaysInEpisode: 8, personDaysOtherwise: 992, inEpisode: 5, otherwise: 3 });
  expect(likelihoodRatio.value).toBeCloseTo(5 / 8 / (3 / 992), 6);
  expect(likelihoodRatio, "of four gangs and two numbers").toMatchObject({ low: null, high: null });
});

test("a signal's interval is wider where gangs differ in how often their victims have the signal", () => {
  const gangs = Array.from({ length: 10 }, (_, gang) => gang);
  const inEveryGang = {
    gangAt: (subscriber: number) => (subscriber < 30 ? Math.floor(subscriber / 3) : null),
    gangNamed: () => null,
  };
  const ratioOf = (told: readonly number[]) => {
    const days = [...told, ...gangs.map((at) => 40 + at)].map((subscriber) => [subscriber, 1] as const);
    return worthOf("reply", days, { gangs: 10, of: inEveryGang }).likelihoodRatio;
  };
  const even = ratioOf(gangs.flatMap((gang) => [3 * gang, 3 * gang + 1]));
  const uneven = ratioOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 18, 19, 21, 24]);
  expect(uneven.value).toBe(even.value);
  expect(even.low! <= even.value! && even.value! <= even.high!).toBe(true);
  expect(uneven.high! / uneven.low!).toBeGreaterThan(even.high! / even.low!);
});

test("a signal has no ratio where nothing came otherwise, or nobody was in an episode", () => {
  const nothing = { value: null, low: null, high: null };
  const paid = worthOf("payment", [[0, 1]]);
  expect(paid).toMatchObject({ inEpisode: 1, otherwise: 0, likelihoodRatio: nothing });
  expect(worthOf("reply", [[50, 1]], { gangs: 0 }).likelihoodRatio.value).toBeNull();
});
