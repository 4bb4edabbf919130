import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitSettings, fitValue, placeOf, placesOf, withValue } from "../../../src/live/page/settings.ts";
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

  test("has a slider whose places rise from its least to its greatest value, each on its grid", () => {
    for (const turned of CONTROLS) {
      const places = placesOf(turned);
      expect(places[0]).toBe(turned.min);
      expect(places.at(-1)).toBe(turned.max);
      expect(places.length).toBeLessThan(500);
      for (const [at, place] of places.entries()) {
        expect(place).toBeGreaterThan(places[at - 1] ?? -1);
        expect(fitValue(turned, place)).toBe(place);
        expect(placeOf(places, place)).toBe(at);
      }
    }
  });

  test("shows a typed value between two places at the nearer one", () => {
    expect(placeOf([100, 110, 120], 113)).toBe(1);
    expect(placeOf([100, 110, 120], 118)).toBe(2);
    expect(placeOf([100, 110, 120], 500)).toBe(2);
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
