/** Gangs that adapt, against the same gangs that keep their habit: some forty runs of a second, for the teeth of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BLOCK } from "../../src/event/findings.ts";
import { studentQuantile } from "../../src/metrics/student.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { WORLD } from "./adversary-world.ts";
import { runSmall } from "./run-small.ts";
import { warmPool } from "./warm-pool.ts";

const ADAPTIVE = [...WORLD, "adversary.mode=adaptive"];
const SEEDS = [1, 2, 3, 4];

/** What a run comes to for gangs. */
interface Earned {
  readonly profitYuan: number;
  readonly recall: number;
}

async function earn(settings: readonly string[], seed: number): Promise<Earned> {
  const scenario = loadScenario("smoke", settings);
  const { tally, money } = await simulate({ scenario, seed, workers: 1, pool: warmPool(1) });
  const { fraud } = tally.columns;
  return {
    profitYuan: (sumOf(money.held) - sumOf(money.capital)) / 100,
    recall: sumOf(fraud.filter((_, at) => at % 3 === BLOCK)) / sumOf(fraud),
  };
}

async function earnOverSeeds(settings: readonly string[]): Promise<Earned[]> {
  const earned: Earned[] = [];
  for (const seed of SEEDS) earned.push(await earn(settings, seed));
  return earned;
}

function meanOf(runs: readonly Earned[], key: keyof Earned): number {
  return sumOf(runs.map((run) => run[key])) / runs.length;
}

describe("gangs that adapt", () => {
  let fixed: Earned[];
  let adaptive: Earned[];
  beforeAll(async () => {
    fixed = await earnOverSeeds(WORLD);
    adaptive = await earnOverSeeds(ADAPTIVE);
  }, 300_000);

  test("earn a tenth more than those that keep their habit at least, on average over seeds", () => {
    expect(meanOf(adaptive, "profitYuan")).toBeGreaterThan(1.1 * meanOf(fixed, "profitYuan"));
  });

  test("are caught less often, by a point of recall at least, on average over seeds", () => {
    expect(meanOf(adaptive, "recall")).toBeLessThan(meanOf(fixed, "recall") - 0.01);
  });

  test.each(["pace", "obfuscation", "lineLife"])(
    "earn no more without the knob %s, beyond the interval over seeds",
    async (knob) => {
      const without = await earnOverSeeds([...ADAPTIVE, `adversary.knobs.${knob}=false`]);
      const gains = without.map((run, i) => run.profitYuan - adaptive[i]!.profitYuan);
      const mean = sumOf(gains) / gains.length;
      const spread = Math.sqrt(sumOf(gains.map((gain) => (gain - mean) * (gain - mean))) / (gains.length - 1));
      expect(mean).toBeLessThan((studentQuantile(gains.length - 1) * spread) / Math.sqrt(gains.length));
    },
    300_000,
  );
});

test("an adversary is reported by week beside the habit, and not at all where it is fixed", async () => {
  const SMALL = [...WORLD, "hours=96", "adversary.reviewsPerWeek=7"];
  const { adversary, fraud } = await runSmall([...SMALL, "adversary.mode=adaptive"], { counterfactual: true });
  const total = fraud.contacts.calls + fraud.contacts.messages;
  expect(sumOf(adversary!.weeks.map(({ contacts }) => contacts))).toBe(total);
  expect(adversary!.fixedHabit!.weeks[0]!.blocked).toBeGreaterThan(adversary!.noLoop!.weeks[0]!.blocked);
  for (const { settings } of adversary!.knobs) expect(sumOf(settings.map(({ byWeek }) => byWeek[0]!))).toBeCloseTo(1);
  expect((await runSmall(SMALL)).adversary).toBeUndefined();
});
