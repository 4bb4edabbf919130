import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Address,
  formatAddress,
  linkOf,
  MAX_SEED,
  PACES,
  parseAddress,
  worldKey,
} from "../../../src/live/page/address.ts";
import { SITUATION_KEYS } from "../../../src/live/page/situations.ts";
import { LANGUAGES } from "../../../src/live/page/words/words.ts";
import { CONTROL_KEYS } from "../../../src/live/server/protocol.ts";

const value = fc.integer({ min: 0, max: 2_000_000 }).map((whole) => whole / 10_000);
const address: fc.Arbitrary<Address> = fc.record({
  scenario: fc.option(
    fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }).filter(({ length }) => length <= 100),
  ),
  seed: fc.option(fc.integer({ min: 0, max: MAX_SEED })),
  settings: fc.dictionary(fc.constantFrom(...CONTROL_KEYS), value),
  hoursPerSecond: fc.constantFrom(...PACES),
  language: fc.constantFrom(...LANGUAGES),
  situation: fc.option(fc.constantFrom(...SITUATION_KEYS)),
});

describe("the address", () => {
  test("gives back what it was given", () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(parseAddress(formatAddress(given), [])).toEqual(given);
      }),
    );
  });

  test("can be read whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (hash) => {
        const read = parseAddress(hash, []);
        expect(parseAddress(formatAddress(read), [])).toEqual(read);
      }),
    );
  });

  test("is read behind # and behind ?, and behind # first", () => {
    expect(linkOf({ hash: "#seed=2&lang=zh", search: "?seed=3&pace=8" })).toBe("seed=2&lang=zh&seed=3&pace=8");
    expect(parseAddress(linkOf({ hash: "", search: "?seed=3" }), []).seed).toBe(3);
    expect(linkOf({ hash: "#", search: "" })).toBe("");
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
