import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  WITHHELD,
  canonicalIdentity,
  canonicalInto,
  digitIdentity,
  formatIdentity,
  identityForm,
  identityValue,
  parseIdentity,
  portIdentity,
} from "../../src/event/identity.ts";
import { countryOf } from "../../src/rows/country.ts";
import { forAll } from "../for-all.ts";

const MAX_VALUE = 999_999_999_999_999;
const digitForm = fc.constantFrom("plain", "areaCode", "doubleZero", "plus");
const value = fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: MAX_VALUE }));

describe("an identity", () => {
  test("of digits reads back as it is shown", () => {
    forAll([digitForm, value], 600, (form, digits) => {
      // Such a number reads as a port where it is longer than a short code.
      fc.pre(form !== "plain" || !/^106\d{3}/.test(String(digits)));
      const identity = digitIdentity(form, digits);
      expect(identityForm(identity)).toBe(form);
      expect(identityValue(identity)).toBe(digits);
      expect(parseIdentity(formatIdentity(identity))).toBe(identity);
    });
  });

  test("of digits is the same with spaces between them", () => {
    for (const digits of "0 000 10 106 10690 106901 0095588 00095588 999999999999999 9999999999999999".split(" ")) {
      expect(parseIdentity(digits)).toBe(parseIdentity(digits.split("").join(" ")));
    }
  });

  test("of a port keeps its zeros and reads back", () => {
    forAll([fc.stringMatching(/^\d{3,14}$/)], 400, (digits) => {
      const identity = portIdentity(Number(digits), digits.length);
      expect(formatIdentity(identity)).toBe(`106${digits}`);
      expect(parseIdentity(`106${digits}`)).toBe(identity);
    });
    expect(parseIdentity("106001")).not.toBe(parseIdentity("1060001"));
  });

  test("of letters reads back in capitals", () => {
    forAll([fc.stringMatching(/^[A-Z0-9][A-Z0-9 ]{0,7}[A-Z0-9]$/)], 400, (name) => {
      fc.pre(/[A-Z]/.test(name));
      const identity = parseIdentity(name.toLowerCase());
      expect(identityForm(identity)).toBe("alphanumeric");
      expect(formatIdentity(identity)).toBe(name);
      expect(parseIdentity(name)).toBe(identity);
    });
  });

  test("tells 95588, +95588, 095588, 0095588, 00095588 and ICBC apart", () => {
    const written = ["95588", "+95588", "095588", "0095588", "00095588", "+0095588", "ICBC", "1CBC"];
    expect(new Set(written.map(parseIdentity)).size).toBe(written.length);
  });

  test("is an exact integer in [0, 8e15) for any text, and stays itself when read again", () => {
    forAll([fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[+0-9 ()-]{0,24}$/))], 400, (written) => {
      const identity = parseIdentity(written);
      expect(Number.isSafeInteger(identity)).toBe(true);
      expect(identity).toBeGreaterThanOrEqual(0);
      expect(identity).toBeLessThan(8e15);
      expect(parseIdentity(written)).toBe(identity);
      expect(parseIdentity(` ${written}\u200B`)).toBe(identity);
      const form = identityForm(identity);
      if (form === "opaque" || form === "withheld") return;
      expect(parseIdentity(formatIdentity(identity))).toBe(identity);
    });
  });

  test.each([
    ["138 0013 8000", "13800138000"],
    ["138-0013-8000", "13800138000"],
    ["(010) 6830–4532", "01068304532"],
    ["１３８００１３８０００", "13800138000"],
    ["①③800138000", "13800138000"],
    ["\u202D+86 138 0013 8000\u202C", "+8613800138000"],
    ["＋86 13800138000", "+8613800138000"],
    ["icbc", "ICBC"],
    ["", "withheld"],
    [" \uFEFF", "withheld"],
    ["tel:13800138000", "13800138000"],
    ["TEL:+86-138-0013-8000;ext=1", "+8613800138000"],
    ["tel:%2B86%20138%200013%208000", "+8613800138000"],
    ["<sip:13800138000;ext=1@example.com:5060;user=phone>", "13800138000"],
    ["sips:+86-10-68304532@example.com", "+861068304532"],
    ["+8613800138000;ext=1", "+8613800138000"],
    ["13800138000 (home)", "13800138000"],
    ["13800138000（家 1; 2）", "13800138000"],
    ["13800138000 (home);ext=1", "13800138000"],
    ["138 (0013) 8000", "13800138000"],
    ["138_0013_8000", "13800138000"],
    ["138−0013•8000", "13800138000"],
    ["138\u061C0013\u3164\uFE008000\u{E0020}", "13800138000"],
    ["1\uFE0F\u20E33\u03368\u033600138000", "13800138000"],
  ])("%j is shown as %s", (written, shown) => {
    expect(formatIdentity(parseIdentity(written))).toBe(shown);
  });

  test.each(
    ["0", "000", "0001", "1234567890123456", "106" + "1".repeat(15), "LONGERTHAN9", "银行", "+", "()", "a_b"].concat([
      "ICBC:95588",
      "tel:ICBC",
      "sip:@95588",
      "95588@icbc.example",
      "+;1",
      // The host's own names, short codes that are another's, a number within a context, several numbers.
      "sip:1001@a.example",
      "sip:13800138000@a.example",
      "sip:95588@a.example",
      "95588 (not the bank)",
      "95588;evil",
      "tel:5550100;phone-context=+1202",
      "13700137000;13800138000",
      "2024-01-05;13800138000;spam",
      "8001112222 (2024); 8003334444",
      "tel:",
      "(home)",
    ]),
  )("%s can be compared, not shown", (written) => {
    expect(identityForm(parseIdentity(written))).toBe("opaque");
    expect(formatIdentity(parseIdentity(written))).toMatch(/^#[0-9a-f]+$/);
  });

  test("of a text of many megabytes is opaque, and takes no more memory than the text", () => {
    // Folded, each of these is 18 letters: together more than a string can hold.
    const long = "\ufdfa".repeat(30_000_000);
    expect(identityForm(parseIdentity(long))).toBe("opaque");
    expect(countryOf("US").identityOf(long)).toBe(parseIdentity(long));
  });

  test("that is opaque differs from 20,000 others", () => {
    const identities = new Set(Array.from({ length: 20_000 }, (_, i) => parseIdentity(`某某银行${i}`)));
    expect(identities.size).toBe(20_000);
  });

  test("out of range is refused", () => {
    expect(() => digitIdentity("plain", MAX_VALUE + 1)).toThrow(/out of range/);
    expect(() => digitIdentity("plain", -1)).toThrow(/out of range/);
    expect(() => digitIdentity("plain", 1.5)).toThrow(/out of range/);
    expect(() => portIdentity(100, 2)).toThrow(/more than 2 digits/);
    expect(() => portIdentity(0, 0)).toThrow(/1 to 14 digits/);
  });
});

test("the canonical identity is one for a mobile number with the country and without", () => {
  for (const number of ["13000000000", "13800138000", "19999999999"])
    for (const written of [number, `+86${number}`, `0086${number}`]) {
      const mobile = parseIdentity(number);
      expect(canonicalIdentity(parseIdentity(written))).toBe(mobile);
      const out = new Float64Array(1);
      canonicalInto(Float64Array.of(parseIdentity(written)), 0, 1, out);
      expect(out[0]).toBe(mobile);
    }
});

test("the canonical identity leaves everything else as it is, and is its own canonical identity", () => {
  for (const written of ["95588", "+95588", "0095588", "+8695588", "+12025550123", "ICBC", "106901234", ""]) {
    expect(canonicalIdentity(parseIdentity(written))).toBe(parseIdentity(written));
  }
  expect(canonicalIdentity(WITHHELD)).toBe(WITHHELD);
  forAll([fc.string({ unit: "binary" }), digitForm, value], 400, (written, form, digits) => {
    for (const identity of [parseIdentity(written), digitIdentity(form, digits)]) {
      const canonical = canonicalIdentity(identity);
      expect(canonicalIdentity(canonical)).toBe(canonical);
      // Of the column too, from one row on and no further.
      const out = Float64Array.of(1, 2);
      canonicalInto(Float64Array.of(0, identity), 1, 1, out);
      expect([...out]).toEqual([canonical, 2]);
    }
  });
});

test("the canonical identity is read from a string alone", () => {
  for (const written of [5, null, undefined, {}]) {
    expect(() => parseIdentity(written as unknown as string)).toThrow(/^an identity: expected a string, found /);
  }
});
