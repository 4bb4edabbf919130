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
import type { MatcherEngine } from "../../../src/detect/matcher/matcher-engine.ts";
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

class Examinee {
  readonly #engine: MatcherEngine;
  #versions = 0;

  constructor(engine: MatcherEngine) {
    this.#engine = engine;
  }

  reader(templates: readonly Template[], thresholdPermille = 750, previous?: Matcher): Matcher {
    const version = -1 - ++this.#versions;
    return readTemplates(this.#engine, templates, { thresholdPermille, version, previous });
  }

  expect(matcher: Matcher, templates: readonly Template[], text: string, thresholdPermille = 750): void {
    const found: Answer = [matcher.match(unitsOf(text), text.length), matcher.distance, matcher.length];
    const expected = scanned(templates, text, thresholdPermille);
    expect(found).toEqual(expected);
  }

  /** The same of several, by one reader. */
  expectAll(texts: readonly string[], messages: readonly string[], thresholdPermille = 750): void {
    const templates = numbered(texts);
    const matcher = this.reader(templates, thresholdPermille);
    for (const message of messages) this.expect(matcher, templates, message, thresholdPermille);
  }
}

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

/** Tests of one engine. */
export function testEveryEngine(of: MatcherEngine): void {
  const engine = new Examinee(of);

  test("finds a template by itself, at distance 0", () => {
    engine.expectAll(SCRIPTS, SCRIPTS);
    expect(engine.reader(numbered(SCRIPTS)).templateCount).toBe(SCRIPTS.length);
  });

  test("finds the most similar, not the one with the fewest edits", () => {
    engine.expectAll(["abcdefghi", "abcdefghijklmnopqrst"], ["abcdefghijklmnopqr", "abcdefghij"]);
  });

  test("gives ties to the lowest number, whatever the lengths and the order", () => {
    const message = ["abcdefghijkl"];
    engine.expectAll(["abcdefghijkx", "abcdefghijky"], message);
    engine.expectAll(["abcdefghijk", "abcdefghijky"], message);
    engine.expectAll(["abcdefghijky", "abcdefghijk"], message);
    const templates = [
      { number: 900, text: "abcdefghijkx" },
      { number: 7, text: "abcdefghijky" },
    ];
    engine.expect(engine.reader(templates), templates, message[0]!);
  });

  test("matches at the threshold exactly and not below", () => {
    const texts = ["abcdefghijklmnopqrst"];
    engine.expectAll(texts, ["abcdefghijklmno12345", "abcdefghijklmn123456"]);
    engine.expectAll(texts, ["abcdefghij1234567890", "abcdefghi12345678900"], 500);
    engine.expectAll(texts, ["abcdefghijklmnopqrst", "abcdefghijklmnopqrsx"], 1000);
  });

  test("never matches a text of fewer than MIN_MATCH_UNITS units, message or template", () => {
    const short = "abcdefgh".slice(0, MIN_MATCH_UNITS - 1);
    engine.expectAll(["", "a", short, `${short}h`], ["", "a", short, `${short}h`, `${short}x`]);
  });

  test("compares the first MAX_MATCH_UNITS units of a longer message", () => {
    const text = "abcdefghijklmnopqrstuvwxyz你好".repeat(12).slice(0, MAX_MATCH_UNITS);
    const cutPair = `${text.slice(0, MAX_MATCH_UNITS - 1)}\ud840\udc00`;
    engine.expectAll([text], [`${text}and much more behind it`, cutPair]);
  });

  test("answers nothing without templates", () => {
    engine.expectAll([], ["abcdefghijkl", ""]);
  });

  test("forgets the match before", () => {
    engine.expectAll(["abcdefghijkl"], ["abcdefghijkx", "completelydifferent", "abcdefghijkl"]);
  });

  test("survives templates and messages of one repeated unit", () => {
    const texts = ["a".repeat(255), "a".repeat(200), "a".repeat(9), "ab".repeat(100)];
    engine.expectAll(texts, ["a".repeat(255), "a".repeat(201), "a".repeat(8), `b${"ab".repeat(99)}`]);
  });

  test("reads other templates when it is attached anew", () => {
    const [first, second] = [numbered(SCRIPTS.slice(0, 3)), numbered(SCRIPTS.slice(2))];
    const before = engine.reader(first);
    for (const { text } of first) engine.expect(before, first, text);
    const after = engine.reader(second, 750, before);
    for (const text of SCRIPTS) engine.expect(after, second, text);
    expect(after.version !== before.version).toBe(true);
  });

  test("decides copies with random edits", () => {
    const draws = new RandomStream(1, "matcher-contract");
    for (const thresholdPermille of [500, 667, 750, 900]) {
      const messages = Array.from({ length: 120 }, (_, i) => edited(SCRIPTS[i % SCRIPTS.length]!, draws, i));
      engine.expectAll(SCRIPTS, messages, thresholdPermille);
    }
  });
}
