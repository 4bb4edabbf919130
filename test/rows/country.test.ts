import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIdentity, parseIdentity } from "../../src/event/identity.ts";
import { ROUTES } from "../../src/event/event-batch.ts";
import { CHINA, countryOf } from "../../src/rows/country.ts";
import { guessCountry } from "../../src/rows/guess-country.ts";
import { newFolder } from "../new-folder.ts";

describe("callers of the United States", () => {
  const country = countryOf("us");
  const shown = (written: string): string => formatIdentity(country.identityOf(written));

  test.each([
    "4692576503",
    "14692576503",
    "+14692576503",
    "+1 (469) 257-6503",
    "001-469-257-6503",
    "011 1 469 257 6503",
    "tel:+1-469-257-6503",
    "４６９ ２５７ ６５０３",
  ])("a line has one identity, written %s", (written) => {
    expect(shown(written)).toBe("4692576503");
  });

  test.each([
    ["95588", "95588"],
    ["911", "911"],
    ["ICBC", "ICBC"],
    ["", "withheld"],
    ["0044 20 7946 0958", "+442079460958"],
    ["+8613800138000", "+8613800138000"],
  ])("what is no line of theirs stays itself: %j is %s", (written, expected) => {
    expect(shown(written)).toBe(expected);
  });

  test("are read the same however a number of ten digits is written, and different numbers differently", () => {
    const digits = fc.stringMatching(/^[2-9]\d{9}$/);
    fc.assert(
      fc.property(digits, digits, (one, other) => {
        const forms = [one, `1${one}`, `+1${one}`, `001${one}`, `+1-${one.slice(0, 3)}-${one.slice(3)}`];
        expect(new Set(forms.map((form) => country.identityOf(form))).size).toBe(1);
        expect(country.identityOf(`+1${other}`) === country.identityOf(one)).toBe(one === other);
      }),
    );
  });

  test.each([
    ["mobile", "+14692576503 1000000 "],
    ["international", "+442079460958"],
    ["enterprise", "46925 999999 ICBC"],
    ["fixed", "0469257"],
  ])("come by the %s network, written %s", (route, callers) => {
    const routes = callers.split(" ").map((written) => ROUTES[country.routeOf(country.identityOf(written))]);
    expect(new Set(routes)).toEqual(new Set([route]));
  });
});

test("a country where the zero of an area code stays keeps it", () => {
  const italy = countryOf("IT");
  expect(italy.identityOf("+39 06 698 12345")).toBe(italy.identityOf("0669812345"));
  expect(formatIdentity(italy.identityOf("0669812345"))).toBe("0669812345");
});

test("callers of China are read by their forms, as without a country", () => {
  for (const code of ["CN", "cn"]) expect(countryOf(code)).toBe(CHINA);
  for (const written of ["0095588", "95588", "+8613800138000"]) {
    expect(CHINA.identityOf(written)).toBe(parseIdentity(written));
  }
});

test.each(["USA", "", "XX", "../x"])("no country %j", (code) => {
  expect(() => countryOf(code)).toThrow("--country: expected a country by its two letters");
});

test.each([
  ["JP", "2306415417682895"],
  ["JP", "73042917475190100"],
  ["JP", "+812306415417682895"],
  ["ID", "58848147098415497"],
])("in %s a number of more digits than an identity holds, %s, is known by a hash", (code, written) => {
  const country = countryOf(code);
  expect(country.identityOf(written)).toBe(parseIdentity(written));
  expect(formatIdentity(country.identityOf(written))).toMatch(/^#/);
});

test("in Indonesia a number of 16 digits that reads as a port stays one", () => {
  const written = "1066116613801529";
  expect(countryOf("ID").identityOf(written)).toBe(parseIdentity(written));
});

test.each([
  ["mobile", "13800138000 +8613800138000 17212345678 1234567 8613800138000 4692576503 "],
  ["virtual", "17012345678 008616212345678 16512345678 16712345678 17112345678"],
  ["enterprise", "123456 8001234567 4001234567 95588 9559912 10690000123456 ICBC"],
  ["fixed", "02112345678 +862112345678 +86013800138000"],
  ["international", "0095588 +14155550100 +86"],
])("in China the %s network brings callers %s", (route, callers) => {
  const routes = callers.split(" ").map((written) => ROUTES[CHINA.routeOf(parseIdentity(written))]);
  expect(new Set(routes)).toEqual(new Set([route]));
});

const folder = newFolder("guess-country");
const of = (count: number, number: string): string[] =>
  Array.from({ length: count }, (_, at) => `${number}${String(at).padStart(2, "0")}`);

test.each([
  [
    "most state it, with a plus or two zeros",
    "GB",
    [...of(4, "+4479110123"), ...of(3, "00447911012"), ...of(5, "13800138")],
  ],
  ["names and short codes are no numbers", "GB", [...of(5, "+4479110123"), ...of(9, "HSBC"), ...of(9, "808")]],
  ["they have ten digits, as in many countries", "CN", of(9, "20255501")],
  ["half of them state none", "CN", [...of(5, "+4479110123"), ...of(5, "138001380")]],
  ["they state China", "CN", of(9, "+86138001380")],
  ["no country has most", "CN", [...of(3, "+4479110123"), ...of(3, "+3361234567"), ...of(3, "+4915112345")]],
  ["they are too few", "CN", of(4, "+4479110123")],
  ["there is none", "CN", of(9, "HSBC")],
])("a file's numbers are read as its own where %s: %s", async (_, code, callers) => {
  const file = join(folder, `${code}-${callers.length}-${callers[0]}.csv`);
  writeFileSync(file, `caller,text\n${callers.map((caller) => `${caller},hello\n`).join("")}`);
  expect((await guessCountry({ file, columns: {} })).code).toBe(code);
});

test("what cannot be read twice, or has no columns to read, is read as in China", async () => {
  const file = join(folder, "no-columns.csv");
  writeFileSync(file, "one,two\n+447911012300,x\n");
  for (const each of [file, "-", "/dev/null", join(folder, "absent.csv")]) {
    expect((await guessCountry({ file: each, columns: {} })).code).toBe("CN");
  }
});
