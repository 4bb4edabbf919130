/** Cards and the crackdown in whole runs of a small world: a fortnight of tight lives, so that all of it happens. */
import { beforeAll, describe, expect, test } from "vitest";
import { sumOf } from "../../src/core/sum.ts";
import { balanceMoney } from "../../src/metrics/ledger.ts";
import { type ArmsResult } from "../../src/study/variants/arms.ts";
import { hashOf, runArms, settingsIn } from "./run-small.ts";

const CARDS = [
  ...["rich-world.txt", "card-world.txt"].flatMap(settingsIn),
  // Frozen as soon as named, and moved on late: much goes back, during episodes and after.
  "crackdown.freezeHours=0",
  "cards.layeringHours=200",
  "episodes.firstTransferShare=0.5",
];

describe("cards that are traded and traced", () => {
  let arms: ArmsResult;
  beforeAll(async () => {
    arms = await runArms(CARDS, { counterfactual: ["withoutCrackdown"] });
  });

  test("are dearer, fewer, and earn gangs less than in the same world without the crackdown", () => {
    const { main, withoutCrackdown } = arms;
    const sum = (result: typeof withoutCrackdown, what: "priceYuan" | "opened", from = 0): number =>
      sumOf(result!.cards!.days.slice(from, 5).map((day) => day[what]));
    expect(sum(main, "opened")).toBeLessThan(sum(withoutCrackdown, "opened"));
    expect(sum(main, "priceYuan", 2)).toBeGreaterThan(sum(withoutCrackdown, "priceYuan", 2));
    // Whom the register named wrongly paid for it.
    expect(main.cards!.innocents.missedPayments).toBeGreaterThan(0);
    expect(withoutCrackdown!.cards!.crackdown.leads).toBe(0);
    expect(hashOf([main.cards, main.money])).toBe("d14e68b94e4e3e0b");
  });

  test("leave what the report has besides, for as many hours as the scenario has", () => {
    const { namedGangs, teams, languageOf } = arms.main;
    expect(teams[0]!.queueByHour).toHaveLength(120);
    const inChinese = arms.main.warnings.filter(({ subscriber }) => languageOf(subscriber) === "zh").length;
    expect(inChinese / arms.main.warnings.length).toBeGreaterThan(0.5);
    expect(hashOf([namedGangs, teams])).toBe("092cc638c1e28b4d");
  });

  test("leave a ledger of money that balances, with money returned, and let some transfers fail for want of an account", () => {
    const { money, episodes } = arms.main;
    const { returnedYuan, holdersYuan } = balanceMoney(money, episodes);
    expect(returnedYuan).toBeGreaterThan(0);
    expect(holdersYuan).toBeGreaterThan(0);
    const failed = arms.main.episodes.filter(({ outcome }) => outcome === "noAccount");
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ lossYuan }) => lossYuan === 0)).toBe(true);
  });

  test("leave books in which gangs have what they keep, not what was frozen and went back", () => {
    const { money, books, episodes } = arms.main;
    const { sent, returned, laundered, muled } = money;
    const kept = sumOf(sent) - sumOf(returned) - sumOf(laundered) - sumOf(muled);
    expect(sumOf(returned)).toBeGreaterThan(0.2 * sumOf(sent));
    // Shares are cut to whole fen at each transfer.
    expect(Math.abs(sumOf(books.incomeYuan) - kept / 100)).toBeLessThan(0.02 * episodes.length);
  });
});
