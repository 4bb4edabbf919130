import { unitsOf } from "../../src/core/units.ts";
import { expect, test } from "vitest";
import {
  countDisguises,
  disguiseBin,
  DISGUISE_STARTS,
  HOST_ENDINGS,
  hostEnding,
  LAST_CHARACTERS,
  lastCharacter,
} from "../../src/metrics/text-features.ts";

test.each([
  ["", 0],
  ["您的快递已到，请及时领取。", 0],
  ["Your parcel is here! 100%", 0],
  ["加微\u200b信", 1],
  ["加微信ＡＢ１２", 4],
  ["pаypal", 1],
  ["αβ", 2],
  ["one  two   three", 3],
  [" \u3000x", 1],
])("the disguise characters of a message %j has %d", (text, expected) => {
  expect(countDisguises(unitsOf(text), 0, text.length)).toBe(expected);
});

test("the disguise characters of a message are counted in the text alone, into the bin that starts at or below their number", () => {
  expect(countDisguises(unitsOf(" \u200b a \u200b"), 2, 4)).toBe(0);
  for (let count = 0; count <= 1024; count++) {
    expect(disguiseBin(count)).toBe(DISGUISE_STARTS.findLastIndex((start) => start <= count));
  }
});

test.each([
  ["", "none"],
  ["领取", "Han"],
  ["visit evil.Top", "Latin"],
  ["回复Ｔ", "Latin"],
  ["验证码 1234", "digit"],
  ["领取。", "punctuation"],
  ["go!", "punctuation"],
  ["退订回Т", "other"],
  ["a ", "other"],
  ["a\u200b", "other"],
  ["\u{1f4a9}", "other"],
  ["\ud83d", "other"],
])("the last character of a message of %j is %s", (text, expected) => {
  expect(LAST_CHARACTERS[lastCharacter(unitsOf(text), 0, text.length)]).toBe(expected);
});

test.each([
  ["", "none"],
  ["evil.com", "com"],
  ["icbc.com.cn", "cn or com.cn"],
  ["t.cn", "cn or com.cn"],
  ["a.net", "net or org"],
  ["a.org", "net or org"],
  ["a.top", "other generic"],
  ["a.info", "other generic"],
  ["例子.中国", "other generic"],
  ["203.0.113.10", "other generic"],
  ["a.ru", "country"],
  ["com.co", "country"],
])("the ending of a host %j is %s", (host, expected) => {
  expect(HOST_ENDINGS[hostEnding(unitsOf(host), 0, host.length)]).toBe(expected);
});
