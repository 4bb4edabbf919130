import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitSettings, fitValue, nextValue, positionOf, valueAt, withValue } from "../../../src/live/page/settings.ts";
import { SITUATIONS } from "../../../src/live/page/situations.ts";
import { CONTROLS, controlDefaults } from "../../../src/live/server/controls.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const control = fc.constantFrom(...CONTROLS);
const defaults = controlDefaults(loadScenario("classroom"));
const agents = CONTROLS.find(({ key }) => key === "telephoneAgents")!;

describe("a control", () => {
  test("takes any number to one in its range, and that one to itself", () => {
    fc.assert(
      fc.property(control, fc.double({ noNaN: true, min: -1e9, max: 1e9 }), (turned, value) => {
        const fitted = fitValue(turned, value);
        expect(fitted >= turned.min && fitted <= turned.max).toBe(true);
        expect(fitValue(turned, fitted)).toBe(fitted);
      }),
    );
  });

  test("has a slider that rises from its least to its greatest value", () => {
    for (const turned of CONTROLS) {
      expect(valueAt(turned, 0)).toBe(turned.min);
      expect(valueAt(turned, 1)).toBe(turned.max);
      const values = Array.from({ length: 101 }, (_, index) => valueAt(turned, index / 100));
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(positionOf(turned, turned.min)).toBe(0);
      expect(positionOf(turned, turned.max)).toBe(1);
    }
  });

  test("moves by keys through its whole range, both ways, and stops at its ends", () => {
    for (const turned of CONTROLS) {
      const up = [turned.min];
      while (up.at(-1)! < turned.max && up.length < 1000) up.push(nextValue(turned, up.at(-1)!, 1));
      expect(up.at(-1)).toBe(turned.max);
      expect(nextValue(turned, turned.max, 10)).toBe(turned.max);
      let down = turned.max;
      for (let keys = 0; down > turned.min && keys < 1000; keys++) down = nextValue(turned, down, -1);
      expect(down).toBe(turned.min);
    }
  });

  test("back at its default is not set", () => {
    const moved = withValue({}, agents, 7, defaults);
    expect(moved).toEqual({ telephoneAgents: 7 });
    expect(withValue(moved, agents, defaults.telephoneAgents, defaults)).toEqual({});
  });
});

describe("settings", () => {
  test("from an address are fitted to the catalogue", () => {
    const settings = { telephoneAgents: 1e6, obfuscation: 4.9, reportDelayHours: defaults.reportDelayHours };
    expect(fitSettings(settings, CONTROLS, defaults)).toEqual({ telephoneAgents: agents.max, obfuscation: 5 });
  });

  test.each(SITUATIONS)("of situation $key stand in the catalogue, and differ from its scenario", (situation) => {
    const standard = controlDefaults(loadScenario(situation.scenario));
    expect(fitSettings(situation.settings, CONTROLS, standard)).toEqual(situation.settings);
  });
});
