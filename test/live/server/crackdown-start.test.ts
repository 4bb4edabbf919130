/** When the crackdown may begin while a run goes on, and from which hour. */
import { describe, expect, test } from "vitest";
import type { CrackdownSwitch } from "../../../src/engine/observer.ts";
import { CrackdownStart } from "../../../src/live/server/crackdown-start.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

/** A world that has come to an hour, and writes down when the crackdown begins in it. */
function worldAt(earliestHour: number): CrackdownSwitch & { readonly begun: number[] } {
  const begun: number[] = [];
  return { earliestHour, begun, beginCrackdown: (fromHour) => begun.push(fromHour) };
}

function startOf(...settings: string[]): CrackdownStart {
  return new CrackdownStart(loadScenario("smoke", ["hours=100", ...settings]));
}

describe("the crackdown", () => {
  test("begins in both worlds at the first hour that neither has come to, and says how to repeat it", () => {
    const worlds = [worldAt(3), worldAt(27)];
    const start = startOf("cards.traded=true");
    start.begin(worlds);
    for (const { begun } of worlds) expect(begun).toEqual([27]);
    expect(start.state).toEqual({ fromHour: 27, canBegin: false });
    expect(start.settings).toEqual(["crackdown.enabled=true", "crackdown.fromHour=27"]);
  });

  test("is brought forward where it was to begin later, and does not begin anew", () => {
    const settings = ["cards.traded=true", "crackdown.enabled=true", "crackdown.fromHour=48"];
    const start = startOf(...settings);
    expect(start.state).toEqual({ fromHour: 48, canBegin: true });
    start.begin([worldAt(10)]);
    expect(start.state.fromHour).toBe(10);
    expect(() => startOf(...settings).begin([worldAt(48)])).toThrow("has begun already");
  });

  test("does not begin where no cards are traded, or the run is at its end", () => {
    const world = worldAt(100);
    expect(startOf().state.canBegin).toBe(false);
    expect(() => startOf().begin([world])).toThrow("no cards are traded");
    expect(() => startOf("cards.traded=true").begin([world])).toThrow("at its end");
    expect(world.begun).toEqual([]);
  });
});
