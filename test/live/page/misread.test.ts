import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, parseAddress } from "../../../src/live/page/address.ts";
import { misreadOf } from "../../../src/live/page/misread.ts";
import { fitSettings } from "../../../src/live/page/settings.ts";
import { SITUATIONS } from "../../../src/live/page/situations.ts";
import { CONTROLS, controlDefaults } from "../../../src/live/server/controls.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const defaults = controlDefaults(loadScenario("classroom"));

/** As the page takes a link: in the one scenario that there is. */
function taken(link: string) {
  const address = parseAddress(link, []);
  const settings = fitSettings(address.settings, CONTROLS, defaults);
  return { ...address, scenario: "classroom", seed: address.seed ?? 1, settings, situation: null };
}

function misread(link: string): string[] {
  return misreadOf(link, taken(link), defaults).map(({ written, taken: used }) => `${written} > ${used ?? "nothing"}`);
}

describe("what was misread in a link", () => {
  test.each([
    ["scenario=foo", "scenario=classroom"],
    ["scenario=", "scenario=classroom"],
    ["seed=-1", "seed=1"],
    ["seed=4294967296", "seed=1"],
    ["seed=one", "seed=1"],
    ["pace=3", "pace=2"],
    ["pace=fast", "pace=2"],
    ["lang=fr", "lang=en"],
    ["obfuscation=9", "obfuscation=6"],
    ["obfuscation=2.6", "obfuscation=2.5"],
    ["telephoneAgents=many", "telephoneAgents=1"],
    ["situation=foo", "nothing"],
    ["sede=3", "nothing"],
    ["__proto__=1", "nothing"],
  ])("is %s, and %s is used", (written, used) => {
    expect(misread(`lang=en&${written}`)).toEqual([`${written} > ${used}`]);
  });

  test("is the second of two that contradict each other", () => {
    expect(misread("seed=2&seed=3")).toEqual(["seed=3 > seed=2"]);
  });

  test("is nothing of what can be used as it is, however a number is written", () => {
    expect(misread("")).toEqual([]);
    expect(misread("seed=007&pace=8.0&filterErrorRate=1e-2&obfuscation=3.50&telephoneAgents=1")).toEqual([]);
  });

  test("is nothing of a link that the page has written itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (link) => {
        expect(misread(formatAddress(taken(link)).slice(1))).toEqual([]);
      }),
    );
    for (const { settings } of SITUATIONS) {
      expect(misread(formatAddress({ ...taken(""), settings }).slice(1))).toEqual([]);
    }
  });
});
