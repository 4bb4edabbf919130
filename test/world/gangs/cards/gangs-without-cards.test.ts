/** What becomes of gangs that cannot have cards, without any workers. */
import { expect, test } from "vitest";
import { TECHNOLOGIES } from "../../../../src/event/taxonomy.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { MoneyLedger } from "../../../../src/world/gangs/economy/money-ledger.ts";
import { LINE_USES } from "../../../../src/world/gangs/line.ts";
import { World } from "../../../../src/world/world.ts";

const SETTINGS = ["gangs.count=12", "gangs.lineLifeDays=1", "gangs.senderLifeDays=1"];

function worldAfter(hours: number, settings: readonly string[]): World {
  const world = new World(loadScenario("smoke", [...SETTINGS, ...settings]), 1, []);
  for (let tick = 0; tick < hours; tick++) world.advance(tick);
  return world;
}

function linesOf(world: World): { identities: number; abroad: number; slots: number } {
  const lines = world.gangs.all.flatMap(({ lines: own }) => LINE_USES.flatMap((use) => own[use]));
  const abroad = TECHNOLOGIES.indexOf("abroad");
  return {
    identities: new Set(lines.map(({ identity }) => identity)).size,
    abroad: lines.filter(({ technology }) => technology === abroad).length,
    slots: lines.length,
  };
}

test("gangs that can have no card keep one line of each use at least, and use lines from abroad", () => {
  const world = worldAfter(240, ["cards.dealers=0", "cards.memberSets=0"]);
  const { identities, abroad, slots } = linesOf(world);
  expect(slots).toBe(12 * 10);
  // Every gang has a line to call from and a sender, and few have more.
  expect(identities).toBeGreaterThanOrEqual(24);
  expect(identities).toBeLessThan(60);
  expect(abroad / slots).toBeGreaterThan(0.5);
});

test("gangs that turn to lines from abroad are without a line less often", () => {
  const without = ["gangs.count=60", "cards.dealers=0", "cards.memberSets=0"];
  const [usual, abroad] = ["usual", "abroad"].map((setting) => {
    const schedule = `adversary.schedule=[{ fromHour: 0, knob: technology, setting: ${setting} }]`;
    return worldAfter(240, [...without, schedule]).trade!.silentSlots;
  });
  expect(abroad).toBeLessThan(0.95 * usual!);
});

test("gangs that can have as many as they want have a line of its own in every slot", () => {
  const world = worldAfter(240, ["cards.memberSets=10", "cards.considerDays=1"]);
  const { identities, slots } = linesOf(world);
  expect(identities / slots).toBeGreaterThan(0.9);
});

test("gangs that owe more than their credit are no more, and others are founded in their place with new money", () => {
  const settings = ["hours=720", "economy.wagesYuan=2000", "economy.foundedAfterDays=3"];
  const world = worldAfter(24 * 30, settings);
  const { capital, held } = world.economy.ledger.statement();
  expect(world.economy.sizes.broke).toBeGreaterThan(12);
  for (let gang = 0; gang < 12; gang++) {
    expect(capital[gang]).toBeGreaterThan(100 * 100_000);
    expect(held[gang]).toBeGreaterThan(-100 * (20_000 + 2 * 20_000));
  }
});

test("a transfer that is given back leaves everybody with what they had before", () => {
  const shares = { launderedShare: 0.213, muleShare: 0.117 };
  const ledger = new MoneyLedger(1, shares);
  for (const yuan of [1, 333, 12_345, 987_654]) {
    ledger.send(0, yuan);
    ledger.giveBack(0, yuan);
  }
  const { sent, returned, laundered, muled, held } = ledger.statement();
  expect([...laundered, ...muled, ...held]).toEqual([0, 0, 0]);
  expect(returned).toEqual(sent);
});
