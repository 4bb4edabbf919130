import { expect, test } from "vitest";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { Dealers } from "../../../../src/world/gangs/cards/dealers.ts";

const SETTINGS = ["cards.traded=true", "cards.dealers=60", "cards.fearHalfLifeDays=10"];

function dealersWith(...settings: string[]): Dealers {
  return new Dealers(loadScenario("smoke", [...SETTINGS, ...settings]), 1);
}

test("dealers need a larger margin once others are raided, and the old one when that is long past", () => {
  const dealers = dealersWith("cards.raidYuan=6000");
  const calm = dealers.neededYuan;
  for (let dealer = 0; dealer < 6; dealer++) dealers.raid(dealer, 1);
  // A tenth of the dealers was raided, so a tenth of what all are worth is asked for.
  expect(dealers.neededYuan).toBeCloseTo(calm + 600, 6);
  for (let day = 1; day <= 10; day++) dealers.live(day, dealers.neededYuan, 1);
  expect(dealers.neededYuan).toBeCloseTo(calm + 300, 6);
  for (let day = 11; day <= 200; day++) dealers.live(day, dealers.neededYuan, 1);
  expect(dealers.neededYuan).toBeCloseTo(calm, 1);
});

test("dealers come where a set brings more than they need, and go where it brings less", () => {
  const [rich, poor] = [dealersWith(), dealersWith()];
  for (let day = 1; day <= 60; day++) {
    rich.live(day, 3 * rich.neededYuan, 1);
    poor.live(day, 0, 1);
  }
  expect(rich.active).toBeGreaterThan(60);
  expect(poor.active).toBeLessThan(60);
});

test("nobody is founded where dealers buy nothing", () => {
  const dealers = dealersWith();
  for (let day = 1; day <= 60; day++) dealers.live(day, 4 * dealers.neededYuan, 0);
  expect(dealers.active).toBe(60);
});
