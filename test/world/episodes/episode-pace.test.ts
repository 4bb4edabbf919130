import { expect, test } from "vitest";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { EpisodePace } from "../../../src/world/episodes/episode-pace.ts";
import { THREE_STEPS, campaign, testScenario } from "../episodes.ts";

const { script } = campaign(0, THREE_STEPS, TYPOLOGIES.indexOf("loan"));

const waits = (pace: EpisodePace): number[] => [
  pace.restMs(1, 2),
  pace.retryMs(1, 2, 2, 1),
  ...THREE_STEPS.map((_, at) => pace.followOnMs(1, 2, script, at)),
];

test("all waits of an episode are in proportion to the scenario's factor", () => {
  const [usual, slow] = [1, 3].map((hoursFactor) => new EpisodePace(testScenario({ episodes: { hoursFactor } }), 1));
  const before = waits(usual!);
  for (const [at, wait] of waits(slow!).entries()) expect(wait / before[at]!).toBeCloseTo(3, 10);
});
