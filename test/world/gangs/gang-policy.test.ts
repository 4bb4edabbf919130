import { describe, expect, test } from "vitest";
import { type Knob, settingNamed } from "../../../src/scenario/knobs.ts";
import {
  GangPolicies,
  type GangPolicy,
  USUAL_POLICY,
  attemptsOf,
  levelIn,
  obfuscationAt,
  obfuscationShares,
  hourWeight,
} from "../../../src/world/gangs/gang-policy.ts";
import { DIURNAL } from "../../../src/world/traffic/calendar.ts";
import { smallScenario } from "../small-world.ts";
import { CampaignMaker } from "../../../src/world/gangs/campaign.ts";
import { catalogue } from "../text/fixture.ts";
import { allotCampaign, allotGang, indexAt } from "../../../src/world/gangs/allotment.ts";

function policyWith(knob: Knob, setting: string): GangPolicy {
  return { ...USUAL_POLICY, [knob]: settingNamed(knob, setting)! };
}

test("all gangs follow the schedule, which is known two ticks ahead, and keep what it does not name", () => {
  const schedule = [
    { fromHour: 5, knob: "lines", setting: "8" },
    { fromHour: 0, knob: "pace", setting: "2" },
    { fromHour: 5, knob: "targets", setting: "1" },
  ];
  const policies = new GangPolicies(smallScenario([`adversary.schedule=${JSON.stringify(schedule)}`]));
  const levels = () => [0, 5].map((gang) => [levelIn(policies.of(gang), "pace"), levelIn(policies.of(gang), "lines")]);
  for (const tick of [0, 1, 2]) expect([...new Set(policies.follow(tick).map(({ knob }) => knob))]).toEqual([]);
  expect(levels()).toEqual([
    [2, null],
    [2, null],
  ]);
  expect([...new Set(policies.follow(3).map(({ knob }) => knob))]).toEqual(["lines", "targets"]);
  expect(levels()).toEqual([
    [2, 8],
    [2, 8],
  ]);
});

describe("a policy", () => {
  test("spreads contacts over the day, or has them in the evening as others have them in the morning", () => {
    const [spread, evening] = ["spread", "evening"].map((setting) => policyWith("hours", setting));
    const day = Array.from({ length: 24 }, (_, hour) => hour);
    expect(day.map((hour) => hourWeight(USUAL_POLICY, 48 + hour))).toEqual([...DIURNAL.fraud]);
    expect(day.map((hour) => hourWeight(spread!, hour))).toEqual(day.map(() => 1));
    expect(hourWeight(evening!, 20)).toBe(DIURNAL.fraud[10]);
  });

  test("tries a step half or twice as often as usual, at least once and at most a hundred times", () => {
    const [half, twice] = ["0.5", "2"].map((setting) => policyWith("retries", setting));
    expect([attemptsOf(USUAL_POLICY, 5), attemptsOf(half!, 6), attemptsOf(twice!, 6)]).toEqual([5, 3, 12]);
    expect([attemptsOf(half!, 0), attemptsOf(twice!, 80)]).toEqual([1, 100]);
  });

  test("disguises messages by the scenario's shares of levels, or by its own", () => {
    const shares = obfuscationShares(smallScenario(["gangs.obfuscation=[1, 1, 0, 0, 0, 2]"]));
    const levelsOf = (policy: GangPolicy): number[] =>
      [0, 0.2, 0.4, 0.7, 0.999].map((uniform) => obfuscationAt(shares[policy.obfuscation]!, uniform));
    expect(levelsOf(USUAL_POLICY)).toEqual([0, 0, 1, 5, 5]);
    expect(levelsOf(policyWith("obfuscation", "plain"))).toEqual([0, 0, 0, 0, 0]);
    expect(levelsOf(policyWith("obfuscation", "heavy"))).toEqual([2, 3, 4, 5, 5]);
    expect(levelsOf(policyWith("obfuscation", "paraphrased"))).toEqual([5, 5, 5, 5, 5]);
  });
});

test("a campaign lasts half to one and a half times the mean that its gang wants", () => {
  const maker = new CampaignMaker(smallScenario(["gangs.campaignDays=10"]), 1, catalogue);
  const often = { ...USUAL_POLICY, rewriting: settingNamed("rewriting", "24")! };
  for (const [policy, meanHours] of [
    [USUAL_POLICY, 240],
    [often, 24],
  ] as const) {
    const all = Array.from({ length: 400 }, (_, gang) => maker.launch(gang, 1, 1, 500, policy));
    const hours = all.map(({ fromTick, untilTick }) => (untilTick - fromTick) / meanHours);
    expect(Math.abs(Math.min(...hours) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(Math.max(...hours) - 1.5)).toBeLessThan(0.05);
  }
});

test("a point at the very end still finds the last weight that counts", () => {
  expect(indexAt([1, 2, 0], 1 - 2 ** -53)).toBe(1);
  // Here rounding leaves nothing below 0.
  expect(indexAt([0.1, 0.3, 0.7, 0], 1 - 2 ** -53)).toBe(2);
  expect(indexAt([0, 1], 0)).toBe(1);
});

test("shares among 13 gangs and 40 are kept as well: each count is within two of its share", () => {
  const weights = [0.3, 0.25, 0.2, 0.15, 0.1];
  for (const gangs of [13, 40]) {
    for (let seed = 0; seed < 200; seed++) {
      const counts = weights.map(() => 0);
      for (let gang = 0; gang < gangs; gang++) counts[indexAt(weights, allotGang(gang, seed / 200))]!++;
      weights.forEach((weight, index) => expect(Math.abs(counts[index]! - weight * gangs)).toBeLessThanOrEqual(2));
    }
  }
});

test("campaigns keep a share within every typology too", () => {
  const weights = [0.5, 0.3, 0.2];
  for (let seed = 0; seed < 20; seed++) {
    const calls = weights.map(() => 0);
    const all = weights.map(() => 0);
    for (let gang = 0; gang < 160; gang++) {
      const typology = indexAt(weights, allotGang(gang, seed / 20));
      for (let serial = 0; serial < 3; serial++) {
        all[typology]!++;
        if (allotCampaign(gang, serial, seed / 7) < 0.5) calls[typology]!++;
      }
    }
    weights.forEach((_, index) => expect(Math.abs(calls[index]! / all[index]! - 0.5)).toBeLessThan(0.06));
  }
});
