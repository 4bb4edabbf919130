import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { digitIdentity, portIdentity } from "../../../src/event/identity.ts";
import { buildPhraseBank, encodePieces } from "../../../src/world/text/build-phrase-bank.ts";
import { composeText, composerOf } from "../../../src/world/text/compose.ts";
import type { Grammar } from "../../../src/world/text/grammar.ts";
import { type PhraseBank, attachPhraseBank, copyUnits } from "../../../src/world/text/phrase-bank.ts";
import { HOST, bank, catalogue, grammar, request, FIRST_BENIGN } from "./fixture.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { forAll } from "../../for-all.ts";
import { paraphraser } from "../../../src/world/text/paraphrase.ts";
import { NO_SLOT, SLOT_CODES, SLOT_UNIT } from "../../../src/world/text/slots.ts";
import { writeDigits } from "../../../src/world/text/write-slot.ts";
import { distance } from "fastest-levenshtein";
import { buildNormaliserTable } from "../../../src/detect/normaliser/normaliser-table.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";

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

test("a paraphrase swaps words for others of their group, at the ends of words, and keeps capitals and slots", () => {
  const paraphrase = paraphraser(
    [
      ["ring {phone}", "dial {phone}"],
      ["can't", "cannot"],
      ["car", "van"],
    ],
    true,
  );
  const ways = paraphrase("Ring {phone}, your card can't wait.");
  expect(ways[0]).toBe("Ring {phone}, your card can't wait.");
  const all = ["Ring", "Dial"].flatMap((verb) =>
    ["can't", "cannot"].map((not) => `${verb} {phone}, your card ${not} wait.`),
  );
  expect(ways.length).toBeGreaterThan(2);
  expect(all).toEqual(expect.arrayContaining(ways));
  expect(paraphrase("Nothing here has another word.")).toEqual(["Nothing here has another word."]);
});

test("a paraphrase of Chinese finds the longest words first", () => {
  const ways = paraphraser(
    [
      ["谢谢", "多谢"],
      ["谢谢配合", "感谢配合"],
    ],
    false,
  )("谢谢配合");
  expect(new Set(ways)).toEqual(new Set(["谢谢配合", "感谢配合"]));
});

describe("writing units", () => {
  test("digits are the last ones of the number, with leading zeros, up to the largest whole numbers", () => {
    const out = new Uint16Array(40);
    forAll([fc.maxSafeNat(), fc.integer({ min: 1, max: 17 })], 100, (value, digits) => {
      expect(writeDigits(value, digits, out, 3)).toBe(3 + digits);
      const written = String.fromCharCode(...out.subarray(3, 3 + digits));
      expect(written).toBe(String(value).padStart(digits, "0").slice(-digits));
    });
  });

  test("a copied run is the run, and what stands before it stays", () => {
    forAll([fc.string({ maxLength: 40 }), fc.nat(20), fc.nat(9)], 100, (text, from, at) => {
      const units = unitsOf(text.padEnd(60, "-"));
      const end = Math.max(from, Math.min(text.length, from + 30));
      const out = unitsOf("=".repeat(60));
      expect(copyUnits(units, from, end, out, at)).toBe(at + end - from);
      const written = String.fromCharCode(...out.subarray(0, at + end - from));
      expect(written).toBe("=".repeat(at) + String.fromCharCode(...units.subarray(from, end)));
    });
  });

  test("pieces of a wording, read head by head, are the wording", () => {
    const slot = fc.integer({ min: 0, max: SLOT_CODES - 1 }).map((code) => String.fromCharCode(SLOT_UNIT + code));
    const words = fc.oneof(slot, fc.string({ minLength: 1, maxLength: 20 }), fc.constant("长".repeat(600)));
    forAll([fc.array(words, { minLength: 1, maxLength: 6 })], 100, (parts) => {
      const wording = parts.join("");
      expect(readPieces(encodePieces(wording))).toBe(wording);
    });
  });
});

function readPieces(pieces: string): string {
  let wording = "";
  for (let i = 0; i < pieces.length;) {
    const head = pieces.charCodeAt(i++);
    const length = head >>> 7;
    const slot = (head >>> 3) & 15;
    wording += pieces.slice(i, i + length) + (slot === NO_SLOT ? "" : String.fromCharCode(SLOT_UNIT + slot));
    i += length;
  }
  return wording;
}

/** The least and most of messages that may still be as similar as 0.75 to the campaign's level-0 text, by level. */
const EXPECTED = [
  [0.95, 1],
  [0.75, 0.9],
  [0.7, 0.85],
  [0.65, 0.85],
  [0.3, 0.6],
  [0, 0.1],
] as const;

describe.each(["zh", "en"])("the obfuscation ladder in %s", (name) => {
  const language = name === "zh" ? 0 : 1;
  const normaliser = attachNormaliser(buildNormaliserTable());
  const shares = EXPECTED.map((_, level) => shareNear(level));

  function shareNear(level: number): number {
    let near = 0;
    let total = 0;
    for (let message = 0; message < FIRST_BENIGN; message++) {
      for (let k = 0; k < 30; k++) {
        const fields = { message, language, campaign: k * 7919 + 13, ordinal: k, part: message };
        const script = normaliseText(normaliser, composeText(bank, request({ ...fields, entity: 1 })));
        const text = normaliseText(normaliser, composeText(bank, request({ ...fields, entity: 2, level })));
        if (1 - distance(script, text) / Math.max(script.length, text.length) >= 0.75) near++;
        total++;
      }
    }
    return near / total;
  }

  test.each(EXPECTED.map(([least, most], level) => [level, least, most] as const))(
    "keeps level %d recognisable for a share of %d to %d",
    (level, least, most) => {
      expect(shares[level]).toBeGreaterThanOrEqual(least);
      expect(shares[level]).toBeLessThanOrEqual(most);
    },
  );

  test("never makes a text easier to recognise from rung to rung, beyond chance", () => {
    for (let level = 1; level < shares.length; level++)
      expect(shares[level]!).toBeLessThanOrEqual(shares[level - 1]! + 0.02);
  });
});
