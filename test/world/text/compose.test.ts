import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { digitIdentity, portIdentity } from "../../../src/event/identity.ts";
import { buildPhraseBank } from "../../../src/world/text/build-phrase-bank.ts";
import { composeText, composerOf } from "../../../src/world/text/compose.ts";
import type { Grammar } from "../../../src/world/text/grammar.ts";
import { type PhraseBank, attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { HOST, bank, catalogue, grammar, request } from "./fixture.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { forAll } from "../../for-all.ts";

const levels = [0, 1, 2, 3, 4, 5];
const anyWord = fc.integer({ min: 0, max: 0xffffffff });
const anyRequest = fc.record({
  message: fc.integer({ min: 0, max: catalogue.messageCount - 1 }),
  language: fc.integer({ min: 0, max: 1 }),
  level: fc.integer({ min: 0, max: 5 }),
  campaign: anyWord,
  entity: anyWord,
  ordinal: anyWord,
  part: anyWord,
});

/** A script's text message of one step, from lists of wordings. */
function scriptOf(segments: string[][]): Grammar {
  const wording = {
    segments: segments.map((words) => ({ swap: true, words })),
    paraphrase: [{ swap: false, words: ["x"] }],
  };
  const step = { channel: "message" as const, afterHours: 0, zh: wording, en: wording };
  return { ...grammar, scripts: [{ id: "probe", typology: "loan", steps: [step] }], benign: [] };
}

function bankOf(segments: string[][]): PhraseBank {
  return attachPhraseBank(buildPhraseBank(scriptOf(segments)));
}

describe("a composed text", () => {
  test("is a function of its request: neither of what was composed before nor of where it is put", () => {
    // A batch holds more text than 16 bits count.
    const out = new Uint16Array(MAX_TEXT_UNITS + 200_000);
    forAll([anyRequest, anyRequest, fc.constantFrom(0, 7, 200_000)], 60, (fields, other, at) => {
      const first = composeText(bank, request(fields));
      composeText(bank, request(other));
      const count = composerOf(bank)(request(fields), out, at);
      expect(String.fromCharCode(...out.subarray(at, at + count))).toBe(first);
    });
  });

  test("has every slot filled, is not empty, and no longer than a batch allows: all messages, languages, levels", () => {
    const out = new Uint16Array(MAX_TEXT_UNITS);
    for (let message = 0; message < catalogue.messageCount; message++) {
      for (const language of [0, 1]) {
        for (const level of levels) {
          const count = composerOf(bank)(request({ message, language, level, campaign: 77, ordinal: level }), out, 0);
          const text = String.fromCharCode(...out.subarray(0, count));
          expect(count).toBeGreaterThan(5);
          expect(count).toBeLessThanOrEqual(MAX_TEXT_UNITS);
          expect(text).not.toMatch(/[\p{Co}\p{Cs}{}\0]/u);
        }
      }
    }
  });

  test("never outgrows its limit, however near a grammar comes to it", () => {
    const link = unitsOf("a".repeat(253));
    const near = bankOf([
      ["{link}", "{link}{link}"],
      ["信".repeat(160), "好".repeat(160)],
      ["信好".repeat(70), "loan".repeat(35)],
      ["贷款".repeat(20), "贷款"],
    ]);
    const out = new Uint16Array(MAX_TEXT_UNITS + 1);
    for (const level of levels.slice(0, 5)) {
      for (let entity = 0; entity < 60; entity++) {
        out[MAX_TEXT_UNITS] = 7;
        const count = composerOf(near)(request({ link, linkTo: link.length, level, entity, campaign: entity }), out, 0);
        expect(count).toBeLessThanOrEqual(MAX_TEXT_UNITS);
        expect(out[MAX_TEXT_UNITS]).toBe(7);
      }
    }
  });

  test("refuses a grammar that could outgrow it, naming the script", () => {
    expect(() => bankOf([["{link}{link}{link}{link}"]])).toThrow(/script probe, step 0, zh segments: may reach 10\d\d/);
  });
});

test("a campaign keeps to one wording, brand, app and chat handle; another campaign has others", () => {
  const probe = bankOf([
    ["一{brand}{app}{contact}", "二{brand}{app}{contact}"],
    ["甲", "乙", "丙"],
    ["子", "丑", "寅"],
  ]);
  const texts = new Set<string>();
  for (let campaign = 0; campaign < 200; campaign++) {
    const own = new Set<string>();
    for (let entity = 0; entity < 5; entity++) own.add(composeText(probe, request({ campaign, entity })));
    expect(own.size).toBe(1);
    for (const text of own) texts.add(text);
  }
  expect(texts.size).toBeGreaterThan(180);
});

test("a slot {link} holds the host asked for whole, with a scheme or path around it", () => {
  const probe = bankOf([["看{link}吧"]]);
  const forms = new Set<string>();
  for (let entity = 0; entity < 120; entity++) {
    const text = composeText(probe, request({ entity, campaign: entity }));
    const found = /^看 ?((?:https?:\/\/)?)ab-safe\.top(\/?)[a-z0-9]{0,8} ?吧$/.exec(text);
    expect(found).not.toBeNull();
    forms.add(found![1]! + found![2]!);
  }
  expect(forms.size).toBe(6);
});

test("a slot {link} without a host names one below .example", () => {
  expect(composeText(bankOf([["看{link}吧"]]), request({ linkTo: 0 }))).toMatch(/[a-z0-9]{6}\.example/);
});

test.each([
  [13_800_138_000, "13800138000"],
  [digitIdentity("areaCode", 1_096_110), "01096110"],
  [digitIdentity("doubleZero", 95_588), "0095588"],
  [digitIdentity("plus", 8_613_800_138_000), "+8613800138000"],
  [portIdentity(123_456, 8), "10600123456"],
])("a slot {phone} prints identity %d as %s", (phone, written) => {
  expect(composeText(bankOf([["打{phone}吧"]]), request({ phone }))).toBe(`打${written}吧`);
});

test("a slot {phone} without a number is drawn from numbers nobody has", () => {
  expect(composeText(bankOf([["打{phone}吧"]]), request({ phone: 0 }))).toMatch(/^打1700000\d{4}吧$/);
});

test("a slot {amount} brings its currency where the wording names none", () => {
  const probe = bankOf([["借{amount}元", "借{amount}"]]);
  for (let campaign = 0; campaign < 20; campaign++) {
    expect(composeText(probe, request({ campaign }))).toMatch(/^借\d+(\.\d\d)?元$/);
    expect(composeText(probe, request({ campaign, language: 1 }))).toMatch(/^借(\$\d+(\.\d\d)?|\d+(\.\d\d)?元)$/);
  }
});

describe("an obfuscated text", () => {
  test("never stands between the halves of a surrogate pair", () => {
    const probe = bankOf([["😀".repeat(60)]]);
    for (let entity = 0; entity < 200; entity++) {
      expect(composeText(probe, request({ level: 4, entity }))).not.toMatch(/\p{Cs}/u);
    }
  });

  test("keeps its link: at most one zero-width character inside", () => {
    const probe = bankOf([["看{link}吧"]]);
    let broken = 0;
    for (let entity = 0; entity < 400; entity++) {
      const text = composeText(probe, request({ level: 4, entity }));
      expect(text.replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, "")).toContain(HOST);
      if (!text.includes(HOST)) broken++;
    }
    expect(broken).toBeGreaterThan(10);
    expect(broken).toBeLessThan(100);
  });

  test.each([
    [2, 0, /[★☆◆●♥※·~*|_.\-\u200b-\u200d\u2060\ufeff]/u],
    [3, 0, /[帳額貸請銀]/u],
    [3, 1, /[\p{Script=Cyrillic}\p{Script=Greek}]/u],
    [3, 1, /[ａ-ｚ]/u],
    [4, 0, /\p{Script=Han}[a-z]{2,6}\p{Script=Han}/u],
    [4, 0, /讠/u],
    [4, 1, /[a-z][013457@$][a-z]/u],
  ])("of level %d in language %d shows %s, and one of the level below does not", (level, language, trace) => {
    const probe = bankOf([[language === 0 ? "账额贷请银话".repeat(20) : "ordinary loans ".repeat(10)]]);
    const shows = (at: number): number => {
      let count = 0;
      for (let entity = 0; entity < 40; entity++) {
        // The random tail is Latin, and would pass for pinyin.
        const text = composeText(probe, request({ language, level: at, entity })).replace(/ [a-z]+$/, "");
        if (trace.test(text)) count++;
      }
      return count;
    };
    expect(shows(level)).toBeGreaterThan(shows(level - 1) + 8);
  });
});
