/** What an adversary changes, and what it leaves as it is; whether it pays is asked in adversary.long.test.ts. */
import { beforeAll, describe, expect, test } from "vitest";
import { type SimulationResult, simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BLOCK } from "../../src/event/findings.ts";
import { KNOB_COUNT, KNOB_NAMES, USUAL } from "../../src/record/knobs.ts";
import { balanceMoney } from "../../src/metrics/money-balance.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
import type { Report } from "../../src/report/schema.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { WORLD } from "./adversary-world.ts";
import { runSmall } from "./run-small.ts";
import { warmPool } from "./warm-pool.ts";

/** Of what was decided of each event. */
async function eventsDigest(hours: number, settings: readonly string[]): Promise<string> {
  const scenario = loadScenario("smoke", [...WORLD, `hours=${hours}`, ...settings]);
  const { tally } = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
  return digestRun(tally, { episodes: [], warnings: [], deliveries: [] });
}

/** Of fraud. */
function blockedShare({ tally: { columns } }: SimulationResult): number {
  return sumOf(columns.fraud.filter((_, at) => at % 3 === BLOCK)) / sumOf(columns.fraud);
}

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
    ["a schedule that nobody follows", ["adversary.schedule=[{ fromHour: 0, knob: pace, setting: 2 }]"]],
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
      [3, 20_000],
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

  test("that evades is intercepted much less, and pays for numbers, accounts, chats, domains and writers", async () => {
    const { adversary } = loadScenario("evasive");
    const habits = loadScenario("smoke", [...SMALL, "hours=48"]);
    const [fixed, evasive] = await Promise.all(
      [habits, { ...habits, adversary }].map((scenario) => simulate({ scenario, seed: 1, workers: 1 })),
    );
    expect(blockedShare(evasive!)).toBeLessThan(0.3 * blockedShare(fixed!));
    for (const expense of ["numbers", "devices", "accounts", "chats", "domains", "rewriting"] as const) {
      expect(sumOf(evasive!.money.spent[expense])).toBeGreaterThan(1.5 * sumOf(fixed!.money.spent[expense]));
    }
  });

  test("pays its people four times as much for twice as many first contacts", async () => {
    const pace = "adversary.schedule=[{ fromHour: 0, knob: pace, setting: 2 }]";
    const { money } = await simulate({
      scenario: loadScenario("smoke", [...SMALL, "adversary.mode=scripted", pace]),
      seed: 1,
      workers: 1,
      pool: warmPool(1),
    });
    // Ten lines of ten gangs, four evenings.
    expect(sumOf(money.spent.wages)).toBe(100 * 100 * 10 * 10 * 4 * 4);
  });

  test("follows a schedule from the hour that it says", async () => {
    const twice = "adversary.schedule=[{ fromHour: 48, knob: pace, setting: 2 }]";
    const scripted = ["adversary.mode=scripted", twice];
    // Of worlds that stop there, the last hours of the drain have no first contacts.
    expect(await eventsDigest(48, scripted)).toBe(await eventsDigest(48, []));
    expect(await eventsDigest(49, scripted)).not.toBe(await eventsDigest(49, []));
  });
});
