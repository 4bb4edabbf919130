import { afterEach, expect, test, vi } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { BUSY_OTHERWISE, READ_MINUTES, READ_SIGMA, Residents } from "../../../src/world/people/residents.ts";
import { THREE_STEPS, campaign, episodeTableOf, firstContacts, testScenario } from "../episodes.ts";

const COUNT = 4000;
const scenario = testScenario({ episodes: { sawThrough: 0 } });
const { reach } = scenario;

afterEach(() => void vi.restoreAllMocks());

/** Subscribers below `engaged` are in an episode from hour 0 on. */
function residents(engaged: number, settings = scenario): Residents {
  const episodeTable = episodeTableOf(settings);
  episodeTable.take(firstContacts(campaign(0, THREE_STEPS), engaged));
  return new Residents(settings, 1, episodeTable);
}

function answers(people: Residents, attempt: number, timeMs: number, ordinal = 0): string[] {
  return Array.from({ length: COUNT }, (_, subscriber) => people.answersCall(subscriber, ordinal, attempt, timeMs));
}

function share(all: readonly string[], answer: string): number {
  return all.filter((one) => one === answer).length / all.length;
}

test("people whose line is suspended are not on it with the fraudster, and are again once it is not", () => {
  const people = residents(COUNT);
  for (let subscriber = 0; subscriber < COUNT; subscriber++) people.suspendLine(subscriber, HOUR_MS, 3 * HOUR_MS);
  const [suspended, free] = [2, 3].map((hour) => share(answers(people, 1, hour * HOUR_MS), "busy"));
  const inReach = 1 - reach.awayByNight;
  expect(Math.abs(suspended! - inReach * BUSY_OTHERWISE)).toBeLessThan(0.01);
  expect(Math.abs(free! - inReach * reach.busy)).toBeLessThan(0.02);
});

test("people read warning messages after a while, some never", () => {
  const people = residents(0);
  const delays = Array.from({ length: COUNT }, (_, subscriber) => people.readsMessage(subscriber, 1));
  const read = delays.filter((delay) => delay !== null).toSorted((a, b) => a - b);
  expect(Math.abs(read.length / COUNT - reach.readsMessage)).toBeLessThan(0.02);
  expect(read[0]).toBeGreaterThan(0);
  expect(Math.abs(read[read.length >> 1]! / 60_000 / READ_MINUTES - 1)).toBeLessThan(0.15);
  // Of a lognormal, the middle two thirds lie within its spread.
  const [early, late] = [0.1587, 0.8413].map((at) => read[Math.floor(at * read.length)]!);
  expect(Math.abs(Math.log(late! / early!) / 2 / READ_SIGMA - 1)).toBeLessThan(0.1);
});

test("people who do not read one warning, or are not at home once, may read the next, or be at home then", () => {
  const people = residents(0);
  const all = Array.from({ length: COUNT }, (_, subscriber) => subscriber);
  const unread = all.filter((subscriber) => people.readsMessage(subscriber, 1) === null);
  const readNext = unread.filter((subscriber) => people.readsMessage(subscriber, 2) !== null).length / unread.length;
  expect(Math.abs(readNext - reach.readsMessage)).toBeLessThan(0.06);
  const out = all.filter((subscriber) => people.answersDoor(subscriber, 1, 1) !== "answered");
  const later = [people, people].map((each, i) =>
    out.filter((subscriber) => each.answersDoor(subscriber, 1 + i, 2 - i) === "answered"),
  );
  for (const home of later) expect(Math.abs(home.length / out.length - reach.atHome)).toBeLessThan(0.06);
});

test("people decline more calls, and open the door less, with each talk in vain, in an episode or not", () => {
  vi.spyOn(Residents.prototype, "reply").mockReturnValue("denial");
  const stubborn = testScenario({ episodes: { sawThrough: 0 }, belief: { base: 20 } });
  const noon = 12 * HOUR_MS;
  const shares = [0, COUNT].map((engaged) => {
    const people = residents(engaged, stubborn);
    const met = (): number[] => {
      const calls = answers(people, 1, noon, 1).filter((answer) => answer === "answered" || answer === "refused");
      const doors = Array.from({ length: COUNT }, (_, subscriber) => people.answersDoor(subscriber, 1, 1));
      return [share(calls, "refused"), share(doors, "refused")];
    };
    const seen = [met()];
    for (const talk of [1, 2]) {
      for (let subscriber = 0; subscriber < COUNT; subscriber++) {
        const told = { warning: subscriber, subscriber, channel: "telephone", ordinal: talk, timeMs: noon } as const;
        expect(people.hear(told, 1)).toBe("denial");
      }
      seen.push(met());
    }
    return seen;
  });
  for (const seen of shares) {
    for (const [talks, [calls, doors]] of seen.entries()) {
      const readiness = (1 - reach.hostility) ** talks;
      expect(Math.abs(calls! - (1 - (1 - reach.refuses) * readiness))).toBeLessThan(0.04);
      expect(Math.abs(doors! - reach.atHome * (1 - readiness))).toBeLessThan(0.04);
    }
  }
});

test("relatives answer less at night, as everybody does", () => {
  const people = residents(0);
  const [byDay, byNight] = [12, 2].map((hour) => {
    const all = Array.from({ length: COUNT }, (_, subscriber) =>
      people.familyAnswers(subscriber, 1, 1, hour * HOUR_MS),
    );
    return all.filter(Boolean).length / COUNT;
  });
  expect(Math.abs(byDay! - 0.7)).toBeLessThan(0.03);
  expect(Math.abs(byNight! - (1 - reach.awayByNight))).toBeLessThan(0.03);
});
