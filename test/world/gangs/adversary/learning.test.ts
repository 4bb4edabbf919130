import { expect, test } from "vitest";
import { KNOB_COUNT, KNOB_NAMES, SETTINGS, USUAL } from "../../../../src/record/knobs.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { Learning } from "../../../../src/world/gangs/adversary/learning.ts";

const KNOB = KNOB_NAMES.indexOf("pace");
const SETTINGS_COUNT = SETTINGS.pace.length;
const DAYS = 2 * SETTINGS_COUNT;

/** What a gang turns that had each setting of a knob for two days, and so many victims on a day of each. */
function turnsAfter(victims: readonly number[]) {
  const others = KNOB_NAMES.filter((name) => name !== "pace").map((name) => `adversary.knobs.${name}=false`);
  const settings = ["adversary.reviewsPerWeek=7", "adversary.exploration=0", ...others];
  const learning = new Learning(loadScenario("smoke", settings).adversary, 1, 1);
  const inForce = new Uint8Array(DAYS * KNOB_COUNT).fill(USUAL);
  for (let day = 0; day < DAYS; day++) inForce[day * KNOB_COUNT + KNOB] = day % SETTINGS_COUNT;
  const engaged = Float64Array.from({ length: DAYS }, (_, day) => victims[day % SETTINGS_COUNT]!);
  const days = {
    engaged,
    income: engaged.map((each) => 1000 * each),
    spent: new Float64Array(DAYS),
    settings: inForce,
  };
  return learning.decide(DAYS - 1, days, new Uint8Array(KNOB_COUNT).fill(USUAL));
}

test("a gang turns a knob to the setting that brought most", () => {
  expect(turnsAfter([1, 2, 3, 9, 3])).toEqual([{ gang: 0, knob: KNOB, setting: 3 }]);
  expect(turnsAfter([2, 9, 3, 1, 1])).toEqual([{ gang: 0, knob: KNOB, setting: 1 }]);
});

test("a gang leaves a knob where it brought most, or where nothing was brought", () => {
  expect(turnsAfter([9, 1, 3, 1, 2])).toEqual([]);
  expect(turnsAfter([0, 0, 0, 0, 0])).toEqual([]);
});
