import { beforeAll, describe, expect, test } from "vitest";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import { EVERYTHING, EventMaker, slicesIn, smallWorld } from "../small-world.ts";

/** Noon: every class messages. */
const TICK = 12;
const SHARES = { marketing: 0.3, other: 0.12 };

interface Text {
  readonly isMarketing: boolean;
  readonly text: string;
}

/** The benign messages of an hour, by identity. */
function textsWith(marketingShare: number, otherShare: number): Map<string, Text> {
  const world = smallWorld([
    "gangs.count=0",
    "population.subscribers=3000",
    "benign.marketing.perDay=10",
    "benign.bank.perDay=20",
    `decoration.marketingShare=${marketingShare}`,
    `decoration.otherShare=${otherShare}`,
  ]);
  for (let tick = 0; tick <= TICK; tick++) world.advance(tick);
  const events = new EventMaker(world).make(slicesIn(...world.plan(TICK, [], EVERYTHING)), world.seal(TICK));
  return new Map(
    events
      .filter(({ text }) => text !== "")
      .map(({ id, benignClass, text }) => [id, { isMarketing: BENIGN_CLASSES[benignClass] === "marketing", text }]),
  );
}

/** Full-width letters and digits, Greek and Cyrillic letters. */
const FANCY = /[\uff01-\uff5e\u0370-\u03ff\u0400-\u04ff]/u;

describe("benign messages", () => {
  let plain: Map<string, Text>;
  let decorated: Map<string, Text>;

  beforeAll(() => {
    plain = textsWith(0, 0);
    decorated = textsWith(SHARES.marketing, SHARES.other);
  });

  test.each([true, false])("are decorated as often as the scenario says, of marketing: %s", (isMarketing) => {
    const messages = [...decorated].filter(([, each]) => each.isMarketing === isMarketing);
    const changed = messages.filter(([id, { text }]) => plain.get(id)!.text !== text);
    const share = isMarketing ? SHARES.marketing : SHARES.other;
    const margin = 4 * Math.sqrt((share * (1 - share)) / messages.length);
    expect(margin).toBeLessThan(share / 3);
    expect(Math.abs(changed.length / messages.length - share)).toBeLessThan(margin);
    // Four in ten of these have such letters among what may be put in, and in a quarter of them one shows.
    const fancy = changed.filter(([id, { text }]) => FANCY.test(text) && !FANCY.test(plain.get(id)!.text));
    expect(fancy.length / changed.length).toBeGreaterThan(0.05);
    expect(fancy.length / changed.length).toBeLessThan(0.2);
  });

  test("are all decorated where the scenario says so, but for short ones in which no character is chosen", () => {
    const all = [...textsWith(1, 1)];
    expect(all.filter(([id, { text }]) => plain.get(id)!.text === text).length / all.length).toBeLessThan(0.03);
  });
});
