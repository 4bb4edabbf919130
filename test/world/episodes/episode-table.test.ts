import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Contact, FollowUp } from "../../../src/world/gangs/contact.ts";
import { Losses } from "../../../src/world/episodes/payments.ts";
import {
  type Course,
  SITE_OF,
  SUBSCRIBERS,
  THREE_STEPS,
  campaign,
  contact,
  firstContacts,
  runCourse,
  step,
  testScenario,
} from "../episodes.ts";
import { forAll } from "../../for-all.ts";

const NOBODY_ACTS = {
  looksUp: 0,
  replies: 0,
  callsBack: 0,
  sawThrough: 0,
  givesUpBlocked: 0,
  bypassesBlock: 0,
  firstTransferShare: 0,
};
/** Who answers is asked into a chat app, and follows. */
const IN_CHATS = { ...NOBODY_ACTS, replies: 1, movesToChat: 1, followsToChat: 1 };
/** Accounts there that nobody closes. */
const LASTING = { chatDays: 365 };
const inChats = (episodes: object) =>
  testScenario({ episodes: { ...IN_CHATS, ...episodes }, gangs: LASTING, payments: { testShare: 0 } });

/** All is sent at once: two transfers are belief.test.ts's. */
const quiet = testScenario({ episodes: NOBODY_ACTS });
/** And nothing is paid before. */
const unpaid = testScenario({ episodes: NOBODY_ACTS, payments: { testShare: 0 } });
const of = campaign(3, THREE_STEPS, 1);

describe("an episode", () => {
  test("runs from its first contact through every step to the transfer", () => {
    const { records, followUps, episodeTable } = runCourse({
      scenario: quiet,
      firsts: [contact({ campaign: of, target: 7 })],
    });
    const [record] = records;
    const lossYuan = new Losses(quiet, 1).lossYuan(3, 7, 1, SUBSCRIBERS.ageBand[0]!);
    expect(records).toHaveLength(1);
    expect(record).toMatchObject({ gang: 3, target: 7, subscriber: 0, typology: 1, outcome: "lost", lossYuan });
    expect(record).toMatchObject({ engagedMs: HOUR_MS, contacts: 2, blocked: 0 });
    expect(stepsOf(followUps)).toEqual(["1/0", "2/0"]);
    expect(record!.endMs).toBeGreaterThan(followUps[1]!.dueMs);
    expect(record!.deadlineMs).toBe(record!.endMs);
    expect(episodeTable.open).toBe(0);
  });

  test("ends where the gang cannot get through any more", () => {
    for (const fares of [{ delivered: false }, { answered: false }]) {
      const { records, followUps } = runCourse({
        scenario: quiet,
        firsts: [contact({ campaign: of })],
        fares: () => fares,
      });
      const { attempts } = quiet.episodes;
      expect(followUps.map(({ attempt }) => attempt)).toEqual(Array.from({ length: attempts }, (_, i) => i));
      expect(records[0]).toMatchObject({
        outcome: "lostContact",
        lossYuan: 0,
        contacts: attempts,
        blocked: fares.delivered === false ? attempts : 0,
      });
      expect(records[0]!.deadlineMs).toBeGreaterThan(records[0]!.endMs);
    }
  });

  test("goes back a step where the network blocks the look-up, until the gang names another domain", () => {
    const firsts = [contact({ campaign: of, host: "listed.top" })];
    const scenario = testScenario({ episodes: { ...NOBODY_ACTS, looksUp: 1 }, payments: { testShare: 0 } });
    const course: Course = {
      scenario,
      firsts,
      fares: ({ attempt }) => ({ host: attempt === 1 ? "listed.top" : "fresh.top" }),
    };
    const { records, followUps, acts } = runCourse({ ...course, blocksHost: (host) => host === "listed.top" });
    expect(stepsOf(followUps)).toEqual(["0/1", "0/2", "1/0", "2/0"]);
    expect(acts.every(({ kind }) => kind === "lookUp")).toBe(true);
    expect(acts.map(({ host }) => host)).toEqual(["listed.top", "listed.top", "fresh.top", "fresh.top"]);
    expect(records[0]!.outcome).toBe("lost");
    const open = runCourse(course).records[0]!;
    expect(open.endMs).toBeLessThan(records[0]!.endMs);
  });

  test("whose site is blocked by the time of the transfer goes on by another link, or ends where the gang has none", () => {
    const course: Course = {
      scenario: testScenario({ episodes: { ...NOBODY_ACTS, looksUp: 1, siteMoves: 2 } }),
      firsts: [contact({ campaign: of, host: "first.top" })],
      fares: ({ step: at, attempt }) => ({ host: at === 0 ? `other-${attempt}.top` : null }),
    };
    const open = runCourse(course).records[0]!;
    /** These are listed once they have been looked up: what is refused is the transfer. */
    const blockedLate = (...hosts: string[]): Course => {
      const lookedUp = new Set<string>();
      return { ...course, blocksHost: (host) => hosts.includes(host) && lookedUp.size === lookedUp.add(host).size };
    };
    const moved = runCourse(blockedLate("first.top"));
    expect(stepsOf(moved.followUps)).toEqual(["1/0", "2/0", "0/1"]);
    expect(moved.records[0]).toMatchObject({ outcome: "lost", contacts: 3 });
    expect(moved.records[0]!.endMs).toBeGreaterThan(open.endMs);
    const { outcome, lossYuan } = runCourse(blockedLate("first.top", "other-1.top", "other-2.top")).records[0]!;
    expect([outcome, lossYuan]).toEqual(["siteBlocked", 0]);
  });

  test("of a gang with an app ends in a loss once it is installed, and the app is what a victim reports", () => {
    const apps = { appOf: () => "app:com.bad", noteRefused: () => {} };
    const scenario = testScenario({ episodes: NOBODY_ACTS, complaints: { lostShare: 1 }, payments: { testShare: 0 } });
    const { acts, records, complaints } = runCourse({ scenario, apps, firsts: firstContacts(of, 100) });
    // It is in time for the transfer.
    const ends = (all: typeof records): number[] => all.map(({ endMs }) => endMs);
    expect(ends(records)).toEqual(ends(runCourse({ scenario, firsts: firstContacts(of, 100) }).records));
    expect(acts).toHaveLength(100);
    for (const { kind, host, identity } of acts)
      expect([kind, host, identity]).toEqual(["install", "app:com.bad", null]);
    expect(records.every(({ outcome }) => outcome === "lost")).toBe(true);
    expect(complaints.every(({ app }) => app === "app:com.bad")).toBe(true);
    const installedMs = new Map(acts.map(({ subscriber, timeMs }) => [subscriber, timeMs]));
    for (const { subscriber, endMs } of records) expect(endMs).toBeGreaterThanOrEqual(installedMs.get(subscriber)!);
  });

  test("of a gang whose app is blocked waits for another app, which the gang is told to find", () => {
    const refused: string[] = [];
    let app = "app:com.bad";
    const apps = {
      appOf: () => app,
      noteRefused: (_gang: number, name: string) => {
        refused.push(name);
        app = "app:com.worse";
      },
    };
    const course = { apps, blocksHost: (host: string) => host === "app:com.bad", firsts: [contact({ campaign: of })] };
    const { acts, records } = runCourse({ ...course, scenario: unpaid });
    expect(acts.map(({ host }) => host)).toEqual(["app:com.bad", "app:com.worse"]);
    expect(refused).toEqual(["app:com.bad"]);
    expect(records[0]!.outcome).toBe("lost");
    const wary = testScenario({ episodes: { ...NOBODY_ACTS, givesUpBlocked: 1 } });
    app = "app:com.bad";
    expect(runCourse({ ...course, scenario: wary }).records[0]!.outcome).toBe("siteBlocked");
  });

  test("goes on in a chat app once a message without a link is answered, out of sight of the network", () => {
    const course = { scenario: inChats({}), firsts: firstContacts(of, 40) };
    const { records, followUps, acts } = runCourse(course);
    const stays = runCourse({ ...course, scenario: inChats({ movesToChat: 0 }) });
    expect(followUps).toEqual([]);
    expect(records).toHaveLength(40);
    for (const record of records) expect(record).toMatchObject({ outcome: "lost", contacts: 0, blocked: 0, chats: 2 });
    expect(new Set(acts.map(({ kind }) => kind))).toEqual(new Set(["reply", "chat"]));
    expect(acts.filter(({ kind }) => kind === "chat")).toHaveLength(80);
    // No sooner than over the network, where a contact is made at the end of the hour at the earliest.
    for (const record of stays.records) expect(record).toMatchObject({ outcome: "lost", contacts: 2, chats: 0 });
    const meanHours = (each: typeof records) =>
      each.reduce((sum, { engagedMs, endMs }) => sum + endMs - engagedMs, 0) / each.length / HOUR_MS;
    expect(Math.abs(meanHours(records) - meanHours(stays.records))).toBeLessThan(3);
    expect(runCourse({ ...course, scenario: inChats({ followsToChat: 0 }) }).records).toEqual(stays.records);
    const half = runCourse({ ...course, scenario: inChats({ followsToChat: 0.5 }) }).records;
    expect(new Set(half.map(({ chats }) => chats))).toEqual(new Set([0, 2]));
  });

  test("comes back to the network where the chat app has closed the account, until the person is in another", () => {
    const closed = { episodes: IN_CHATS, gangs: { chatDays: 0.25 }, payments: { testShare: 0 } };
    let bought = 0;
    const payChat = (): void => void bought++;
    const { records } = runCourse({ scenario: testScenario(closed), firsts: firstContacts(of, 200), payChat });
    for (const { chats, contacts, outcome } of records) expect([chats + contacts, outcome]).toEqual([2, "lost"]);
    const back = records.filter(({ contacts }) => contacts > 0).length;
    expect(back).toBeGreaterThan(100);
    // Two hundred people need 14 accounts that meet 15 each, and those who came back another.
    expect(bought).toBeGreaterThan(28);
    expect(bought).toBeLessThan(400);
  });

  test("in a chat app goes on as it was while the line is suspended: the fraudster talks on, and a warning fades", () => {
    const scenario = testScenario({
      episodes: IN_CHATS,
      gangs: LASTING,
      // Nobody breaks off at once: what is left of the warning counts when the money is to go.
      belief: { base: -1, visit: 3.2, hesitation: 10, halfLifeHours: 60 },
    });
    const firsts = firstContacts(of, 100);
    const deliveries = firsts.map(({ subscriber }) => {
      return { warning: subscriber, subscriber, channel: "visit" as const, ordinal: 1, timeMs: 6 * HOUR_MS };
    });
    const suspensions = firsts.map(({ subscriber }) => ({ subscriber, hours: [7, 80] }));
    const { records } = runCourse({ scenario, firsts, deliveries });
    expect(runCourse({ scenario, firsts, deliveries, suspensions }).records).toEqual(records);
    const lost = records.filter(({ outcome }) => outcome === "lost").length;
    expect(lost).toBeGreaterThan(10);
    expect(lost).toBeLessThan(90);
  });

  test("in a chat app is held up by a site that the network blocks, and leads to an app by one that it does not", () => {
    const withLink = campaign(5, [step("message", 0), step("message", 2, { hasLink: true })]);
    const scenario = testScenario({ episodes: { ...IN_CHATS, looksUp: 1, siteMoves: 20 }, gangs: LASTING });
    const apps = { appOf: () => "app:com.bad", noteRefused: () => {} };
    const course = { scenario, apps, firsts: firstContacts(withLink, 10) };
    const open = runCourse(course);
    const kinds = (outcome: typeof open, kind: string) => outcome.acts.filter((act) => act.kind === kind);
    expect(new Set(open.records.map(({ outcome }) => outcome))).toEqual(new Set(["lost"]));
    expect(new Set(kinds(open, "lookUp").map(({ host }) => host))).toEqual(new Set([SITE_OF(5)]));
    expect(kinds(open, "install").map(({ host }) => host)).toEqual(Array.from({ length: 10 }, () => "app:com.bad"));
    const blocked = runCourse({ ...course, blocksHost: () => true });
    expect(new Set(blocked.records.map(({ outcome }) => outcome))).toEqual(new Set(["lostContact"]));
    expect(kinds(blocked, "install")).toEqual([]);
    for (const { chats } of blocked.records) expect(chats).toBe(scenario.episodes.attempts);
  });

  test("has test payments after its first step, to an account that its person reports", () => {
    const scenario = testScenario({ episodes: NOBODY_ACTS, payments: { testShare: 1 } });
    const { records, acts, complaints } = runCourse({ scenario, firsts: firstContacts(of, 30), accountDays: 365 });
    expect(acts).toHaveLength(60);
    expect(new Set(acts.map(({ kind }) => kind))).toEqual(new Set(["payment"]));
    const [account] = acts.map((act) => act.account);
    expect(new Set(acts.map((act) => act.account))).toEqual(new Set([account]));
    expect(new Set(complaints.map((complaint) => complaint.account))).toEqual(new Set([account]));
    const endMs = new Map(records.map((record) => [record.subscriber, record.endMs]));
    expect(acts.filter(({ subscriber, timeMs }) => timeMs >= endMs.get(subscriber)!)).toEqual([]);
  });

  test("whose transfer is refused pays for no step twice, and loses no more or less for it", () => {
    const episodes = { ...NOBODY_ACTS, firstTransferShare: 0.1, looksUp: 1, siteMoves: 5 };
    const payments = { testShare: 1 };
    const scenario = testScenario({ episodes, payments, complaints: { lostShare: 1 }, belief: { base: 20 } });
    // A small sum first. The link is in the last step, and its site is listed once it has been looked up.
    const firsts = firstContacts(campaign(3, THREE_STEPS, 0), 40);
    const course: Course = { scenario, firsts, fares: linkAtLast, accountDays: 0.1 };
    let asked = 0;
    const refusing = runCourse({ ...course, blocksHost: (host) => host === "site-0.top" && ++asked % 3 === 0 });
    const open = runCourse(course);
    expect(refusing.followUps.length).toBeGreaterThan(open.followUps.length);
    expect(paymentsIn(refusing)).toBe(paymentsIn(open));
    // Resumed, they lose as much as they would have.
    const lossOf = new Map(open.records.map(({ target, lossYuan }) => [target, lossYuan]));
    const lost = refusing.records.filter(({ outcome }) => outcome === "lost");
    expect(lost.length).toBe(40);
    for (const { target, lossYuan } of lost) expect(lossYuan).toBe(lossOf.get(target));
  });

  test("is the only one of its person, from its first contact to its end", () => {
    const first = contact({ campaign: of });
    const [alone] = runCourse({ scenario: quiet, firsts: [first] }).records;
    const { engagedMs, endMs } = alone!;
    const rival = campaign(4, [step("call", 0)]);
    const rivals = [engagedMs + 1, endMs - 1, endMs, endMs + 1].map((timeMs, target) =>
      contact({ campaign: rival, target, timeMs }),
    );
    const hours = Math.ceil((endMs + 2) / HOUR_MS);
    const { episodeTable, records } = runCourse({ scenario: quiet, firsts: [first, ...rivals], hours });
    expect(records).toEqual([alone]);
    // A contact at the very moment of the end comes before it.
    expect([...episodeTable.underWay()]).toMatchObject([{ gang: 4, target: 3 }]);
    expect([episodeTable.isLineHeld(0), episodeTable.isLineHeld(1)]).toEqual([true, false]);
  });

  test("is only ever postponed by what is blocked", () => {
    const scenario = testScenario({ episodes: { sawThrough: 0, attempts: 100 } });
    const firsts = firstContacts(campaign(5, [step("message", 0), step("message", 2), step("call", 1)]), 20);
    const free = runCourse({ scenario, firsts, fares: oddHost, hours: 700 }).records;
    const blockedTries = fc.uniqueArray(fc.integer({ min: 0, max: 179 }), { maxLength: 60 });
    forAll([blockedTries], 20, (tries) => {
      const blocked = new Set(tries);
      const { records } = runCourse({
        scenario,
        firsts,
        hours: 700,
        fares: (followUp) => ({
          ...oddHost(followUp),
          delivered: !blocked.has(followUp.target * 9 + followUp.step * 3 + Math.min(2, followUp.attempt)),
        }),
      });
      const endOf = new Map(records.map(({ target, endMs }) => [target, endMs]));
      for (const { target, endMs } of free) expect(endOf.get(target) ?? Infinity).toBeGreaterThanOrEqual(endMs);
    });
  });
});

describe("what comes up", () => {
  const firsts = firstContacts(campaign(6, [step("message", 0), step("call", 5), step("message", 1)]), 300);
  /** Whether they engage hangs on whether the episode before is over. */
  const rival = campaign(7, [step("message", 0)]);
  const rivals = Array.from({ length: 3000 }, (_, target) =>
    contact({ campaign: rival, target, subscriber: target % 300, timeMs: (target + 1) * 97_000 }),
  );
  const deliveries = firsts.map(({ subscriber }, i) => ({
    warning: i,
    subscriber,
    channel: i % 2 ? ("message" as const) : ("telephone" as const),
    ordinal: 1,
    timeMs: 6 * HOUR_MS + i * 60_000,
  }));
  const course: Course = {
    scenario: testScenario({}),
    firsts,
    fares: ({ target, step: at, attempt }) => ({
      delivered: (target + attempt) % 3 > 0,
      host: at === 2 && target % 2 === 0 ? `gang-${attempt}.top` : null,
    }),
    deliveries,
    blocksHost: (host) => host === "gang-0.top",
    hours: 400,
  };

  test("comes in order of time, and does not depend on how that is cut", () => {
    const contested = { ...course, firsts: [...firsts, ...rivals] };
    const { episodeTable: _, ...whole } = runCourse(contested);
    expect(whole.records.length).toBeGreaterThan(500);
    expect(new Set(whole.records.map(({ outcome }) => outcome)).size).toBe(4);
    for (const items of [whole.acts, whole.complaints]) {
      const times = items.map(({ timeMs }) => timeMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    // Before the deliveries of their hour, so that time does not go back.
    const cuts = fc.array(fc.integer({ min: 0, max: 399 * 60 }), { maxLength: 300 });
    forAll([cuts], 10, (minutes) => {
      const firstDelivery = new Map<number, number>();
      for (const { timeMs } of deliveries) {
        const hour = Math.floor(timeMs / HOUR_MS);
        firstDelivery.set(hour, firstDelivery.get(hour) ?? timeMs);
      }
      const cutsMs = minutes
        .map((minute) => minute * 60_000)
        .filter((timeMs) => timeMs <= (firstDelivery.get(Math.floor(timeMs / HOUR_MS)) ?? Infinity))
        .sort((a, b) => a - b);
      const { episodeTable: __, ...cut } = runCourse({ ...contested, cutsMs });
      expect(cut).toEqual(whole);
    });
  });
});

/** "1/0": the second step, tried the first time. */
function stepsOf(followUps: readonly FollowUp[]): string[] {
  return followUps.map(({ step: at, attempt }) => `${at}/${attempt}`);
}

/** Every other contact names a host. */
function oddHost({ target, step: at }: FollowUp): Partial<Contact> {
  return { host: (target + at) % 2 ? "somewhere.top" : null };
}

function paymentsIn({ acts }: ReturnType<typeof runCourse>): number {
  return acts.filter(({ kind }) => kind === "payment").length;
}

/** A link in the last step alone, a new one each time. */
function linkAtLast({ step: at, attempt }: FollowUp): Partial<Contact> {
  return { host: at === 2 ? `site-${attempt}.top` : null };
}
