import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { centreAmong, noteNow, signal } from "./centre-for-tests.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";

describe("the warning centre", () => {
  test("pushes a warning once exposure reaches the threshold, at the level that it has then", () => {
    const { centre } = centreAmong({});
    noteNow(centre, 1, { 7: 0.94, 3: 0.95, 5: 1.5, 4: 2.5 });
    expect(centre.warnings.map(({ id, subscriber, level }) => [id, subscriber, level])).toEqual([
      [0, 3, "low"],
      [1, 4, "high"],
      [2, 5, "medium"],
    ]);
    expect(centre.records()).toEqual([]);
    // 0.94 has faded by the time that 0.01 is added.
    centre.dissuasion.advance(2 * HOUR_MS);
    noteNow(centre, 2, { 7: 0.01 });
    expect(centre.warnings).toHaveLength(3);
  });

  test("pushes one warning for an episode of exposure, and raises it while it is open", () => {
    const { centre, people } = centreAmong(
      { says: () => "refusal", readsMessage: () => 0 },
      {
        dissuasion: {
          telephoneFrom: "medium",
          visitFrom: "high",
          recallHours: 100,
          visitAfter: 0,
          suspendAfter: 0,
        },
      },
    );
    noteNow(centre, 1, { 1: 1 });
    centre.dissuasion.advance(2 * HOUR_MS);
    expect(people.log).toEqual(["message 1 #1 at 60"]);
    noteNow(centre, 2, { 1: 0.7 }, "reply");
    centre.dissuasion.advance(3 * HOUR_MS);
    expect(people.log.slice(1)).toEqual(["call 1 #1 at 120", "telephone 1 #1 at 125"]);
    noteNow(centre, 3, { 1: 0.5 }, "callBack");
    noteNow(centre, 3, { 1: 0.8 }, "payment");
    centre.dissuasion.advance(4 * HOUR_MS);
    expect(people.log.slice(3)).toEqual(["visit 1 #1 at 180", "visit 1 #1 at 193"]);
    expect(centre.warnings).toHaveLength(1);
    const levels = [1, 1.9, 2, 2.9, 3, 4].map((hour) => centre.levelAt(centre.warnings[0]!, hour * HOUR_MS));
    expect(levels).toEqual(["low", "low", "medium", "medium", "high", "high"]);
    expect(centre.records()[0]).toMatchObject({ level: "low", finalLevel: "high", calls: 1, visits: 1 });
  });

  test("keeps the highest level of a warning while exposure fades", () => {
    const { centre } = centreAmong({}, { dissuasion: { agents: 0, visitTeams: 0 } });
    noteNow(centre, 1, { 1: 3 });
    centre.dissuasion.advance(40 * HOUR_MS);
    noteNow(centre, 40, { 1: 0.1 });
    centre.dissuasion.finish(41 * HOUR_MS);
    expect(centre.records()).toHaveLength(1);
    expect(centre.records()[0]!.finalLevel).toBe("high");
  });

  test("warns again from the moment on at which the cooldown is over", () => {
    // Told at half of the talk: closed at half past one.
    const settings = { hours: { cooldown: 71.5 }, dissuasion: { talkMinutes: 60 } };
    const { centre } = centreAmong({ says: () => "agreement" }, settings);
    noteNow(centre, 1, { 1: 1 });
    for (const [hour, warnings] of [
      [72, 1],
      [73, 2],
    ] as const) {
      centre.dissuasion.advance(hour * HOUR_MS);
      noteNow(centre, hour, { 1: 2 });
      expect(centre.warnings).toHaveLength(warnings);
    }
  });

  test("starts exposure from nothing when a subscriber is settled: earlier signals that come in later are void", () => {
    const { centre } = centreAmong({}, { hours: { cooldown: 0 } });
    noteNow(centre, 1, { 1: 2.4 });
    centre.dissuasion.advance(2 * HOUR_MS);
    centre.note(signalsOf([signal(1, 3, HOUR_MS + 1)]), 2 * HOUR_MS);
    expect(centre.warnings).toHaveLength(1);
    noteNow(centre, 2, { 1: 0.9 });
    expect(centre.warnings).toHaveLength(1);
    noteNow(centre, 2, { 1: 0.2 }, "payment");
    expect(centre.warnings[1]!.exposure).toBeCloseTo(1.1, 12);
  });

  test("does nothing when it is switched off, or when no exposure reaches the thresholds", () => {
    for (const warnings of [{ enabled: false }, { low: 1e6, medium: 1e6, high: 1e6 }]) {
      const { centre, people } = centreAmong({}, { warnings });
      for (let hour = 1; hour < 50; hour++) {
        centre.dissuasion.advance(hour * HOUR_MS);
        noteNow(centre, hour, { 1: 5, 2: 5 });
      }
      centre.dissuasion.finish(60 * HOUR_MS);
      expect([centre.warnings, centre.dissuasion.deliveries, centre.records(), people.log]).toEqual([[], [], [], []]);
    }
  });
});
