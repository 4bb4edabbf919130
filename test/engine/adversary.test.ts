/** What an adversary changes, and what it leaves as it is. */
import { describe, expect, test } from "vitest";
import { type SimulationResult, simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BLOCK } from "../../src/event/findings.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
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
  const SMALL = [...WORLD, "hours=96"];
  test("with a schedule comes to one digest for 1, 2 and 3 workers and any size of batch, and to another than habit", async () => {
    const settings = [...SMALL, "adversary.schedule=[{ fromHour: 30, knob: obfuscation, setting: heavy }]"];
    const first = await runSmall(settings);
    for (const [workers, batchEvents] of [
      [2, 333],
      [3, 20_000],
    ]) {
      const other = await runSmall(settings, { workers, batchEvents });
      expect(other.digest).toBe(first.digest);
      expect({ ...other, workers: 1 }).toEqual(first);
    }
    expect(first.digest).not.toBe((await runSmall(SMALL)).digest);
  });

  test("keeps books of what victims engaged on a day brought it, and of what it paid", async () => {
    const result = await simulate({ scenario: loadScenario("smoke", SMALL), seed: 1, workers: 1, pool: warmPool(1) });
    const { gangs, incomeYuan, spentYuan } = result.books;
    expect([gangs, incomeYuan.length, spentYuan.length]).toEqual([10, 40, 40]);
    const lost = sumOf(result.episodes.filter(({ engagedMs }) => engagedMs < 96 * 3.6e6).map((each) => each.lossYuan));
    expect(sumOf(incomeYuan)).toBeCloseTo(0.7 * lost);
    expect(spentYuan.every((yuan) => yuan > 0)).toBe(true);
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
      scenario: loadScenario("smoke", [...SMALL, pace]),
      seed: 1,
      workers: 1,
      pool: warmPool(1),
    });
    // Ten lines of ten gangs, four evenings.
    expect(sumOf(money.spent.wages)).toBe(100 * 100 * 10 * 10 * 4 * 4);
  });

  test("follows a schedule from the hour that it says", async () => {
    const twice = "adversary.schedule=[{ fromHour: 48, knob: pace, setting: 2 }]";
    // Of worlds that stop there, the last hours of the drain have no first contacts.
    expect(await eventsDigest(48, [twice])).toBe(await eventsDigest(48, []));
    expect(await eventsDigest(49, [twice])).not.toBe(await eventsDigest(49, []));
  });
});
