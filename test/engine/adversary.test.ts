/** What an adversary changes, and what it leaves as it is. */
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { sumOf } from "../../src/core/sum.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { digestRun } from "../../src/report/head.ts";
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

describe("an adversary", () => {
  test("keeps books of what victims engaged on a day brought it, and of what it paid", async () => {
    const result = await simulate({ scenario: loadScenario("smoke", WORLD), seed: 1, workers: 1, pool: warmPool(1) });
    const { gangs, incomeYuan, spentYuan } = result.books;
    expect([gangs, incomeYuan.length, spentYuan.length]).toEqual([10, 20, 20]);
    const lost = sumOf(result.episodes.filter(({ engagedMs }) => engagedMs < 48 * 3.6e6).map((each) => each.lossYuan));
    expect(sumOf(incomeYuan)).toBeCloseTo(0.7 * lost);
    expect(spentYuan.every((yuan) => yuan > 0)).toBe(true);
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
