/** What an adversary changes, and what it leaves as it is. */
import { describe, expect, test } from "vitest";
import { type SimulationResult, simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BLOCK } from "../../src/event/findings.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "./warm-pool.ts";

/** Ten gangs, and hardly any benign traffic. */
const WORLD = [
  "hours=48",
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
  test("keeps books of what victims engaged on a day brought it, and of what it paid", async () => {
    const result = await simulate({ scenario: loadScenario("smoke", WORLD), seed: 1, workers: 1, pool: warmPool(1) });
    const { gangs, incomeYuan, spentYuan } = result.books;
    expect([gangs, incomeYuan.length, spentYuan.length]).toEqual([10, 20, 20]);
    const lost = sumOf(result.episodes.filter(({ engagedMs }) => engagedMs < 48 * 3.6e6).map((each) => each.lossYuan));
    expect(sumOf(incomeYuan)).toBeCloseTo(0.7 * lost);
    expect(spentYuan.every((yuan) => yuan > 0)).toBe(true);
  });

  test("that evades is intercepted much less, and pays for numbers, accounts, chats, domains and writers", async () => {
    const { adversary } = loadScenario("evasive");
    const habits = loadScenario("smoke", WORLD);
    const run = { seed: 1, workers: 1, pool: warmPool(1) };
    const fixed = await simulate({ ...run, scenario: habits });
    const evasive = await simulate({ ...run, scenario: { ...habits, adversary } });
    expect(blockedShare(evasive)).toBeLessThan(0.3 * blockedShare(fixed));
    for (const expense of ["numbers", "devices", "accounts", "chats", "domains", "rewriting"] as const) {
      expect(sumOf(evasive.money.spent[expense])).toBeGreaterThan(1.5 * sumOf(fixed.money.spent[expense]));
    }
  });

  test("pays its people four times as much for twice as many first contacts", async () => {
    const pace = "adversary.schedule=[{ fromHour: 0, knob: pace, setting: 2 }]";
    const scenario = loadScenario("smoke", [...WORLD, pace]);
    const { money } = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
    // Ten lines of ten gangs, two evenings.
    expect(sumOf(money.spent.wages)).toBe(100 * 100 * 10 * 10 * 2 * 4);
  });

  test("follows a schedule from the hour that it says", async () => {
    const twice = "adversary.schedule=[{ fromHour: 24, knob: pace, setting: 2 }]";
    // Of worlds that stop there, the last hours of the drain have no first contacts.
    expect(await eventsDigest(24, [twice])).toBe(await eventsDigest(24, []));
    expect(await eventsDigest(25, [twice])).not.toBe(await eventsDigest(25, []));
  });
});
