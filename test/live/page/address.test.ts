import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Address,
  formatAddress,
  MAX_SEED,
  PACES,
  parseAddress,
  unusedFields,
  worldKey,
} from "../../../src/live/page/address.ts";
import { LANGUAGES } from "../../../src/ui/browser/speech.ts";
import { fitSettings, fitValue, placeOf, placesOf, withValue } from "../../../src/live/page/settings.ts";
import { SITUATIONS } from "../../../src/live/page/situations.ts";
import { CONTROLS, controlDefaults } from "../../../src/live/server/controls.ts";
import { CONTROL_KEYS } from "../../../src/live/server/protocol.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { forAll } from "../../for-all.ts";

const value = fc.integer({ min: 0, max: 2_000_000 }).map((whole) => whole / 10_000);
const address: fc.Arbitrary<Address> = fc.record({
  scenario: fc.option(
    fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }).filter(({ length }) => length <= 100),
  ),
  seed: fc.option(fc.integer({ min: 0, max: MAX_SEED })),
  settings: fc.dictionary(fc.constantFrom(...CONTROL_KEYS), value),
  hoursPerSecond: fc.constantFrom(...PACES),
  language: fc.constantFrom(...LANGUAGES),
  situation: fc.option(fc.constantFrom(...SITUATIONS.map(({ key }) => key))),
});

const defaults = controlDefaults(loadScenario("classroom"));

describe("the address", () => {
  test("gives back what it was given", () => {
    forAll([address], 100, (given) => {
      expect(parseAddress(formatAddress(given), [])).toEqual(given);
    });
  });

  test("can be read whatever is in it", () => {
    forAll([fc.string({ maxLength: 80 })], 100, (hash) => {
      const read = parseAddress(hash, []);
      expect(parseAddress(formatAddress(read), [])).toEqual(read);
    });
  });

  test("speaks the first of the browser's languages that the page has", () => {
    expect(parseAddress("", ["fr-FR", "zh-TW", "en-US"]).language).toBe("zh");
    expect(parseAddress("", ["fr-FR"]).language).toBe("en");
    expect(parseAddress("#lang=en", ["zh"]).language).toBe("en");
  });

  test("means the same world whatever the pace, the language and the situation that is open", () => {
    const one = parseAddress("#scenario=smoke&seed=3&obfuscation=5&pace=1&lang=en", []);
    expect(worldKey({ ...one, hoursPerSecond: null, language: "zh", situation: "disguised" })).toBe(worldKey(one));
    expect(worldKey({ ...one, seed: 4 })).not.toBe(worldKey(one));
    expect(worldKey({ ...one, settings: {} })).not.toBe(worldKey(one));
  });
});

/** As the page takes a link: in the one scenario that there is. */
function taken(link: string): Address {
  const read = parseAddress(link, []);
  const settings = fitSettings(read.settings, CONTROLS, defaults);
  return { ...read, scenario: "classroom", seed: read.seed ?? 1, settings, situation: null };
}

describe("the fields of a link that are not used", () => {
  test.each([
    "scenario=foo",
    "seed=-1",
    "seed=4294967296",
    "pace=3",
    "lang=fr",
    "obfuscation=9",
    "obfuscation=2.6",
    "telephoneAgents=many",
    "situation=foo",
    "sede=3",
    "__proto__=1",
  ])("are %s", (field) => {
    const link = `#lang=en&${field}`;
    expect(unusedFields(link, taken(link), defaults)).toEqual([field]);
  });

  test("are none of a link that can be used, however a number is written, or that the page wrote", () => {
    const link = "#seed=007&pace=8.0&filterErrorRate=1e-2&obfuscation=3.50&telephoneAgents=1";
    expect(unusedFields(link, taken(link), defaults)).toEqual([]);
    for (const { settings } of SITUATIONS) {
      const written = formatAddress({ ...taken(""), settings: fitSettings(settings, CONTROLS, defaults) });
      expect(unusedFields(written, taken(written), defaults)).toEqual([]);
    }
  });
});

const agents = CONTROLS.find(({ key }) => key === "telephoneAgents")!;

describe("a control", () => {
  test("takes any number to one in its range, and that one to itself", () => {
    forAll([fc.constantFrom(...CONTROLS), fc.double({ noNaN: true, min: -1e9, max: 1e9 })], 100, (turned, number) => {
      const fitted = fitValue(turned, number);
      expect(fitted >= turned.min && fitted <= turned.max).toBe(true);
      expect(fitValue(turned, fitted)).toBe(fitted);
    });
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
