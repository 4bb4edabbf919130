import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../src/core/time.ts";
import { DELIVERY_CHANNELS, type Delivery, type DeliveryChannel } from "../../../src/record/warning.ts";
import { Belief, type Believer } from "../../../src/world/people/belief.ts";
import { THREE_STEPS, campaign, firstContacts, runCourse, testScenario } from "../episodes.ts";
import { forAll } from "../../for-all.ts";

const COUNT = 2000;
const AGE_BAND = 2;
const calm = testScenario({});
/** Numbers of its own, at which no way persuades nearly everybody. */
const even = testScenario({ belief: { base: 1.4, message: 1.7, telephone: 3.2, family: 3.4, visit: 5 } });

function believer(target: number, fields: Partial<Believer> = {}): Believer {
  return { gang: 3, target, engagedMs: 0, step: 1, resume: null, sentYuan: 0, heard: [], heardMs: 0, ...fields };
}

function told(subscriber: number, channel: DeliveryChannel, timeMs = HOUR_MS, warning = subscriber): Delivery {
  return { warning, subscriber, channel, ordinal: 1, timeMs };
}

/** Of COUNT people, who break off at the last of these warnings. */
function persuaded(channels: readonly DeliveryChannel[], belief = new Belief(calm, 1), fields = {}): Set<number> {
  const all = Array.from({ length: COUNT }, (_, target) => target);
  return new Set(
    all.filter((target) => {
      const person = believer(target, fields);
      return channels.map((channel) => belief.hear(person, told(target, channel), AGE_BAND)).at(-1);
    }),
  );
}

function share(people: Set<number>): number {
  return people.size / COUNT;
}

/** Of COUNT people, who break off at a warning after so many talks that they denied. */
function afterDenials(denials: number, channel: DeliveryChannel): number {
  const belief = new Belief(even, 1);
  for (let target = 0; target < COUNT; target++) {
    for (let i = 0; i < denials; i++) belief.deny(told(target, "telephone"));
  }
  return share(persuaded([channel], belief));
}

describe("a warning", () => {
  test("that is worth nothing persuades nobody, not even those of little belief, then or when they are to pay", () => {
    const worthless = testScenario({ belief: { base: -20, message: 0, telephone: 0, family: 0, visit: 0 } });
    const belief = new Belief(worthless, 1);
    expect(persuaded(DELIVERY_CHANNELS, belief).size).toBe(0);
    const heard = believer(1);
    belief.hear(heard, told(1, "visit"), AGE_BAND);
    expect(belief.pays(heard, 2 * HOUR_MS)).toBe(true);
  });

  test("persuades more by telephone than by message, and most by a visit, whoever yields to less included", () => {
    const ways = (["message", "telephone", "family", "visit"] as const).map((channel) =>
      persuaded([channel], new Belief(even, 1)),
    );
    expect(share(ways[1]!)).toBeGreaterThan(share(ways[0]!) + 0.2);
    expect(share(ways[3]!)).toBeGreaterThan(share(ways[1]!) + 0.1);
    for (const [weaker, stronger] of ways.slice(1).map((way, at) => [ways[at]!, way])) {
      expect([...weaker!].filter((target) => !stronger!.has(target))).toEqual([]);
    }
  });

  test("never persuades less by more: no warning that is added makes anybody pay who would not", () => {
    const anyWarning = fc.record({
      channel: fc.constantFrom(...DELIVERY_CHANNELS),
      hour: fc.integer({ min: 1, max: 90 }),
    });
    forAll(
      [
        fc.array(anyWarning, { minLength: 1, maxLength: 6 }),
        anyWarning,
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 91, max: 200 }),
      ],
      2000,
      (warnings, added, target, dueHour) => {
        const [without, all] = [pays(warnings, target, dueHour), pays([...warnings, added], target, dueHour)];
        expect(all && !without).toBe(false);
      },
    );
  });

  test("persuades fewer after more steps, more days, and money already sent", () => {
    const usual = share(persuaded(["telephone"], new Belief(even, 1)));
    for (const fields of [{ step: 5 }, { engagedMs: HOUR_MS - 8 * DAY_MS }, { sentYuan: 500 }]) {
      expect(share(persuaded(["telephone"], new Belief(even, 1), fields))).toBeLessThan(usual - 0.05);
    }
  });

  test("fades as the fraudster talks back, and not while he cannot", () => {
    const [soon, late, lateButHushed] = [payers(false, 2), payers(false, 40), payers(true, 40)];
    expect(late).toBeGreaterThan(soon);
    expect(lateButHushed).toBeLessThan(late);
  });
});

test("somebody who says that all is well is persuaded less by the platform's next warning, each time less, and by a relative as before", () => {
  for (const channel of ["message", "telephone", "visit"] as const) {
    expect(afterDenials(1, channel)).toBeLessThan(afterDenials(0, channel) - 0.1);
    expect(afterDenials(2, channel)).toBeLessThan(afterDenials(1, channel));
  }
  expect(afterDenials(2, "family")).toBe(afterDenials(0, "family"));
});

function persuadedAfter(warnings: readonly number[], heardMs = 0): number {
  const belief = new Belief(even, 1);
  for (const warning of warnings) belief.hearInVain(told(7, "message", heardMs, warning));
  const people = Array.from({ length: COUNT }, (_, target) => believer(target));
  return people.filter((person) => belief.hear(person, told(7, "telephone"), AGE_BAND)).length;
}

test("a false alarm costs trust in later warnings, once however often the same one is heard, until it is forgotten", () => {
  expect(persuadedAfter([1])).toBeLessThan(persuadedAfter([]));
  expect(persuadedAfter([1, 1])).toBe(persuadedAfter([1]));
  expect(persuadedAfter([1, 2])).toBeLessThan(persuadedAfter([1]));
  expect(persuadedAfter([1], -1000 * DAY_MS)).toBe(persuadedAfter([]));
});

describe("an episode", () => {
  // The typology of brushing: a small sum first.
  const of = campaign(2, THREE_STEPS, 0);
  const firsts = firstContacts(of, 300);
  const episodes = { sawThrough: 0, looksUp: 0, replies: 0, callsBack: 0 };
  const credulous = testScenario({ episodes, belief: { base: 20 } });

  test("ends as heeded when a warning persuades, and nothing is lost", () => {
    const sceptical = testScenario({ episodes, belief: { base: -20 } });
    const deliveries = firsts.map(({ subscriber }) => told(subscriber, "message", 5 * HOUR_MS));
    const { records, heard } = runCourse({ scenario: sceptical, firsts, deliveries, hours: 20 });
    expect(new Set(heard)).toEqual(new Set(["persuaded"]));
    expect(
      records.every(({ outcome, endMs, lossYuan }) => outcome === "heeded" && endMs === 5 * HOUR_MS && lossYuan === 0),
    ).toBe(true);
  });

  test("that is heeded after the first transfer loses that much, and is no success", () => {
    const whole = runCourse({ scenario: credulous, firsts }).records;
    const wary = testScenario({ episodes, belief: { base: -20 } });
    // A minute after each first transfer.
    const deliveries = whole
      .map(({ subscriber, deadlineMs }) => told(subscriber, "message", Math.ceil(deadlineMs) + 60_000))
      .toSorted((a, b) => a.timeMs - b.timeMs);
    const { records } = runCourse({ scenario: wary, firsts, deliveries });
    const saved = records.filter(({ endMs, deadlineMs }) => endMs === Math.ceil(deadlineMs) + 60_000);
    expect(saved.length).toBeGreaterThan(250);
    for (const { gang, target, outcome, lossYuan } of saved) {
      const all = whole.find((record) => record.gang === gang && record.target === target)!.lossYuan;
      expect(outcome).toBe("lost");
      expect(Math.abs(lossYuan - 0.1 * all)).toBeLessThanOrEqual(1);
    }
  });

  test("does not go on while the line is suspended, and does afterwards", () => {
    const line = { scenario: testScenario({ episodes }), firsts: firsts.slice(0, 50), hours: 60 };
    const free = runCourse(line);
    const suspensions = firsts.map(({ subscriber }) => ({ subscriber, hours: [2, 40] }));
    const hushed = runCourse({ ...line, suspensions });
    const blocked = (records: typeof free.records): number => records.reduce((sum, record) => sum + record.blocked, 0);
    expect(free.records.filter(({ outcome }) => outcome === "lost").length).toBeGreaterThan(30);
    expect(hushed.records.filter(({ endMs }) => endMs < 40 * HOUR_MS)).toEqual([]);
    const after = runCourse({ ...line, suspensions, hours: 400 });
    expect(blocked(after.records)).toBeGreaterThan(0);
    expect(after.records.filter(({ outcome }) => outcome === "lost").length).toBeGreaterThan(40);
  });
});

/** Whether somebody who hears these warnings and has not broken off by then pays. */
function pays(
  warnings: readonly { channel: DeliveryChannel; hour: number }[],
  target: number,
  dueHour: number,
): boolean {
  const belief = new Belief(calm, 1);
  const person = believer(target);
  for (const [warning, { channel, hour }] of warnings.toSorted((a, b) => a.hour - b.hour).entries()) {
    if (belief.hear(person, told(target, channel, hour * HOUR_MS, warning), AGE_BAND)) return false;
  }
  return belief.pays(person, dueHour * HOUR_MS);
}

/** Of COUNT people who read a message in the first hour, how many pay so many hours in. */
function payers(hushed: boolean, hours: number): number {
  const belief = new Belief(calm, 1);
  let paid = 0;
  for (let target = 0; target < COUNT; target++) {
    const person = believer(target);
    if (belief.hear(person, told(target, "message"), AGE_BAND)) continue;
    if (hushed) belief.hush(person, HOUR_MS, hours * HOUR_MS);
    if (belief.pays(person, hours * HOUR_MS)) paid++;
  }
  return paid;
}
