/** What the micro bench feeds its contenders, and how it takes what they answer. */
import { describe, expect, test } from "vitest";
import { compareInRounds } from "../../../bench/harness/measurement.ts";
import { demandSameDecisions } from "../../../bench/micro/disagreement.ts";
import { Entries } from "../../../bench/harness/entries.ts";
import { bloomFilterOf, packedFilterOf } from "../../../bench/micro/filters.ts";
import { matcherOf, sharedNormaliser } from "../../../bench/harness/matching.ts";
import { MessageDeck } from "../../../bench/harness/message-deck.ts";
import { normalisePlainly } from "../../../bench/micro/primitives.ts";
import { measureRounds } from "../../../bench/harness/rounds.ts";
import { readTimer, timerDoubt } from "../../../bench/harness/timer.ts";
import type { Matcher } from "../../../src/detect/matcher/matcher.ts";
import { unitsOf } from "../../../src/core/units.ts";

describe("entries", () => {
  test("are distinct, the same for the same seed, and no stranger is among them", () => {
    const entries = new Entries(1, 1000);
    const keys = new Set(entries.keys);
    expect(keys.size).toBe(1000);
    expect(new Entries(1, 1000).keys).toEqual(entries.keys);
    expect(new Entries(2, 1000).keys).not.toEqual(entries.keys);
    expect(entries.strangers(1000).some((key) => keys.has(key))).toBe(false);
  });

  test("asked for hold the output of listed ones that was wanted", () => {
    const entries = new Entries(1, 1000);
    const keys = new Set(entries.keys);
    const listed = entries.asked(10_000, 0.1).filter((key) => keys.has(key)).length;
    expect(listed).toBeGreaterThan(900);
    expect(listed).toBeLessThan(1100);
  });

  test("are never denied by a filter", () => {
    const entries = new Entries(3, 500);
    const strangers = entries.strangers(100);
    expect(packedFilterOf(entries, strangers).missed).toBe(0);
    const bloomFilter = bloomFilterOf(entries, strangers, 500);
    expect(bloomFilter.missed).toBe(0);
    expect(strangers.every((key) => bloomFilter.has(String(key)))).toBe(false);
  });
});

function texts(deck: MessageDeck): string[] {
  return deck.deal(20).flatMap((hand) => hand.map(({ text }) => text));
}

describe("a deck of messages", () => {
  const options = { kind: "diverse", seed: 4, templates: 20, messages: 200 } as const;
  const deck = new MessageDeck(options, sharedNormaliser());

  test("deals hands of the same make-up, each message once", () => {
    const hands = deck.deal(20);
    expect(hands.map((hand) => hand.length)).toEqual(Array.from({ length: 10 }, () => 20));
    expect(hands.every((hand) => hand.filter(({ isFraud }) => isFraud).length === 2)).toBe(true);
    expect(new Set(hands.flat()).size).toBe(200);
  });

  test("is the same for the same seed", () => {
    const same = new MessageDeck(options, sharedNormaliser());
    expect(same.templates).toEqual(deck.templates);
    expect(texts(same)).toEqual(texts(new MessageDeck(options, sharedNormaliser())));
  });
});

describe("decisions", () => {
  const templates = [{ number: 0, text: "yourparcelwaits" }];
  const scan = matcherOf("scan", templates);
  const told: [engine: string, ordinal: number, template: number][] = [];
  const compare = (engine: Matcher, messages: readonly string[]) =>
    demandSameDecisions({
      reference: scan,
      engines: new Map([["other", engine]]),
      templates,
      texts: messages.map(unitsOf),
      normaliser: sharedNormaliser(),
      onDecision: (name, ordinal, { template }) => told.push([name, ordinal, template]),
    });

  test("that agree are counted", () => {
    expect(compare(matcherOf("index", templates), ["your parcel waits", "good morning all"])).toEqual({
      messages: 2,
      matched: 1,
    });
  });

  test("that differ stop the bench, with a fixture in plain ASCII", () => {
    const blind: Matcher = {
      version: 0,
      templateCount: 0,
      match: () => -1,
      distance: 0,
      length: 0,
    };
    expect(() => compare(blind, ["your\u202eparcel waits\u001b[31m"])).toThrow(
      expect.objectContaining({
        code: "invariant",
        message: expect.stringMatching(
          /^[\x20-\x7e]*disagreements\.jsonl:\n\{[\x20-\x7e]*yourparcelwaits[\x20-\x7e]*\}$/,
        ),
      }),
    );
    // Each engine's own, so that they can be counted.
    expect(told.slice(-2)).toEqual([
      ["scan", 0, 0],
      ["other", 0, -1],
    ]);
  });
});

describe("rounds", () => {
  test("measure every contender as often as there are rounds, in turn", () => {
    const order: string[] = [];
    const contender = (name: string) => ({
      name,
      operations: 2,
      runTimed: () => {
        if (order.at(-1) !== name) order.push(name);
        return 4;
      },
    });
    const measurements = measureRounds("g", [contender("a"), contender("b")], { rounds: 2, timeMs: 0, unit: "us" });
    expect(order).toEqual(["a", "b", "a", "b"]);
    expect(measurements.map(({ samples }) => samples)).toEqual([
      [2000, 2000],
      [2000, 2000],
    ]);
  });

  test("take the time of all tasks over all operations, however many tasks are short", () => {
    const taken: number[] = [];
    const runTimed = (): number => {
      taken.push(taken.length % 3 === 0 ? 10 : 1);
      return taken.at(-1)!;
    };
    const settings = { rounds: 1, timeMs: 1, unit: "us" } as const;
    const [found] = measureRounds("g", [{ name: "often short", operations: 2, runTimed }], settings);
    // The first tasks were warm-up.
    const counted = taken.slice(-found!.n / 2);
    const totalMs = counted.reduce((sum, ms) => sum + ms, 0);
    expect(found!.samples[0]).toBeCloseTo((totalMs * 1000) / found!.n, 6);
  });

  const settings = { rounds: 3, timeMs: 1, unit: "ns" } as const;

  test("make a task of as many iterations as the timer needs, and count them all", () => {
    let runs = 0;
    const [found] = measureRounds("g", [{ name: "short", operations: 2, run: () => runs++ }], settings);
    expect(found!.doubt).toBeNull();
    // An iteration of nanoseconds: thousands of operations lie between two readings, or dozens beside other work.
    expect(found!.n).toBeGreaterThan(20);
    expect(runs).toBeGreaterThan(found!.n / 2);
    expect(timerDoubt(readTimer(), 1e9)).toBeNull();
  });

  test("doubt, once a contender, what stays too short for the timer", () => {
    const [found, other] = measureRounds(
      "g",
      [
        { name: "a moment", operations: 1, runTimed: () => 1e-6 },
        { name: "long", operations: 1, runTimed: () => 1000 },
      ],
      settings,
    );
    expect(found!.doubt).toMatch(/^a task took 1 ns, .* not to be trusted$/);
    expect(other!.doubt).toBeNull();
    expect(compareInRounds("g", other!, found!).doubt).toBe(found!.doubt);
  });
});

test("the plain normaliser folds what is obvious", () => {
  expect(normalisePlainly("Pay ＮＯＷ: https://a.cn/x 1,234!")).toBe("paynow\ue00000");
});
