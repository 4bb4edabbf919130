import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { digitIdentity, type Identity, canonicalIdentity, parseIdentity } from "../../../src/event/identity.ts";
import type { ListingUpdate } from "../../../src/record/investigation.ts";
import { type GroundTruth, InvestigationDesk } from "../../../src/respond/investigation/investigation-desk.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { forAll } from "../../for-all.ts";

/** Cases that are opened at the same time are taken up 3.6 seconds after each other. */
const SETTINGS: Scenario["investigations"] = {
  complaints: 3,
  hostComplaints: 5,
  windowDays: 1,
  casesPerHour: 1000,
  hours: 2,
  mistakes: 0,
  publishHours: 1,
};

const BAD = parseIdentity("13800000017");
const BAD_TOO = parseIdentity("13800000025");
const GOOD = parseIdentity("95588");
const FRAUDULENT: ReadonlySet<Identity> = new Set([BAD, BAD_TOO]);
const FRAUDULENT_HOSTS: ReadonlySet<number> = new Set([domainKey("bad.com"), domainKey("app:com.bad")]);
/** Numbers above it are fraudulent where they are even: for many cases. */
const MANY = 14e9;
const FOREVER = 1e6;

function manyAt(offset: number): Identity {
  return digitIdentity("plain", MANY + offset);
}

function deskWith(
  settings: Partial<Scenario["investigations"]> = {},
  seed = 1,
  outgoing: Scenario["operators"]["outgoing"] = { people: 20, cutShare: 0 },
): InvestigationDesk {
  const groundTruth: GroundTruth = {
    isFraudulent: (identity) => {
      const number = canonicalIdentity(identity);
      return FRAUDULENT.has(number) || (number >= MANY && number % 2 === 0);
    },
    isFraudulentHost: (host) => FRAUDULENT_HOSTS.has(domainKey(host)),
  };
  return new InvestigationDesk({ ...SETTINGS, ...settings }, outgoing, seed, groundTruth);
}

function complaint(hour: number, identity: Identity, more: Partial<Complaint> = {}): Complaint {
  const unknown = { host: null, account: null, app: null, text: null, called: 0, scriptKnown: false };
  return { subscriber: 0, timeMs: hour * HOUR_MS, identity, weight: 1, ...unknown, ...more };
}

function complaints(count: number, hour: number, identity: Identity, more: Partial<Complaint> = {}): Complaint[] {
  return Array.from({ length: count }, () => complaint(hour, identity, more));
}

/** What a desk makes of complaints that are all taken at once. */
function updatesOf(given: readonly Complaint[], settings: Partial<Scenario["investigations"]> = {}): ListingUpdate[] {
  const desk = deskWith(settings);
  desk.take(given);
  return desk.advance(FOREVER * HOUR_MS);
}

function describeUpdate(update: ListingUpdate): string {
  const { what, fromTick, ...of } = update;
  return `${what} ${Object.values(of).join(" ")} from ${fromTick}`;
}

/** A complaint about each text, 36 seconds after each other. */
function told(texts: readonly string[], identity: Identity, more: Partial<Complaint> = {}): Complaint[] {
  return texts.map((text, i) => complaint(i / 100, identity, { text, ...more }));
}

/** Complaints about domains, one each, of benign numbers. */
const [oneOfDomain, ...fourOfDomain] = ["bad.com", "BAD.com", "bad.com.", "bad.com", "bad.com"].map((host, i) =>
  complaint(0, manyAt(1 + 2 * i), { host }),
);
const written = ["13800000017", "+8613800000017", "008613800000017"].map((shown) => complaint(0, parseIdentity(shown)));

test.each<[string, Complaint[], string[]]>([
  ["no case from two complaints", complaints(2, 0, BAD), []],
  ["a case from three about a number, however it is written", written, [`identity ${BAD} from 2`]],
  [
    "a case from two where one weighs more",
    [complaint(0, BAD, { weight: 2 }), complaint(0, BAD)],
    [`identity ${BAD} from 2`],
  ],
  ["no case from one that weighs two", [complaint(0, BAD, { weight: 2 })], []],
  ["no case from complaints of two numbers", [complaint(0, BAD, { weight: 2 }), ...complaints(2, 1, BAD_TOO)], []],
  ["no case from four about a domain", fourOfDomain, []],
  [
    "a case from five about a domain, of whatever numbers, however it is written",
    [oneOfDomain!, ...fourOfDomain],
    ["host bad.com from 2"],
  ],
  [
    "cases of number and domain from the same complaints",
    complaints(5, 0, BAD, { host: "bad.com" }),
    [`identity ${BAD} from 2`, "host bad.com from 3"],
  ],
])("the desk makes %s", (_, given, expected) => {
  expect(updatesOf(given).map(describeUpdate)).toEqual(expected);
});

test("a case counts complaints of the window, both ends included", () => {
  const before = complaints(2, 0, BAD);
  expect(updatesOf([...before, complaint(24, BAD)])).toHaveLength(1);
  expect(updatesOf([...before, complaint(24.001, BAD)])).toEqual([]);
});

test("a case has its result so many hours after it is taken up, at the next whole hour", () => {
  const ticks = [2, 2.25, 0].map((hours) =>
    updatesOf(complaints(3, 0.5, BAD), { hours }).map(({ fromTick }) => fromTick),
  );
  expect(ticks).toEqual([[3], [3], [1]]);
  expect(updatesOf(complaints(3, 1, BAD)).map(({ fromTick }) => fromTick)).toEqual([3]);
});

test("a case is decided before the given time, not at it", () => {
  const desk = deskWith();
  desk.take(complaints(3, 1, BAD));
  expect(desk.advance(3 * HOUR_MS)).toEqual([]);
  expect(desk.statistics()).toMatchObject({ cases: 1, waiting: 1 });
  expect(desk.advance(3 * HOUR_MS + 1)).toHaveLength(1);
  expect(desk.statistics()).toMatchObject({ cases: 1, waiting: 0 });
});

test("a case is never opened where nobody investigates", () => {
  const desk = deskWith({ casesPerHour: 0 });
  desk.take(complaints(50, 0, BAD));
  expect(desk.advance(FOREVER * HOUR_MS)).toEqual([]);
  const none = { cases: 0, fraudulent: 0, benign: 0, wrong: 0, waiting: 0 };
  expect(desk.statistics()).toMatchObject({ complaints: 50, ...none });
});

test("cases that are more than can be worked on are decided no faster than the capacity, and each after its hours at the earliest", () => {
  const opening = fc.array(fc.nat({ max: 3 * HOUR_MS }), { minLength: 1, maxLength: 25 });
  forAll([opening, fc.constantFrom(1, 2, 4)], 100, (timesMs, casesPerHour) => {
    const desk = deskWith({ casesPerHour, complaints: 1, hours: 1 });
    desk.take(timesMs.map((timeMs, i) => complaint(timeMs / HOUR_MS, manyAt(2 * i))));
    // The first free investigator takes the first case that waits.
    let freeMs = 0;
    const expected = timesMs
      .toSorted((a, b) => a - b)
      .map((timeMs) => {
        const startMs = Math.max(timeMs, freeMs);
        freeMs = startMs + HOUR_MS / casesPerHour;
        return Math.ceil((startMs + HOUR_MS) / HOUR_MS);
      });
    expect(desk.advance(FOREVER * HOUR_MS).map(({ fromTick }) => fromTick)).toEqual(expected);
  });
});

describe("who was investigated", () => {
  test("and found fraudulent is investigated again for as many new complaints, those of the open case apart", () => {
    const during = complaints(9, 1, BAD);
    const desk = deskWith();
    desk.take([...complaints(3, 0, BAD), ...during, ...complaints(2, 3, BAD), complaint(5, BAD)]);
    expect(desk.advance(5 * HOUR_MS).map(describeUpdate)).toEqual([`identity ${BAD} from 2`]);
    expect(desk.advance(FOREVER * HOUR_MS).map(describeUpdate)).toEqual([`identity ${BAD} from 7`]);
    expect(desk.statistics()).toMatchObject({ cases: 2, fraudulent: 2 });
  });

  test("and found benign is investigated again, but not before a window is over", () => {
    const desk = deskWith();
    desk.take([...complaints(3, 0, GOOD), ...complaints(50, 25.9, GOOD)]);
    desk.advance(25.95 * HOUR_MS);
    expect(desk.statistics()).toMatchObject({ cases: 1, benign: 1, waiting: 0 });
    desk.take([complaint(26, GOOD)]);
    desk.advance(FOREVER * HOUR_MS);
    expect(desk.statistics()).toMatchObject({ cases: 2, benign: 2 });
  });
});

test("a mistake is counted as one", () => {
  const desk = deskWith({ mistakes: 1 });
  desk.take([...complaints(3, 0, BAD), ...complaints(3, 0, GOOD), ...complaints(3, 0, BAD_TOO)]);
  const listed = desk.advance(FOREVER * HOUR_MS).filter(({ what }) => what === "identity");
  expect(listed).toEqual([{ what: "identity", identity: GOOD, fromTick: 3 }]);
  const counts = { complaints: 9, cases: 3, fraudulent: 1, benign: 2, wrong: 3, waiting: 0, appeals: 1 };
  expect(desk.statistics()).toMatchObject(counts);
});

describe("scripts", () => {
  const given = [...told(["a", "b", "c"], BAD), ...told(["d", "e", "f"], GOOD)];
  const ofDomain = Array.from({ length: 5 }, (_, i) => complaint(0, manyAt(2 * i), { host: "bad.com", text: "a" }));
  const late = ["late", "later"].map((text, i) => complaint(1.99 + i / 2, BAD, { text }));
  const known = told(["known", "known too"], BAD, { scriptKnown: true });

  test.each<[string, Complaint[], Partial<Scenario["investigations"]>, string[]]>([
    [
      "the first two messages that differ",
      told(["a", "a", "b", "c"], BAD),
      { complaints: 4 },
      ["a from 3", "b from 3"],
    ],
    ["messages complained of while the case was open", [...complaints(3, 0, BAD), ...late], {}, ["late from 2"]],
    [
      "no calls or messages that matched a script",
      [...known, ...told(["new"], BAD), complaint(0, BAD)],
      {},
      ["new from 2"],
    ],
    ["messages of a fraudulent caller alone", given, {}, ["a from 3", "b from 3"]],
    ["none of a fraudulent caller who is cleared by mistake", given, { mistakes: 1 }, []],
    ["none of a case about a domain", ofDomain, {}, []],
  ])("are %s", (_, complained, settings, expected) => {
    const updates = updatesOf(complained, settings).map(describeUpdate);
    expect(updates.filter((line) => line.startsWith("script"))).toEqual(expected.map((script) => `script ${script}`));
  });

  test("come into force with the others of a publication also where that must not be before a certain hour", () => {
    const desk = deskWith({ publishHours: 6 });
    desk.take(complaints(3, 4, BAD, { text: "a" }));
    const updates = desk.advance(FOREVER * HOUR_MS, 8);
    expect(updates.map(describeUpdate)).toEqual([`identity ${BAD} from 6`, "script a from 12"]);
  });

  test("come into force at the next multiple of the hours of publication, a result on it included", () => {
    const ticks = [3, 4, 4.001].map((hour) => {
      const updates = updatesOf(complaints(3, hour, BAD, { text: "a" }), { publishHours: 6 });
      return updates.map(({ fromTick }) => fromTick);
    });
    expect(ticks).toEqual([
      [5, 6],
      [6, 6],
      [7, 12],
    ]);
  });
});

const anyComplaint = fc.record({
  ms: fc.nat({ max: 60 }).map((hours) => hours * (HOUR_MS / 2)),
  identity: fc.constantFrom(BAD, BAD_TOO, GOOD, parseIdentity("+8613800000017")),
  host: fc.option(fc.constantFrom("bad.com", "good.com"), { nil: null }),
  app: fc.option(fc.constantFrom("app:com.bad", "app:com.good"), { nil: null }),
  text: fc.option(fc.constantFrom("a", "b", "c"), { nil: null }),
  subscriber: fc.constant(0),
  account: fc.constant(null),
  called: fc.constantFrom(0, 19, 25),
  scriptKnown: fc.boolean(),
  weight: fc.constantFrom(1, 1, 3),
});
const anySettings = fc.record({
  complaints: fc.constantFrom(1, 3),
  hostComplaints: fc.constantFrom(1, 4),
  windowDays: fc.constantFrom(0.1, 1),
  casesPerHour: fc.constantFrom(0, 0.3, 2, 1000),
  hours: fc.constantFrom(0, 0.5, 3),
  mistakes: fc.constantFrom(0, 0.3),
  publishHours: fc.constantFrom(1, 6),
});
const cuts = fc.uniqueArray(fc.nat({ max: 100 }), { maxLength: 10 });

/** The numbers cut off of a thousand lines that are complained of once, at this hour. */
function cutAt(hour: number): string {
  const desk = deskWith({}, 1, { people: 20, cutShare: 0.3 });
  desk.take(Array.from({ length: 1000 }, (_, line) => complaint(hour, manyAt(2 * line), { called: 20 })));
  const updates = desk.advance(FOREVER * HOUR_MS);
  return updates.flatMap((update) => (update.what === "identity" ? [update.identity] : [])).join();
}

describe("operators and appeals", () => {
  const ALWAYS = { people: 20, cutShare: 1 };

  test("a share of lines is cut off, the same ones all week and others in the next", () => {
    const [first, lastOfWeek, next] = [cutAt(0), cutAt(7 * 24 - 1), cutAt(7 * 24)];
    expect(first.split(",").length / 1000).toBeCloseTo(0.3, 1);
    expect(lastOfWeek).toBe(first);
    expect(next).not.toBe(first);
  });

  test("a line that called twenty people is cut off at its first mark, one that called fewer is not", () => {
    const desk = deskWith({}, 1, ALWAYS);
    desk.take([complaint(1.5, BAD, { called: 20 }), complaint(1.5, BAD_TOO, { called: 19 }), complaint(1.5, GOOD)]);
    expect(desk.advance(FOREVER * HOUR_MS).map(describeUpdate)).toEqual([`identity ${BAD} from 2`]);
    expect(desk.statistics()).toMatchObject({ cutOff: 1, cutOffWrongly: 0, appeals: 0, cases: 0 });
  });

  test("a benign line is listed until it appeals, and left alone for a while then", () => {
    const desk = deskWith({}, 1, ALWAYS);
    desk.take([complaint(1, GOOD, { called: 30 })]);
    const [cut, cleared, ...rest] = desk.advance(FOREVER * HOUR_MS);
    expect(describeUpdate(cut!)).toBe(`identity ${GOOD} from 1`);
    expect(cleared).toMatchObject({ what: "cleared", key: canonicalIdentity(GOOD) });
    expect(cleared!.fromTick).toBeGreaterThanOrEqual(3);
    expect(rest).toEqual([]);
    const known = deskWith({}, 1, ALWAYS);
    const soon = cleared!.fromTick + 12;
    known.take([complaint(1, GOOD, { called: 30 }), ...complaints(5, soon, GOOD, { called: 30 })]);
    expect(known.advance(FOREVER * HOUR_MS).map(({ what }) => what)).toEqual(["identity", "cleared"]);
    expect(known.statistics().cases).toBe(0);
    const again = deskWith({}, 1, ALWAYS);
    again.take([complaint(1, GOOD, { called: 30 }), complaint(soon + 24, GOOD, { called: 30 })]);
    expect(again.advance(FOREVER * HOUR_MS)).toHaveLength(4);
  });

  test("who is found fraudulent by mistake appeals, number or domain, and no gang does", () => {
    const wrong = updatesOf(complaints(5, 1, GOOD, { host: "good.com" }), { mistakes: 1 });
    const cleared = wrong.flatMap((update) => (update.what === "cleared" ? [update.key as number] : []));
    expect(new Set(cleared)).toEqual(new Set([canonicalIdentity(GOOD), domainKey("good.com")]));
    expect(updatesOf(complaints(5, 1, BAD, { host: "bad.com" })).map(({ what }) => what)).not.toContain("cleared");
  });
});

test("the desk comes to the same however time and complaints are cut, and its counts add up at every cut", () => {
  let listed = 0;
  let cutOff = 0;
  forAll([fc.array(anyComplaint, { maxLength: 40 }), anySettings, cuts], 500, (drawn, settings, hours) => {
    const given = drawn
      .map(({ ms, ...rest }): Complaint => ({ timeMs: ms, ...rest }))
      .toSorted((a, b) => a.timeMs - b.timeMs);
    const outgoing = { people: 20, cutShare: 0.5 };
    const [atOnce, inSteps] = [deskWith(settings, 1, outgoing), deskWith(settings, 1, outgoing)];
    atOnce.take(given);
    let sinceMs = 0;
    const updates: ListingUpdate[] = [];
    for (const untilMs of [...hours.map((hour) => (hour * HOUR_MS) / 2).toSorted((a, b) => a - b), FOREVER * HOUR_MS]) {
      inSteps.take(given.filter(({ timeMs }) => timeMs >= sinceMs && timeMs < untilMs));
      sinceMs = untilMs;
      updates.push(...inSteps.advance(untilMs));
      const counts = inSteps.statistics();
      expect(counts.complaints).toBe(given.filter(({ timeMs }) => timeMs < untilMs).length);
      expect(counts.cases).toBe(counts.fraudulent + counts.benign + counts.waiting);
      expect(counts.waiting).toBeGreaterThanOrEqual(0);
      expect(counts.wrong).toBeLessThanOrEqual(counts.fraudulent + counts.benign);
      expect(updates.filter(({ what }) => what === "cleared")).toHaveLength(counts.appeals);
      expect(updates.filter(({ what }) => what === "identity" || what === "host")).toHaveLength(
        counts.fraudulent + counts.cutOff,
      );
    }
    expect(atOnce.advance(FOREVER * HOUR_MS)).toEqual(updates);
    expect(atOnce.statistics()).toEqual(inSteps.statistics());
    expect(inSteps.statistics().waiting).toBe(0);
    expect(inSteps.statistics().appeals).toBeGreaterThanOrEqual(inSteps.statistics().cutOffWrongly);
    cutOff += inSteps.statistics().cutOff;
    listed += updates.length;
  });
  // The property is not empty.
  expect(listed).toBeGreaterThan(1000);
  expect(cutOff).toBeGreaterThan(100);
});
