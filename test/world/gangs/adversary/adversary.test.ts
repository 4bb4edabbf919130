import { expect, test } from "vitest";
import { DAY_MS } from "../../../../src/core/time.ts";
import type { EpisodeRecord } from "../../../../src/record/episode.ts";
import { SETTINGS } from "../../../../src/record/knobs.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { Adversary } from "../../../../src/world/gangs/adversary/adversary.ts";
import { Strategies } from "../../../../src/world/gangs/adversary/strategies.ts";

/** What a gang turns after days of each of which it had another setting of one knob, and so many victims. */
function turnsAfter(victims: readonly number[]) {
  const others = Object.keys(SETTINGS)
    .filter((name) => name !== "pace")
    .map((name) => `adversary.knobs.${name}=false`);
  const settings = ["adversary.mode=adaptive", "adversary.fromHour=120", "adversary.reviewsPerWeek=7", "hours=168"];
  const smoke = loadScenario("smoke", [...settings, "adversary.exploration=0", "gangs.count=1", ...others]);
  // The setting of habit on the first day; others are in force soon after the next days begin.
  const schedule = SETTINGS.pace
    .slice(1)
    .map((setting, day) => ({ fromHour: 26 + 24 * day, knob: "pace" as const, setting }));
  const purse = { spentYuan: () => 0, spend: () => {} };
  const adversary = new Adversary(
    { ...smoke, adversary: { ...smoke.adversary, schedule } },
    1,
    new Strategies(1),
    purse,
  );
  const ended: EpisodeRecord[] = [];
  let turns: readonly unknown[] = [];
  for (let tick = 0; tick < 120; tick++) {
    const [day, hour] = [Math.floor(tick / 24), tick % 24];
    const hooked = hour === 12 ? victims[day]! : 0;
    for (let each = 0; each < hooked; each++) {
      const engagedMs = day * DAY_MS;
      adversary.noteEngaged(0, engagedMs);
      ended.push({ gang: 0, engagedMs, lossYuan: 1000 } as EpisodeRecord);
    }
    adversary.noteEnded(ended);
    turns = adversary.review(tick);
  }
  return turns;
}

test("a gang that looks back on the day that is over keeps what brought most on it", () => {
  expect(turnsAfter([1, 3, 2, 1, 9])).toEqual([]);
});

test("a gang that looks back on the day that is over turns back from what brought least on it", () => {
  expect(turnsAfter([1, 9, 3, 2, 1])).toMatchObject([{ gang: 0, setting: 1 }]);
});
