import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { outcomeSoFar } from "../../../src/live/server/outcome-so-far.ts";
import type { FraudTruth } from "../../../src/explain/event-outcome.ts";
import type { LoopState } from "../../../src/engine/simulation.ts";
import { HEEDED, LOST, sampleLoop } from "../../report/sample-loop.ts";

const { warnings, deliveries } = sampleLoop();

/** Everything that will have happened: one world is at work on an hour that is not shown. */
const STATE = {
  endedEpisodes: [HEEDED, LOST],
  episodesUnderWay: () => [{ gang: 1, target: 7, subscriber: 10, typology: 1, engagedMs: 50 * HOUR_MS }],
  warnings,
  deliveries,
  // The first is raised at hour 9.
  levelAt: ({ id, level }, timeMs) => (id === 0 && timeMs >= 9 * HOUR_MS ? "high" : level),
} as Partial<LoopState> as LoopState;

/** Of subscriber 10, engaged at hour 0; the warning of hour 2 was read at 3, and heeded at 10, by the telephone. */
const FIRST = { gang: 0, target: 1, subscriber: 10 } as FraudTruth;

function asOf(hour: number, truth = FIRST, contactHour = 0) {
  return outcomeSoFar(truth, contactHour * HOUR_MS, STATE, hour * HOUR_MS);
}

describe("what became of a contact so far", () => {
  test("is nothing of what happened after the hour that is shown", () => {
    expect(asOf(1)).toMatchObject({ episode: { gang: 0, target: 1, outcome: "underWay", endMs: null }, warnings: [] });
    expect(asOf(2).warnings).toMatchObject([{ id: 0, level: "medium", finalLevel: "medium", deliveries: [] }]);
    expect(asOf(8).warnings).toMatchObject([{ level: "medium", finalLevel: "medium" }]);
    expect(asOf(9).warnings).toMatchObject([{ level: "medium", finalLevel: "high" }]);
    expect([3, 10].map((hour) => asOf(hour).warnings[0]!.deliveries.length)).toEqual([0, 1]);
    expect(asOf(4).warnings[0]!.deliveries).toMatchObject([{ channel: "message", inTime: true, heeded: false }]);
    expect(asOf(10).episode).toMatchObject({ outcome: "underWay" });
    expect(asOf(11)).toMatchObject({ episode: { outcome: "heeded", endMs: 10 * HOUR_MS }, afterEnd: false });
    const told = asOf(11).warnings.flatMap((warning) => warning.deliveries);
    expect(told.map(({ channel, heeded }) => [channel, heeded])).toEqual([
      ["message", false],
      ["telephone", true],
    ]);
  });

  test("is the same once more hours are shown: later warnings belong to another episode", () => {
    expect(asOf(60)).toEqual(asOf(11));
    const second = { ...FIRST, gang: 1, target: 7 };
    expect(asOf(60, second, 50)).toMatchObject({ episode: { outcome: "underWay" }, warnings: [{ id: 6 }] });
    expect(asOf(50, second, 50).episode).toBeNull();
  });

  test("is no episode where the subscriber was in another, which may be under way", () => {
    const other = { ...FIRST, gang: 5 };
    expect(asOf(5, other, 4)).toMatchObject({ episode: null, alreadyIn: { gang: 0, outcome: "underWay" } });
    expect(asOf(60, other, 55)).toMatchObject({ episode: null, alreadyIn: { gang: 1, outcome: "underWay" } });
    expect(asOf(60, other, 20)).toMatchObject({ episode: null, alreadyIn: null });
  });
});
