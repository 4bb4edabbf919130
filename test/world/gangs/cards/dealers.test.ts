import { expect, test } from "vitest";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { Dealers } from "../../../../src/world/gangs/cards/dealers.ts";

test("dealers come no faster where a set brings more than four times what they need, and none where all are idle", () => {
  const scenario = loadScenario("smoke", ["cards.traded=true", "cards.dealers=60"]);
  const after = (margins: number, busy: number): number => {
    const dealers = new Dealers(scenario, 1);
    for (let day = 1; day <= 20; day++) dealers.live(day, margins * dealers.neededYuan, busy);
    return dealers.active;
  };
  const [three, four, forty] = [3, 4, 40].map((margins) => after(margins, 1));
  expect(three).toBeGreaterThan(60);
  expect(four).toBeGreaterThan(three!);
  expect(forty).toBe(four);
  expect(after(40, 0)).toBe(60);
});
