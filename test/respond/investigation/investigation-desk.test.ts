import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lognormal } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { DAY_MS, HOUR_MS } from "../../../src/core/time.ts";
import { digitIdentity, canonicalIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import type { InvestigationCounts } from "../../../src/record/investigation.ts";
import { type GroundTruth, InvestigationDesk } from "../../../src/respond/investigation/investigation-desk.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { forAll } from "../../for-all.ts";

type Settings = Scenario["investigations"];

const SETTINGS: Settings = {
  complaints: 3,
  hostComplaints: 5,
  windowDays: 1,
  casesPerHour: 1000,
  hours: 2,
  mistakes: 0,
  publishHours: 1,
};
const OUTGOING = { people: 20, cutShare: 0 };
const FOREVER_MS = 1e6 * HOUR_MS;

const BAD = ["13800000017", "+8613800000017", "13800000025"].map(parseIdentity);
const GOOD = parseIdentity("95588");
const BAD_NUMBERS: ReadonlySet<number> = new Set(BAD.map(canonicalIdentity));
const BAD_HOSTS: ReadonlySet<number> = new Set(["bad.com", "app:com.bad"].map(domainKey));
const GROUND_TRUTH: GroundTruth = {
  isFraudulent: (identity) => BAD_NUMBERS.has(canonicalIdentity(identity)),
  isFraudulentHost: (host) => BAD_HOSTS.has(domainKey(host)),
};

const anyComplaint = fc.record({
  // Often just at an end of a window, a case or a publication.
  timeMs: fc.nat({ max: 80 }).map((halves) => (halves * HOUR_MS) / 2),
  identity: fc.constantFrom(...BAD, GOOD),
  host: fc.option(fc.constantFrom("bad.com", "BAD.com", "bad.com.", "good.com"), { nil: null }),
  app: fc.constantFrom(null, "app:com.bad", "app:com.bad", "app:com.good"),
  text: fc.option(fc.constantFrom("a", "b", "c"), { nil: null }),
  subscriber: fc.constant(0),
  account: fc.constant(null),
  called: fc.constantFrom(0, 0, 19, 20),
  scriptKnown: fc.boolean(),
  weight: fc.constantFrom(1, 1, 2, 4),
});
const anyComplaints = fc
  .array(anyComplaint, { maxLength: 40, size: "max" })
  .map((complaints): Complaint[] => complaints.toSorted((a, b) => a.timeMs - b.timeMs));
const anySettings = fc.record({
  complaints: fc.constantFrom(1, 3),
  hostComplaints: fc.constantFrom(1, 4),
  windowDays: fc.constantFrom(0.25, 1, 2),
  casesPerHour: fc.constantFrom(0, 0.3, 2, 1000),
  hours: fc.constantFrom(0, 0.5, 3),
  mistakes: fc.constantFrom(0, 1),
  publishHours: fc.constantFrom(1, 6),
});
const cutMs = fc.nat({ max: 200 }).map((halves) => (halves * HOUR_MS) / 2);
const cuts = fc.array(cutMs, { maxLength: 5 }).map((times) => [...times.toSorted((a, b) => a - b), FOREVER_MS]);

interface PlainSuspect {
  readonly key: number;
  readonly host: string | null;
  complaints: readonly Complaint[];
  isOpen: boolean;
  quietUntilMs: number;
  cutUntilMs: number;
}

/** The rules, one event after the other: what is listed before `untilMs`, and the counts at that time. */
function plainDesk(
  given: readonly Complaint[],
  settings: Settings,
  cutShare: number,
  earliest: number,
  untilMs: number,
) {
  const { windowDays, casesPerHour, hours, mistakes, publishHours } = settings;
  const lines: string[] = [];
  const counts = {
    complaints: 0,
    cases: 0,
    fraudulent: 0,
    benign: 0,
    wrong: 0,
    cutOff: 0,
    cutOffWrongly: 0,
    appeals: 0,
  };
  const suspects = new Map<number, PlainSuspect>();
  const due = given.map((complaint) => ({ timeMs: complaint.timeMs, rank: 2, act: () => file(complaint) }));
  let [nowMs, freeMs] = [0, 0];
  const tick = (): number => Math.ceil(nowMs / HOUR_MS);
  const afterWindow = (): number => nowMs + windowDays * DAY_MS;

  function suspectOf(key: number, host: string | null): PlainSuspect {
    const fresh = { key, host, complaints: [], isOpen: false, quietUntilMs: 0, cutUntilMs: 0 };
    const suspect = suspects.get(key) ?? fresh;
    suspects.set(key, suspect);
    return suspect;
  }

  function file(complaint: Complaint): void {
    counts.complaints++;
    const { identity, host, app, called } = complaint;
    const caller = suspectOf(canonicalIdentity(identity), null);
    weigh(caller, complaint, settings.complaints);
    if (cutShare === 1 && called >= OUTGOING.people && nowMs >= caller.cutUntilMs) {
      counts.cutOff++;
      caller.cutUntilMs = afterWindow();
      lines.push(`identity ${caller.key} from ${tick()}`);
      if (!isBad(caller)) counts.cutOffWrongly++;
      awaitAppeal(caller);
    }
    if (host !== null) weigh(suspectOf(domainKey(host), host), complaint, settings.hostComplaints);
    if (app !== null) weigh(suspectOf(domainKey(app), app), complaint, 12);
  }

  function weigh(suspect: PlainSuspect, complaint: Complaint, enough: number): void {
    const recent = suspect.complaints.filter(({ timeMs }) => timeMs >= nowMs - windowDays * DAY_MS);
    suspect.complaints = [...recent, complaint];
    const weight = suspect.complaints.reduce((sum, each) => sum + each.weight, 0);
    if (suspect.isOpen || casesPerHour === 0 || nowMs < suspect.quietUntilMs || weight < enough) return;
    suspect.isOpen = true;
    counts.cases++;
    const startMs = Math.max(nowMs, freeMs);
    freeMs = startMs + HOUR_MS / casesPerHour;
    due.push({ timeMs: startMs + hours * HOUR_MS, rank: 0, act: () => decide(suspect) });
  }

  function decide(suspect: PlainSuspect): void {
    const { key, host, complaints } = suspect;
    Object.assign(suspect, { isOpen: false, complaints: [] });
    counts.wrong += mistakes;
    if (isBad(suspect) === (mistakes === 1)) {
      counts.benign++;
      suspect.quietUntilMs = afterWindow();
      return;
    }
    counts.fraudulent++;
    lines.push(host === null ? `identity ${key} true from ${tick()}` : `host ${host} from ${tick()}`);
    awaitAppeal(suspect);
    // A second mistake about a benign sender takes its scripts; one about a gang's keeps them out.
    if (host !== null) return;
    const texts = complaints.flatMap(({ text, scriptKnown }) => (text === null || scriptKnown ? [] : [text]));
    const fromTick = Math.ceil(Math.max(tick(), earliest) / publishHours) * publishHours;
    for (const text of [...new Set(texts)].slice(0, 2)) lines.push(`script ${text} from ${fromTick}`);
  }

  function isBad({ key, host }: PlainSuspect): boolean {
    return host === null ? BAD_NUMBERS.has(key) : BAD_HOSTS.has(key);
  }

  function awaitAppeal(suspect: PlainSuspect): void {
    const words = new RandomStream(1, "appeal").drawByKey(suspect.key, Math.floor(nowMs / HOUR_MS));
    if (isBad(suspect) && words[2]! / 2 ** 32 >= 0.1) return;
    const delayMs = Math.max(2 * HOUR_MS, lognormal(words[0]!, words[1]!, 24 * HOUR_MS, 0.8));
    due.push({ timeMs: nowMs + delayMs, rank: 1, act: () => hear(suspect) });
  }

  function hear(suspect: PlainSuspect): void {
    if (isBad(suspect) !== (mistakes === 1)) return;
    counts.appeals++;
    suspect.quietUntilMs = suspect.cutUntilMs = afterWindow();
    lines.push(`cleared ${suspect.key} from ${tick()}`);
  }

  for (;;) {
    // At the same time, results come first, then appeals, each as they were added.
    due.sort((a, b) => a.timeMs - b.timeMs || a.rank - b.rank);
    if (due.length === 0 || due[0]!.timeMs >= untilMs) break;
    const { timeMs, act } = due.shift()!;
    nowMs = timeMs;
    act();
  }
  const waiting = counts.cases - counts.fraudulent - counts.benign;
  return { lines, counts: { ...counts, waiting } satisfies InvestigationCounts };
}

test("the desk lists and counts as a plain reader of its rules does, however time and complaints are cut", () => {
  const listed: string[] = [];
  const earliestTick = fc.constantFrom(0, 40);
  const given = [anyComplaints, anySettings, fc.constantFrom(0, 1), earliestTick, cuts] as const;
  forAll([...given], 500, (complaints, settings, cutShare, earliest, times) => {
    const desk = new InvestigationDesk(settings, { ...OUTGOING, cutShare }, 1, GROUND_TRUTH);
    const lines: string[] = [];
    let sinceMs = 0;
    for (const untilMs of times) {
      desk.take(complaints.filter(({ timeMs }) => timeMs >= sinceMs && timeMs < untilMs));
      sinceMs = untilMs;
      for (const { what, fromTick, ...of } of desk.advance(untilMs, earliest)) {
        lines.push(`${what} ${Object.values(of).join(" ")} from ${fromTick}`);
      }
      const expected = plainDesk(complaints, settings, cutShare, earliest, untilMs);
      expect(lines).toEqual(expected.lines);
      expect(desk.statistics()).toEqual(expected.counts);
    }
    listed.push(...lines);
  });
  // Each kind comes about often.
  for (const kind of [`identity ${canonicalIdentity(GOOD)}`, "host bad.com", "host app:com.bad", "script", "cleared"]) {
    expect(listed.filter((line) => line.startsWith(kind)).length).toBeGreaterThan(20);
  }
});

/** What a desk lists of a thousand benign lines, each complained of once at this hour, and its counts. */
function thousandAt(hour: number, settings: Partial<Settings>, cutShare = 0) {
  const desk = new InvestigationDesk({ ...SETTINGS, ...settings }, { ...OUTGOING, cutShare }, 1, GROUND_TRUTH);
  const unknown = { host: null, account: null, app: null, text: null, called: 20, scriptKnown: false, weight: 1 };
  desk.take(
    Array.from({ length: 1000 }, (_, line) => {
      return { ...unknown, subscriber: 0, timeMs: hour * HOUR_MS, identity: digitIdentity("plain", 14e9 + line) };
    }),
  );
  const listed = desk.advance(FOREVER_MS).flatMap((update) => (update.what === "identity" ? [update.identity] : []));
  return { listed, counts: desk.statistics() };
}

test("a share of lines is cut off, the same ones all week and others in the next", () => {
  const [first, lastOfWeek, next] = [0, 7 * 24 - 1, 7 * 24].map((hour) => thousandAt(hour, {}, 0.3).listed);
  expect(first!.length / 1000).toBeCloseTo(0.3, 1);
  expect(lastOfWeek).toEqual(first);
  expect(next).not.toEqual(first);
});

test("a share of cases is decided wrongly", () => {
  const { listed, counts } = thousandAt(0, { complaints: 1, mistakes: 0.3 });
  expect(counts).toMatchObject({ cases: 1000, wrong: listed.length });
  expect(listed.length / 1000).toBeCloseTo(0.3, 1);
});
