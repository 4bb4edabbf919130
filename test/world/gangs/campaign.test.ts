import { expect, test } from "vitest";
import { describeScripts } from "../../../src/world/text/catalogue.ts";
import { loadGrammar } from "../../../src/world/text/grammar.ts";
import { CampaignMaker } from "../../../src/world/gangs/campaign.ts";
import { smallScenario } from "../small-world.ts";

const GANGS = 4000;
const maker = new CampaignMaker(smallScenario(["gangs.campaignDays=10"]), 1, describeScripts(loadGrammar()));

/** Of the campaigns with this serial number: mean hours that they last, and mean hours since they began. */
function meansOf(serial: number): { hours: number; age: number } {
  let [hours, age] = [0, 0];
  for (let gang = 0; gang < GANGS; gang++) {
    const { fromTick, untilTick } = maker.launch(gang, serial, 1, 500);
    expect(fromTick).toBeLessThanOrEqual(500);
    expect(untilTick).toBeGreaterThan(500);
    expect(untilTick - fromTick).toBeGreaterThanOrEqual(119);
    expect(untilTick - fromTick).toBeLessThanOrEqual(360);
    hours += (untilTick - fromTick) / GANGS;
    age += (500 - fromTick) / GANGS;
  }
  return { hours, age };
}

test("a campaign lasts half to one and a half times the mean, and begins when it is launched", () => {
  const { hours, age } = meansOf(1);
  // Four standard errors; whole hours are half an hour less on average.
  expect(Math.abs(hours - 239.5)).toBeLessThan((4 * 240) / Math.sqrt(12 * GANGS));
  expect(age).toBe(0);
});

test("a campaign that is met under way is longer, as long ones are met more often, and half over on average", () => {
  const { hours, age } = meansOf(0);
  // The mean of the square over the mean: 1 + 1/12.
  expect(Math.abs(hours - 259.5)).toBeLessThan((4 * 240) / Math.sqrt(12 * GANGS));
  expect(Math.abs(age / hours - 0.5)).toBeLessThan(0.02);
});
