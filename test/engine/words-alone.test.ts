import { afterEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import { WarningCentre } from "../../src/respond/warning/warning-centre.ts";
import type { Delivery, Reply } from "../../src/record/warning.ts";
import { Residents } from "../../src/world/people/residents.ts";
import { noteNow } from "../respond/warning/centre-for-tests.ts";
import { THREE_STEPS, campaign, episodeTableOf, firstContacts, testScenario } from "../world/episodes.ts";

const PEOPLE = 60;
/** Victims believe whatever they are told, and their line is no busier: only words are left to tell them by. */
const SAME_WORDS = {
  belief: { base: 20 },
  warnings: { low: 1, medium: 2, high: 3 },
  // As often as that of anybody else.
  reach: { busy: 0.04 },
  // Slow: nobody has lost anything while the platform tries.
  episodes: { sawThrough: 0, hoursFactor: 100 },
};

/** All that the platform does about PEOPLE who are all exposed alike, `victims` of them in an episode. */
function actsOfCentre(victims: number, settings: object = {}) {
  const scenario = testScenario({ ...SAME_WORDS, ...settings });
  const episodes = episodeTableOf(scenario);
  episodes.take(firstContacts(campaign(0, THREE_STEPS), victims));
  const residents = new Residents(scenario, 1, episodes);
  const acts: unknown[] = [];
  const heard: unknown[] = [];
  const people = new Proxy(residents, {
    get: (target, name) => {
      const ask = Reflect.get(target, name, target) as (...asked: unknown[]) => unknown;
      return (...asked: unknown[]) => {
        acts.push([name, ...asked]);
        const answer = ask.apply(target, asked);
        if (name === "hear") heard.push(answer);
        return answer;
      };
    },
  });
  const { warnings, dissuasion } = scenario;
  const centre = new WarningCentre({
    warnings,
    dissuasion,
    seed: 1,
    subscribers: PEOPLE,
    people,
    expectedLossYuan: () => 1000,
  });
  noteNow(
    centre,
    9,
    Object.fromEntries(Array.from({ length: PEOPLE }, (_, subscriber) => [subscriber, 1 + (subscriber % 3)])),
  );
  centre.dissuasion.finish(200 * HOUR_MS);
  expect(episodes.open).toBe(victims);
  return { acts, heard, records: centre.records(), teams: centre.dissuasion.statistics(200) };
}

const MIXED = ["denial", "agreement", "refusal"] as const;
const WORDS: Readonly<Record<string, (talk: Delivery) => Reply>> = {
  denial: () => "denial",
  agreement: () => "agreement",
  refusal: () => "refusal",
  mixed: ({ subscriber, ordinal }) => MIXED[(subscriber + ordinal) % 3]!,
};

afterEach(() => void vi.restoreAllMocks());

describe("a victim who is not persuaded, and somebody who was warned for nothing", () => {
  test.each(Object.keys(WORDS))("are called, visited and closed alike where they say the same: %s", (words) => {
    vi.spyOn(Residents.prototype, "reply").mockImplementation((_, talk) =>
      talk.channel === "telephone" || talk.channel === "visit" ? WORDS[words]!(talk) : "silence",
    );
    const benign = actsOfCentre(0);
    const deceived = actsOfCentre(PEOPLE);
    expect(benign.acts.length).toBeGreaterThan(PEOPLE);
    expect(deceived).toEqual(benign);
    expect(actsOfCentre(PEOPLE / 2)).toEqual(benign);
  });

  test("are told apart by nothing but words: where these differ, so does what is done", () => {
    const settings = { replies: { victimDenies: 0 } };
    const [benign, deceived] = [actsOfCentre(0, settings), actsOfCentre(PEOPLE, settings)];
    expect(deceived.acts).not.toEqual(benign.acts);
  });
});
