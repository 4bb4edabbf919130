import * as fc from "fast-check";
import { Converter } from "opencc-js/t2cn";
import { describe, expect, test } from "vitest";
import { loadConfusables } from "../../../src/detect/normaliser/fold.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { linkSpansOf } from "../../../src/event/link/link-reader.ts";
import {
  MAX_NORMALISED_UNITS,
  attachNormaliser,
  normaliseInto,
  normaliseText,
} from "../../../src/detect/normaliser/normaliser.ts";
import { normalise, normaliser } from "./normaliser-for-tests.ts";
import { forAll } from "../../for-all.ts";

const URL = "\ue000";
const confusables = loadConfusables();
const simplify = Converter({ from: "t", to: "cn" });

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The slow, plain reference: whole-string methods and regular expressions, no table. */
function reference(text: string): string {
  const cut = referenceFold(referenceFold(text)).replace(/0+/g, "0").slice(0, MAX_NORMALISED_UNITS);
  return cut.replace(/[\ud800-\udbff]$/, "");
}

function referenceFold(text: string): string {
  return Array.from(text.replace(LONE_SURROGATE, "").normalize("NFKD"))
    .map((character) => confusables.get(character) ?? character)
    .join("")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Default_Ignorable_Code_Point}|[^\p{L}\p{N}]/gu, "")
    .replace(/[\p{Nd}\p{No}]+/gu, "0")
    .replace(/\p{Script=Han}/gu, (character) => simplify(character));
}

describe("the normaliser", () => {
  test("does to any text without dots and colons what the plain reference does", () => {
    const text = fc.string({ unit: "binary", maxLength: 80 }).map((s) => s.replace(/[.:．：。｡․∶\ue000]/g, " "));
    forAll([text], 800, (s) => {
      expect(normalise(s)).toBe(reference(s));
    });
  });

  test("folds every code point of the basic plane, and what is beyond, as the reference does", () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x110000; codePoint += codePoint < 0x10000 ? 1 : 211) {
      if (codePoint >= 0xd800 && codePoint <= 0xe000) continue;
      const s = `x${String.fromCodePoint(codePoint)}y`;
      if (normalise(s) !== reference(s)) wrong.push(`${codePoint.toString(16)}: ${normalise(s)}, not ${reference(s)}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ["点击http://a.cn/x，回复TD退订", `点击${URL}回复td退订`],
    ["Visit WWW.Abc.com/xyz. Now", `visit${URL}now`],
    ["htt\u200bps://x\u200b.c\u2060n/abc退", `${URL}退`],
    ["ｈｔｔｐ：／／ａ．ｃｎ／ｘ速看", `${URL}速看`],
    ["abc。com登录", `${URL}登录`],
    ["服务到期。www.abc.cn", `服务到期${URL}`],
    ["𝐰𝐰𝐰.𝐚𝐛𝐜.𝐜𝐨𝐦 hi", `${URL}hi`],
    ["аррӏе.com login", `${URL}login`],
    ["go to t.me/abc", `goto${URL}`],
    ["mail bob@abc.com", "mailbobabccom"],
    ["mail bob@abc.com/x", `mailbob${URL}`],
    ["a.com..b.cn..c.top", `acombcn${URL}`],
    ["a.com ".repeat(600), URL.repeat(512)],
    ["共5 9.cn", `共0${URL}`],
    ["78www.½..9.cn", `0www0${URL}`],
    ["3.5元 and/or 12:30", "0元andor0"],
  ])("masks links and no more: %s", (raw, normalised) => {
    expect(normalise(raw)).toBe(normalised);
  });

  test("masks exactly the links of any text, as if each were one symbol in it", () => {
    const part = fc.constantFrom(
      ..."/ : @ . 。 ? - 1 a 马 点 ，".split(" "),
      " ",
      "http://",
      "a.com",
      "evil.top",
      "www.",
      "𝐜",
      "\u200b",
      "é",
      "½",
    );
    forAll([fc.array(part, { maxLength: 16 })], 800, (parts) => {
      const text = parts.join("");
      let masked = "";
      let end = 0;
      for (const [from, to] of linkSpansOf(unitsOf(text))) {
        masked += normalise(text.slice(end, from).replace(/[.。:/]/g, " ")) + URL;
        end = to;
      }
      masked += normalise(text.slice(end).replace(/[.。:/]/g, " "));
      expect(normalise(text)).toBe(masked);
    });
  });

  test.each([
    ["1,234.50元 12 34", "0元0"],
    ["１２３ ④⑤ ⑿ ❷ ² ٣ 🯵 𝟗", "0"],
    ["臺灣銀行轉帳ＡＢＣ", "台湾银行转帐abc"],
    ["РауРаӏ ѕесurіtу", "paypalsecurity"],
    ["ⓣⓔⓢⓣ 🅰🅱 ＴＥＳＴ 𝓽𝓮𝓼𝓽", "testabtesttest"],
    ["您\u200b的\ufeff【银·行】*卡*", "您的银行卡"],
    ["mmIl1 rn", "mmil0rn"],
    ["𠀀𠀁", "𠀀𠀁"],
    ["ㅤ\u115f", ""],
  ])("folds and strips: %s", (raw, normalised) => {
    expect(normalise(raw)).toBe(normalised);
  });

  test("leaves a normalised text as it is", () => {
    forAll([fc.string({ unit: "binary", maxLength: 200 })], 300, (s) => {
      expect(normalise(normalise(s))).toBe(normalise(s));
    });
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x34000; codePoint += 7) {
      const once = normalise(`${String.fromCodePoint(codePoint)}.cn/`);
      if (normalise(once) !== once) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test("reads only the units it is given and writes only what fits", () => {
    const text = unitsOf("xx你好http://a.cn yy");
    const out = new Uint16Array(16).fill(7);
    expect(normaliseInto(normaliser, text, 2, 4, out)).toBe(2);
    expect([...out.subarray(0, 3)]).toEqual(["你".charCodeAt(0), "好".charCodeAt(0), 7]);
    for (let limit = 0; limit < 8; limit++) {
      const short = new Uint16Array(limit);
      const count = normaliseInto(normaliser, text, 0, text.length, short);
      expect(String.fromCharCode(...short.subarray(0, count))).toBe(`xx你好${URL}yy`.slice(0, limit));
    }
    // A pair that is cut by the end of the range, and one that is cut by the end of `out`.
    expect(normaliseInto(normaliser, unitsOf("a𠀀"), 0, 2, new Uint16Array(4))).toBe(1);
    expect(normaliseInto(normaliser, unitsOf("a𠀀"), 0, 3, new Uint16Array(2))).toBe(1);
  });

  test("gives the same answer from a table attached elsewhere", () => {
    const other = attachNormaliser(structuredClone(normaliser.handle));
    expect(normaliseText(other, "請登錄ｗｗｗ．ａ．ｃｎ １２３")).toBe(`请登录${URL}0`);
  });
});
