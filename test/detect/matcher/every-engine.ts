/** What every shipped matcher engine does: it decides as fastest-levenshtein and the threshold say. */
import { expect, test } from "vitest";
import { distance as levenshtein } from "fastest-levenshtein";
import { RandomStream, below } from "../../../src/core/random.ts";
import { unitsOf } from "../../../src/core/units.ts";
import {
  MAX_MATCH_UNITS,
  MIN_MATCH_UNITS,
  type Matcher,
  NO_TEMPLATE,
  type Template,
  compareDistances,
  cutTemplate,
  greatestDistance,
} from "../../../src/detect/matcher/matcher.ts";
import type { MatcherEngine } from "../../../src/detect/matcher/template-table.ts";
import { readTemplates } from "../../../src/detect/matcher/check-engine.ts";

/** [template, distance, length]. */
type Answer = readonly [number, number, number];

const NONE: Answer = [NO_TEMPLATE, 0, 0];

/** Texts of a few letters, so that grams repeat and copies tie. */
const SCRIPTS = [
  "youraccountisblocked",
  "您的快递已丢失请联系客服",
  "yourparcelislostcallus",
  "您的银行账户已被冻结请点击链接登录验证",
  "congratulationsyouwonaprize",
  "payyourfinetodayoryourlicenceislost",
];

function numbered(texts: readonly string[]): Template[] {
  return texts.map((text, number) => ({ number, text }));
}

/** What `scan` answers. */
function scanned(templates: readonly Template[], text: string, thresholdPermille: number): Answer {
  const message = cutTemplate(text);
  if (message.length < MIN_MATCH_UNITS) return NONE;
  let best = NONE;
  for (const template of templates) {
    if (template.text.length < MIN_MATCH_UNITS) continue;
    const length = Math.max(template.text.length, message.length);
    const edits = levenshtein(message, template.text);
    if (edits > greatestDistance(length, thresholdPermille)) continue;
    const order = best[0] === NO_TEMPLATE ? -1 : compareDistances(edits, length, best[1], best[2]);
    if (order < 0 || (order === 0 && template.number < best[0])) best = [template.number, edits, length];
  }
  return best;
}

function edited(text: string, draws: RandomStream, entity: number): string {
  const units = Array.from(text);
  const edits = entity % Math.ceil(text.length * 0.6);
  for (let edit = 0; edit < edits; edit++) {
    const [at, letter, gone] = draws.draw(entity, edit);
    units.splice(below(at!, units.length), gone! % 2, String.fromCodePoint(0x61 + below(letter!, 4)));
  }
  return units.join("");
}

const MESSAGE = "abcdefghijkl";
const LINE = "abcdefghijklmnopqrst";
const SHORT = "abcdefgh".slice(0, MIN_MATCH_UNITS - 1);
const LONG = "abcdefghijklmnopqrstuvwxyz你好".repeat(12).slice(0, MAX_MATCH_UNITS);
const CUT_PAIR = `${LONG.slice(0, MAX_MATCH_UNITS - 1)}\ud840\udc00`;
const OF_ONE_UNIT = ["a".repeat(255), "a".repeat(200), "a".repeat(9), "ab".repeat(100)];

/** Texts of templates, messages and the threshold. */
type Case = readonly [what: string, texts: readonly string[], messages: readonly string[], thresholdPermille: number];

const CASES: readonly Case[] = [
  ["the template itself", SCRIPTS, SCRIPTS, 750],
  ["the most similar, not the fewest edits", ["abcdefghi", LINE], ["abcdefghijklmnopqr", "abcdefghij"], 750],
  ["ties of one length", ["abcdefghijkx", "abcdefghijky"], [MESSAGE], 750],
  ["ties, the shorter first", ["abcdefghijk", "abcdefghijky"], [MESSAGE], 750],
  ["ties, the longer first", ["abcdefghijky", "abcdefghijk"], [MESSAGE], 750],
  ["the threshold and just below it", [LINE], ["abcdefghijklmno12345", "abcdefghijklmn123456"], 750],
  ["half of a text and less", [LINE], ["abcdefghij1234567890", "abcdefghi12345678900"], 500],
  ["the same and nothing else", [LINE], [LINE, "abcdefghijklmnopqrsx"], 1000],
  ["short texts", ["", "a", SHORT, `${SHORT}h`], ["", "a", SHORT, `${SHORT}h`, `${SHORT}x`], 750],
  ["the first units of a longer message", [LONG], [`${LONG}and much more behind it`, CUT_PAIR], 750],
  ["no templates", [], [MESSAGE, ""], 750],
  ["a match, none, and a match again", [MESSAGE], ["abcdefghijkx", "completelydifferent", MESSAGE], 750],
  [
    "one unit again and again",
    OF_ONE_UNIT,
    ["a".repeat(255), "a".repeat(201), "a".repeat(8), `b${"ab".repeat(99)}`],
    750,
  ],
];

function answers(matcher: Matcher, messages: readonly string[]): Answer[] {
  return messages.map((text) => [matcher.match(unitsOf(text), text.length), matcher.distance, matcher.length]);
}

/** Tests of one engine. */
export function testEveryEngine(engine: MatcherEngine): void {
  let versions = 0;

  function reader(templates: readonly Template[], thresholdPermille: number, previous?: Matcher): Matcher {
    return readTemplates(engine, templates, { thresholdPermille, version: -1 - ++versions, previous });
  }

  test.each(CASES)("decides as the definition says: %s", (_, texts, messages, thresholdPermille) => {
    const templates = numbered(texts);
    const expected = messages.map((text) => scanned(templates, text, thresholdPermille));
    expect(answers(reader(templates, thresholdPermille), messages)).toEqual(expected);
  });

  test("gives ties to the lowest number, whatever the order of templates", () => {
    const templates = [
      { number: 900, text: "abcdefghijkx" },
      { number: 7, text: "abcdefghijky" },
    ];
    expect(answers(reader(templates, 750), [MESSAGE])).toEqual([[7, 1, 12]]);
  });

  test("reads other templates when it is attached anew", () => {
    const [first, second] = [numbered(SCRIPTS.slice(0, 3)), numbered(SCRIPTS.slice(2))];
    const before = reader(first, 750);
    expect(answers(before, SCRIPTS)).toEqual(SCRIPTS.map((text) => scanned(first, text, 750)));
    const after = reader(second, 750, before);
    expect(answers(after, SCRIPTS)).toEqual(SCRIPTS.map((text) => scanned(second, text, 750)));
    expect(after.templateCount).toBe(second.length);
  });

  test.each([500, 667, 750, 900])("decides copies with random edits as the definition says at %i", (threshold) => {
    const draws = new RandomStream(1, "matcher-contract");
    const messages = Array.from({ length: 120 }, (_, i) => edited(SCRIPTS[i % SCRIPTS.length]!, draws, i));
    const templates = numbered(SCRIPTS);
    const expected = messages.map((text) => scanned(templates, text, threshold));
    expect(answers(reader(templates, threshold), messages)).toEqual(expected);
  });
}
