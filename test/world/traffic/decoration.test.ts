import { expect, test } from "vitest";
import { RandomStream } from "../../../src/core/random.ts";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import { decorationLevel } from "../../../src/world/traffic/decoration.ts";
import { EVERYTHING, EventMaker, slicesIn, smallWorld } from "../small-world.ts";

/** Full-width letters and digits, Greek and Cyrillic letters. */
const FANCY = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u0370-\u03ff\u0400-\u04ff]/u;

test.each([
  [true, 0.15],
  [false, 0.02],
])("benign messages look as gangs write as often as it says, of marketing: %s", (isMarketing, share) => {
  const draws = new RandomStream(1, "traffic");
  const count = 40_000;
  const levels = Array.from({ length: count }, (_, at) => decorationLevel(isMarketing, draws.draw(at, 0)));
  const decorated = levels.filter((level) => level > 0);
  expect(Math.abs(decorated.length / count - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
  expect(new Set(decorated)).toEqual(new Set([2, 3]));
  const fancy = decorated.filter((level) => level === 3).length / decorated.length;
  expect(Math.abs(fancy - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / decorated.length));
});

test("benign messages of marketing show such letters, some of them, and other messages hardly ever", () => {
  const world = smallWorld([
    "gangs.count=0",
    "population.subscribers=3000",
    "benign.marketing.perDay=10",
    "benign.bank.perDay=20",
  ]);
  const noon = 12;
  for (let tick = 0; tick <= noon; tick++) world.advance(tick);
  const events = new EventMaker(world).make(slicesIn(...world.plan(noon, [], EVERYTHING)), world.seal(noon));
  const fancyOf = (name: (typeof BENIGN_CLASSES)[number]): number => {
    const texts = events.filter(({ text, benignClass }) => text !== "" && BENIGN_CLASSES[benignClass] === name);
    expect(texts.length).toBeGreaterThan(500);
    return texts.filter(({ text }) => FANCY.test(text)).length / texts.length;
  };
  expect(fancyOf("marketing")).toBeGreaterThan(2 * fancyOf("bank"));
});
