/** What the micro bench feeds its contenders, and how it takes what they answer. */
import { describe, expect, test } from "vitest";
import { compareInRounds } from "../../../bench/harness/measurement.ts";
import { demandSameDecisions } from "../../../bench/micro/disagreement.ts";
import { Entries } from "../../../bench/harness/entries.ts";
import { packedFilterOf, plainFilterOf } from "../../../bench/micro/filters.ts";
import { matcherOf, sharedNormaliser } from "../../../bench/harness/matching.ts";
import { measureRounds } from "../../../bench/harness/rounds.ts";
import type { Matcher } from "../../../src/detect/matcher/matcher.ts";
import { unitsOf } from "../../../src/core/units.ts";

describe("entries", () => {
  const entries = new Entries(1, 1000);
  const keys = new Set(entries.keys);

  test("are distinct, the same for the same seed, and no stranger is among them", () => {
    expect(keys.size).toBe(1000);
    expect(new Entries(1, 1000).keys).toEqual(entries.keys);
    expect(new Entries(2, 1000).keys).not.toEqual(entries.keys);
    expect(entries.strangers(1000).some((key) => keys.has(key))).toBe(false);
  });

  test("asked for hold the output of listed ones that was wanted", () => {
    const listed = entries.asked(10_000, 0.1).filter((key) => keys.has(key)).length;
    expect(Math.abs(listed - 1000)).toBeLessThan(100);
  });

  test.each([packedFilterOf, plainFilterOf])("are never denied by filter %#", (filterOf) => {
    const filter = filterOf(entries.keys);
    expect(filter.asking(entries.keys)()).toBe(1000);
    expect(filter.asking(entries.strangers(1000))()).toBeLessThan(40);
    expect(filter.expectedRate).toBeLessThan(0.011);
  });
});

describe("decisions", () => {
  const templates = [{ number: 0, text: "yourparcelwaits" }];
  const compare = (other: Matcher, messages: readonly string[]) =>
    demandSameDecisions(
      new Map([
        ["scan", matcherOf("scan", templates)],
        ["other", other],
      ]),
      templates,
      messages.map(unitsOf),
      sharedNormaliser(),
    );

  test("of every engine are told, and alike", () => {
    const found = compare(matcherOf("index", templates), ["your parcel waits", "good morning all"]);
    for (const engine of ["scan", "other"]) expect(found.get(engine)!.map(({ template }) => template)).toEqual([0, -1]);
  });

  test("that differ stop the bench, with a fixture in plain ASCII", () => {
    const blind: Matcher = { version: 0, templateCount: 0, match: () => -1, distance: 0, length: 0 };
    expect(() => compare(blind, ["your\u202eparcel waits\u001b[31m"])).toThrow(
      expect.objectContaining({
        code: "invariant",
        message: expect.stringMatching(
          /^[\x20-\x7e]*disagreements\.jsonl:\n\{[\x20-\x7e]*yourparcelwaits[\x20-\x7e]*\}$/,
        ),
      }),
    );
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
    expect(measurements.flatMap(({ samples }) => samples)).toEqual([2000, 2000, 2000, 2000]);
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

  test("doubt, once a contender, what stays too short for the timer", () => {
    const [short, long] = [1e-6, 1000].map((ms) => ({ name: `${ms} ms`, operations: 1, runTimed: () => ms }));
    const [found, other] = measureRounds("g", [short!, long!], { rounds: 3, timeMs: 1, unit: "ns" });
    expect(found!.doubt).toMatch(/^a task took 1 ns, .* not to be trusted$/);
    expect(other!.doubt).toBeNull();
    expect(compareInRounds("g", other!, found!).doubt).toBe(found!.doubt);
  });
});
