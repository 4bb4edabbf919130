import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { TYPOLOGIES, type Typology } from "../../../src/event/taxonomy.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { EpisodePace, STEP_SIGMA } from "../../../src/world/episodes/episode-pace.ts";
import type { ScriptEntry } from "../../../src/world/text/catalogue.ts";
import { step, testScenario } from "../episodes.ts";

const TARGETS = 4000;
const SCENARIO = testScenario({});
const STEPS = [step("message", 0), step("call", 20)];

function script(name: Typology): ScriptEntry {
  return { id: name, typology: TYPOLOGIES.indexOf(name), steps: STEPS } as unknown as ScriptEntry;
}

/** Hours that each of many waits after a step. */
function waits(name: Typology, after: number, scenario: Scenario = SCENARIO): number[] {
  const pace = new EpisodePace(scenario, 1);
  return Array.from({ length: TARGETS }, (_, target) => pace.followOnMs(1, target, script(name), after) / HOUR_MS);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Standard deviation of the logarithms. */
function sigmaOf(values: readonly number[]): number {
  const logs = values.map((value) => Math.log(value));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) * (log - mean), 0) / logs.length);
}

/** How far values are from a lognormal's, in standard errors: of the median or of the spread, whichever is further. */
function awayFromLognormal(values: readonly number[], median: number, sigma: number): number {
  const n = values.length;
  const offMedian = Math.abs(Math.log(medianOf(values) / median)) / ((1.2533 * sigma) / Math.sqrt(n));
  const offSigma = Math.abs(sigmaOf(values) / sigma - 1) * Math.sqrt(2 * n);
  return Math.max(offMedian, offSigma);
}

describe("the transfer", () => {
  const LAST = STEPS.length - 1;

  test("comes sooner to one and later to another of the same gang, as widely as the scenario says", () => {
    const { transferHours, transferSigma } = SCENARIO.episodes;
    const none = Object.fromEntries(TYPOLOGIES.map((name) => [name, 0]));
    const alone = testScenario({ gangs: { typologies: { ...none, loan: 1 } } });
    expect(awayFromLognormal(waits("loan", LAST, alone), transferHours, transferSigma)).toBeLessThan(4);
  });
});

describe("the next step", () => {
  test("is due as long after the one before as the script says, whatever the typology, and spreads as the scenario says", () => {
    for (const name of ["police", "romance"] as const) {
      expect(awayFromLognormal(waits(name, 0), 20, STEP_SIGMA)).toBeLessThan(4);
    }
  });

  test("is tried again after the time that the scenario says, another one for each try", () => {
    const pace = new EpisodePace(SCENARIO, 1);
    const [first, second] = [1, 2].map((attempt) =>
      Array.from({ length: TARGETS }, (_, target) => pace.retryMs(1, target, 0, attempt) / HOUR_MS),
    );
    expect(awayFromLognormal(first!, SCENARIO.episodes.retryHours, 0.5)).toBeLessThan(4);
    expect(second!.filter((hours, target) => hours === first![target])).toEqual([]);
  });
});

describe("a person", () => {
  test("sees through it as often as the scenario says, at any point on the way", () => {
    const pace = new EpisodePace(testScenario({ episodes: { sawThrough: 0.3 } }), 1);
    const insights = Array.from({ length: TARGETS }, (_, target) => pace.insight(1, target));
    const seen = insights.filter((at) => at !== null);
    expect(Math.abs(seen.length / TARGETS - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / TARGETS));
    const mean = seen.reduce((sum, at) => sum + at, 0) / seen.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / seen.length));
    const [first, last] = [Math.min(...seen), Math.max(...seen)];
    expect(first >= 0 && first < 0.05 && last > 0.95 && last < 1).toBe(true);
  });
});

test("all waits of an episode are in proportion to the scenario's factor", () => {
  const [usual, slow] = [1, 3].map((hoursFactor) => new EpisodePace(testScenario({ episodes: { hoursFactor } }), 1));
  for (let target = 0; target < 20; target++) {
    expect(slow!.restMs(1, target) / usual!.restMs(1, target)).toBeCloseTo(3, 10);
    expect(slow!.retryMs(1, target, 2, 1) / usual!.retryMs(1, target, 2, 1)).toBeCloseTo(3, 10);
    const [before, after] = [usual!, slow!].map((pace) => pace.followOnMs(1, target, script("loan"), 0));
    expect(after! / before!).toBeCloseTo(3, 10);
  }
});
