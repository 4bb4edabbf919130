import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventBatch, MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { readLinks } from "../../../src/detect/links/read-links.ts";
import type { Skim } from "../../../src/event/skim.ts";
import { DISGUISE, SECOND_SPACE } from "../../../src/event/unit-traits.ts";
import { Findings } from "../../../src/event/findings.ts";
import { matchMessages } from "../../../src/detect/matcher/match-messages.ts";
import { BUFFER_UNITS as MATCHER_UNITS } from "../../../src/detect/matcher/message-buffer.ts";
import type { Matcher } from "../../../src/detect/matcher/matcher.ts";
import { Skimmer } from "../../../src/detect/skim/skimmer.ts";
import { HELD_UNITS } from "../../../src/detect/skim/skim-layout.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { normaliser } from "../normaliser/normaliser-for-tests.ts";

/** One for all tests: what a batch leaves behind must not show in the next. */
const skimmer = new Skimmer(normaliser);

/** What the two stages that are given a skim make of the messages. */
function readingsOf(events: EventBatch, skim: Skim | null): unknown {
  const findings = Findings.allocate(events.capacity);
  readLinks(events, findings, skim);
  const { count, first, hostStart, host, traits } = findings.links;
  const rows = events.count;
  const links = first[rows]!;
  const messages: string[] = [];
  const matcher: Matcher = {
    version: 1,
    templateCount: 0,
    buffer: new Uint16Array(MATCHER_UNITS),
    distance: 0,
    length: 0,
    match(message, length, from = 0) {
      messages.push(String.fromCharCode(...message.subarray(from, from + length)));
      return -1;
    },
  };
  matchMessages(events, findings, matcher, normaliser, skim);
  return {
    traits: Array.from(traits.subarray(0, rows), (all) => all & (DISGUISE | SECOND_SPACE)),
    count: [...count.subarray(0, rows)],
    first: [...first.subarray(0, rows + 1)],
    hosts: Array.from({ length: links }, (_, k) =>
      String.fromCharCode(...host.subarray(hostStart[k]!, hostStart[k + 1]!)),
    ),
    messages,
  };
}

type Texts = readonly (string | null)[];

function skimmed(texts: Texts): unknown {
  const { events } = messageBatch(texts);
  return readingsOf(events, skimmer.skim(events));
}

/** The reference: the same stages without a skim. */
function plain(texts: Texts): unknown {
  return readingsOf(messageBatch(texts).events, null);
}

const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("请登录", "您的账户", "驗證碼", "your parcel ", "Click", "ABC", "x", "a b", "  "),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("1", "138 0013-8000", "12:30", "９", "³", "①", "½", "ﬁ", "ß", "，", "。", "！"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(".", ":", "/", "://", "..", "．", "：", "http://", "www.", ".com", "/a?b=1", "@"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("evil.top", "t.cn/x", "ｅｖｉｌ．ｃｏｍ", "1.2.3.4/a", "xn--a.cn", "pаypal.com"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("\u200b", "\ufe0f", "\ud835\udc00", "😀", "\ud835", "\udc00", "\ue000", "е", "\u0301"),
  },
  { weight: 1, arbitrary: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) },
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("").slice(0, MAX_TEXT_UNITS));
const batch = fc.array(fc.option(text, { freq: 6 }), { maxLength: 12 });

describe("a skim", () => {
  test("changes nothing that the stages find, whatever the messages", () => {
    fc.assert(
      fc.property(batch, (texts) => {
        expect(skimmed(texts)).toEqual(plain(texts));
      }),
      { numRuns: 4000 },
    );
  });

  test("nor do messages of every length around a vector and around as many units as take part in a match", () => {
    const lengths = [...Array(40).keys(), ...Array.from({ length: 60 }, (_, i) => 220 + i)];
    for (const fill of ["a", "中", "1", "a1", " ", "a ", "é", "ﬁ", "a😀"]) {
      const texts = lengths.map((length) => fill.repeat(length).slice(0, length));
      const linked = texts.map((one) => `${one} http://evil.top/x 2`);
      expect(skimmed(texts)).toEqual(plain(texts));
      expect(skimmed(linked)).toEqual(plain(linked));
    }
  });

  test("nor does any unit, alone, behind a dot, a colon or a slash, or between digits", () => {
    for (let first = 0; first < 0x10000; first += 512) {
      const units = Array.from({ length: 512 }, (_, i) => String.fromCharCode(first + i));
      const between = units.map((unit) => `ab.${unit}com:${unit}/1${unit}2/${unit}`);
      expect(skimmed([...units, ...between])).toEqual(plain([...units, ...between]));
    }
  });

  test("nor do more messages than it takes at a time, long ones among them", () => {
    const long = "您的账户 evil.top/a 1 2 3 ".repeat(64).slice(0, MAX_TEXT_UNITS);
    const texts = Array.from({ length: (3 * HELD_UNITS) / MAX_TEXT_UNITS }, (_, i) =>
      i % 3 === 0 ? long : long.slice(i),
    );
    expect(skimmed(texts)).toEqual(plain(texts));
  });

  test("nor a batch without messages, or without events", () => {
    for (const texts of [[null, null, "", null], []]) expect(skimmed(texts)).toEqual(plain(texts));
  });

  test("tells where a link may begin, and how far a text is folded", () => {
    const { events } = messageBatch(["Hello  12 34", "见 evil.top 好", "a", "😀ab"]);
    const { opening, foldedTo, folded, foldedStart, foldedUnits, traits } = skimmer.skim(events);
    const { textStart } = events;
    const foldedOf = (row: number) => {
      const start = foldedStart[row]!;
      return String.fromCharCode(...folded.subarray(start, start + foldedUnits[row]!));
    };
    expect(Array.from(opening.subarray(0, 4))).toEqual([-1, textStart[1]! + "见 evil.".length, -1, -1]);
    expect([0, 1, 2, 3].map((row) => foldedTo[row]! - textStart[row]!)).toEqual([12, "见 evil.".length, 1, 0]);
    expect([0, 1, 2, 3].map(foldedOf)).toEqual(["hello0", "见evil", "a", ""]);
    expect(Array.from(traits.subarray(0, 4))).toEqual([SECOND_SPACE, 0, 0, 0]);
  });
});
