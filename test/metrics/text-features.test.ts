import { describe, expect, test } from "vitest";
import {
  countDisguises,
  disguiseBin,
  DISGUISE_STARTS,
  HOST_ENDINGS,
  hostEnding,
  LAST_CHARACTERS,
  lastCharacter,
} from "../../src/metrics/text-features.ts";

function units(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

describe("the disguise characters of a message", () => {
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
  ])("%j has %d", (text, expected) => {
    expect(countDisguises(units(text), 0, text.length)).toBe(expected);
  });

  test("are counted in the text alone, not in its neighbours", () => {
    expect(countDisguises(units(" \u200b a \u200b"), 2, 4)).toBe(0);
  });

  test("fall into the bin that starts at or below their number", () => {
    for (let count = 0; count <= 1024; count++) {
      expect(disguiseBin(count)).toBe(DISGUISE_STARTS.findLastIndex((start) => start <= count));
    }
  });
});

describe("the last character of a message", () => {
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
  ])("of %j is %s", (text, expected) => {
    expect(LAST_CHARACTERS[lastCharacter(units(text), 0, text.length)]).toBe(expected);
  });
});

describe("the ending of a host", () => {
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
  ])("%j is %s", (host, expected) => {
    expect(HOST_ENDINGS[hostEnding(units(host), 0, host.length)]).toBe(expected);
  });
});
