/** Gangs that adapt, against the same gangs that keep their habit: some forty runs of a second, for the teeth of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { BLOCK } from "../../src/event/findings.ts";
import { KNOB_COUNT, KNOB_NAMES, USUAL } from "../../src/record/knobs.ts";
import { studentQuantile } from "../../src/metrics/student.ts";
import { balanceMoney } from "../../src/metrics/money-balance.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
import type { Report } from "../../src/report/schema.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { runSmall } from "./run-small.ts";
import { warmPool } from "./warm-pool.ts";

/** Three weeks of ten gangs, and hardly any benign traffic. */
const WORLD = [
  "hours=504",
  "population.subscribers=2500",
  "gangs.count=10",
  "gangs.callFirstShare=0.42",
  "dissuasion.agents=1",
  "dissuasion.visitTeams=2",
  "gangs.messagesPerDay=200",
  "gangs.callsPerDay=150",
  "blocklist.initialEntries=2000",
  "templates.initial=200",
  "episodes.messageTakesHold=0.03",
  "episodes.callTakesHold=0.05",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.05`),
];
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

/** Of what was decided of each event. */
async function eventsDigest(hours: number, settings: readonly string[]): Promise<string> {
  const scenario = loadScenario("smoke", [...WORLD, `hours=${hours}`, ...settings]);
  const { tally } = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
  return digestRun(tally, { episodes: [], warnings: [], deliveries: [] });
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

describe("an adversary", () => {
  const SMALL = [...WORLD, "hours=96", "adversary.reviewsPerWeek=7"];
  let habit: Report;
  beforeAll(async () => {
    habit = await runSmall(SMALL);
  });

  test.each([
    ["no review", ["adversary.mode=adaptive", "adversary.reviewsPerWeek=0"]],
    ["no knob", ["adversary.mode=adaptive", ...KNOB_NAMES.map((name) => `adversary.knobs.${name}=false`)]],
    ["an empty schedule", ["adversary.mode=scripted"]],
    ["a schedule that nobody follows", ["adversary.schedule=[{ fromHour: 0, knob: pace, setting: double }]"]],
  ])("with %s comes to the digest and the money of fixed", async (_, settings) => {
    const other = await runSmall([...SMALL, ...settings]);
    expect(other.digest).toBe(habit.digest);
    expect(other.money).toEqual(habit.money);
  });

  test("that adapts comes to one digest for 1, 2 and 3 workers and any size of batch, and to another than fixed", async () => {
    const settings = [...SMALL, "adversary.mode=adaptive"];
    const first = await runSmall(settings);
    for (const [workers, batchEvents] of [
      [2, 333],
      [3, 50],
      [2, 20_000],
    ]) {
      const other = await runSmall(settings, { workers, batchEvents });
      expect(other.digest).toBe(first.digest);
      expect({ ...other, workers: 1 }).toEqual(first);
    }
    expect(first.digest).not.toBe(habit.digest);
  });

  test("pays for each change, and its money balances", async () => {
    const scenario = loadScenario("smoke", [...SMALL, "adversary.mode=adaptive", "adversary.changeYuan=1e6"]);
    const { adversary, money, episodes } = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
    const changes = adversary!.changes.length;
    expect(changes).toBeGreaterThan(5);
    expect(Math.floor(sumOf(money.spent.rewriting) / 1e8)).toBe(changes);
    expect(balanceMoney(money, episodes).suppliersYuan).toBeGreaterThan(changes * 1e6);
  });

  test("knows of each day what was in force, and what its victims brought it", async () => {
    const scenario = loadScenario("smoke", [...SMALL, "adversary.mode=adaptive"]);
    const result = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
    const { days, gangs, settings, incomeYuan, changes } = result.adversary!;
    expect([days, gangs]).toEqual([4, 10]);
    expect(settings.subarray(0, gangs * KNOB_COUNT).every((setting) => setting === USUAL)).toBe(true);
    for (const { day, gang, knob, to } of changes.filter((change) => change.day < days - 1)) {
      expect(settings[((day + 1) * gangs + gang) * KNOB_COUNT + knob]).toBe(to);
    }
    const lost = sumOf(result.episodes.filter(({ engagedMs }) => engagedMs < 96 * 3.6e6).map((each) => each.lossYuan));
    expect(sumOf(incomeYuan)).toBeCloseTo(0.7 * lost);
  });

  test("is reported by week beside the habit, and not at all where it is fixed", async () => {
    const { adversary, fraud } = await runSmall([...SMALL, "adversary.mode=adaptive"], { counterfactual: true });
    const total = fraud.contacts.calls + fraud.contacts.messages;
    expect(sumOf(adversary!.weeks.map(({ contacts }) => contacts))).toBe(total);
    expect(adversary!.fixedHabit!.weeks[0]!.blocked).toBeGreaterThan(adversary!.noLoop!.weeks[0]!.blocked);
    for (const { settings } of adversary!.knobs) expect(sumOf(settings.map(({ byWeek }) => byWeek[0]!))).toBeCloseTo(1);
    expect(habit.adversary).toBeUndefined();
  });

  test("follows a schedule from the hour that it says", async () => {
    const twice = "adversary.schedule=[{ fromHour: 48, knob: pace, setting: double }]";
    const scripted = ["adversary.mode=scripted", twice];
    // Of worlds that stop there, the last hours of the drain have no first contacts.
    expect(await eventsDigest(48, scripted)).toBe(await eventsDigest(48, []));
    expect(await eventsDigest(49, scripted)).not.toBe(await eventsDigest(49, []));
  });
});
