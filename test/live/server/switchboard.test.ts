/** What may begin while a run goes on, and from which hour. */
import { describe, expect, test } from "vitest";
import type { Switches } from "../../../src/engine/observer.ts";
import { Switchboard } from "../../../src/live/server/switchboard.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

/** A world that has come to an hour, and writes down what is begun in it. */
function worldAt(earliestHour: number): Switches & { readonly begun: string[] } {
  const begun: string[] = [];
  return {
    earliestHour,
    begun,
    begin: (name, fromHour) => begun.push(`${name} ${fromHour}`),
  };
}

function boardOf(...settings: string[]): Switchboard {
  return new Switchboard(loadScenario("smoke", ["hours=100", ...settings]));
}

describe("a switch", () => {
  test("begins in both worlds at the first hour that neither has come to", () => {
    const worlds = [worldAt(3), worldAt(27)];
    const board = boardOf("cards.traded=true");
    board.begin("crackdown", worlds);
    board.begin("adaptation", worlds);
    for (const { begun } of worlds) expect(begun).toEqual(["crackdown 27", "adaptation 27"]);
    expect(board.states).toEqual({
      crackdown: { fromHour: 27, idle: "begun" },
      adaptation: { fromHour: 27, idle: "begun" },
    });
  });

  test("brings forward what was to begin later, and does not begin anew what is under way", () => {
    const settings = ["cards.traded=true", "crackdown.enabled=true", "crackdown.fromHour=48"];
    const board = boardOf(...settings);
    expect(board.states.crackdown).toEqual({ fromHour: 48, idle: null });
    board.begin("crackdown", [worldAt(10)]);
    expect(board.states.crackdown.fromHour).toBe(10);
    expect(() => boardOf(...settings).begin("crackdown", [worldAt(48)])).toThrow("has begun already");
  });

  test("does nothing where the scenario lacks what it needs, or the run is at its end", () => {
    const world = worldAt(100);
    expect(boardOf().states.crackdown.idle).toBe("noCards");
    expect(() => boardOf().begin("crackdown", [world])).toThrow("no cards are traded");
    expect(() => boardOf("adversary.reviewsPerWeek=0").begin("adaptation", [world])).toThrow("review nothing");
    expect(() => boardOf().begin("adaptation", [world])).toThrow("at its end");
    expect(world.begun).toEqual([]);
  });

  test("leaves a schedule out of its line where gangs of a fixed habit did not follow it", () => {
    const schedule = "adversary.schedule=[{ fromHour: 0, knob: pace, setting: 2 }]";
    const written = (mode: string): string[] => {
      const board = boardOf(schedule, `adversary.mode=${mode}`);
      board.begin("adaptation", [worldAt(5)]);
      return board.settings;
    };
    expect(written("scripted")).toEqual(["adversary.mode=adaptive", "adversary.fromHour=5"]);
    expect(written("fixed")).toEqual([...written("scripted"), "adversary.schedule=[]"]);
  });
});
