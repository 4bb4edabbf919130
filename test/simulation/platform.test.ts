import { expect, test } from "vitest";
import { Platform } from "../../src/platform.ts";
import { loadScenario } from "../../src/scenario/file.ts";

test("the network refuses to look up a host by what was listed in the tick before: from the first to the last of a listing", () => {
  const platform = new Platform(loadScenario("smoke", ["blocklist.lifeDays=0.5", "blocklist.initialEntries=0"]), 1);
  platform.learn([{ what: "host", host: "evil.top", fromTick: 5 }]);
  const blocked: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    platform.pass(tick);
    if (platform.blocksHost("evil.top")) blocked.push(tick - 1);
  }
  // Half a day from tick 5, and to the end of that day.
  expect(blocked).toEqual(Array.from({ length: 19 }, (_, at) => 5 + at));
});
