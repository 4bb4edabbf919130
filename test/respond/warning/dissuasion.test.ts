import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { CallAnswer } from "../../../src/respond/warning/team.ts";
import { MINUTE_MS, type Script, centreAmong, fickleScript, noteNow, signal } from "./centre-for-tests.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { forAll } from "../../for-all.ts";

const ROUND = {
  talkMinutes: 10,
  missedMinutes: 2,
  retryMinutes: 30,
  recallHours: 0.5,
  visitTalks: 1,
  // What follows on talks in vain: pursuit.test.ts.
  visitAfter: 0,
  familyAfter: 0,
  suspendAfter: 0,
} satisfies Partial<Scenario["dissuasion"]>;

/** People of whom no text is ever read: only calls and visits show. */
const NO_MESSAGES = { readsMessage: () => null } satisfies Script;

function answers(...given: CallAnswer[]): Script {
  return { ...NO_MESSAGES, answersCall: (_, attempt) => given[attempt - 1] ?? "answered" };
}

describe("dissuasion", () => {
  test("sends a message by itself, which is read whatever becomes of the warning", () => {
    const { centre, people } = centreAmong({ readsMessage: () => 50 * MINUTE_MS }, { dissuasion: ROUND });
    noteNow(centre, 1, { 1: 1 });
    centre.dissuasion.advance(2 * HOUR_MS);
    expect(centre.dissuasion.deliveries.map(({ channel, timeMs }) => [channel, timeMs])).toEqual([
      ["telephone", 65 * MINUTE_MS],
      ["message", 110 * MINUTE_MS + 20_000],
    ]);
    expect(people.log).toHaveLength(3);
  });

  test("does not send a message of a warning that was closed before", () => {
    const { centre } = centreAmong({}, { dissuasion: { ...ROUND, talkMinutes: 0.1 } });
    noteNow(centre, 1, { 1: 1 });
    centre.dissuasion.advance(9 * HOUR_MS);
    expect(centre.dissuasion.deliveries.map(({ channel }) => channel)).toEqual(["telephone"]);
  });

  test("lets one agent call in the order of what is at stake, exposure times loss, and of ids among equals", () => {
    const { centre, people } = centreAmong(NO_MESSAGES, {
      dissuasion: { ...ROUND, agents: 1, visitFrom: "high", visitTeams: 0 },
      lossYuan: [0, 1000, 9000, 1000, 2000, 100],
    });
    noteNow(centre, 1, { 1: 1.1, 2: 1.1, 3: 1.1, 4: 2.4, 5: 1.1 });
    centre.dissuasion.advance(3 * HOUR_MS);
    expect(people.log.filter((line) => line.startsWith("call"))).toEqual([
      "call 2 #1 at 60",
      "call 4 #1 at 70",
      "call 1 #1 at 80",
      "call 3 #1 at 90",
      "call 5 #1 at 100",
    ]);
    expect(centre.dissuasion.statistics(3)[0]).toMatchObject({
      size: 1,
      attempts: 5,
      delivered: 5,
      busyMs: 50 * MINUTE_MS,
      availableMs: 3 * HOUR_MS,
      queueByHour: [0, 0, 0],
    });
  });

  test("moves a warning up in the queue when it is raised", () => {
    const { centre, people } = centreAmong(NO_MESSAGES, { dissuasion: { ...ROUND, agents: 1, talkMinutes: 70 } });
    noteNow(centre, 1, { 1: 1.4, 2: 1.3, 3: 1.2 });
    centre.dissuasion.advance(2 * HOUR_MS);
    noteNow(centre, 2, { 3: 0.4 }, "payment");
    centre.dissuasion.advance(4 * HOUR_MS);
    expect(people.log.filter((line) => line.startsWith("call"))).toEqual([
      "call 1 #1 at 60",
      "call 3 #1 at 130",
      "call 2 #1 at 200",
    ]);
    expect(centre.dissuasion.statistics(4)[0]!.queueByHour).toEqual([0, 2, 1, 0]);
  });

  test("calls again after refusals, busy lines and calls that nobody answers", () => {
    const { centre, people } = centreAmong(answers("refused", "busy", "away"), { dissuasion: ROUND });
    noteNow(centre, 1, { 1: 1 });
    centre.dissuasion.advance(5 * HOUR_MS);
    expect(people.log).toEqual([
      "call 1 #1 at 60",
      "call 1 #2 at 92",
      "call 1 #3 at 124",
      "call 1 #4 at 156",
      "telephone 1 #1 at 161",
    ]);
    expect(centre.records()[0]).toMatchObject({ calls: 4, visits: 0, closedBecause: "agreed" });
    expect(centre.dissuasion.statistics(5)[0]).toMatchObject({
      attempts: 4,
      delivered: 1,
      refused: 1,
      busy: 1,
      away: 1,
    });
  });

  test("visits when calls are used up, or the patience for those declined and talks", () => {
    const cases = [
      { script: answers("refused", "refused"), callAttempts: 2, patience: 9, firstVisit: "visit 1 #1 at 94" },
      { script: answers("refused", "refused"), callAttempts: 8, patience: 2, firstVisit: "visit 1 #1 at 94" },
      {
        script: { ...NO_MESSAGES, says: () => "refusal" } satisfies Script,
        callAttempts: 8,
        patience: 2,
        firstVisit: "visit 1 #1 at 110",
      },
    ];
    for (const { script, callAttempts, patience, firstVisit } of cases) {
      const { centre, people } = centreAmong(script, { dissuasion: { ...ROUND, callAttempts, patience } });
      noteNow(centre, 1, { 1: 1 });
      centre.dissuasion.advance(9 * HOUR_MS);
      expect(people.log).toContain(firstVisit);
      expect(people.log.filter((line) => line.startsWith("call"))).toHaveLength(2);
      expect(centre.records()[0]).toMatchObject({ calls: 2, visits: 1 });
    }
  });

  test("closes as exhausted after a visit that does not persuade, or when nobody is ever met", () => {
    const unmoved = centreAmong({ ...NO_MESSAGES, says: () => "refusal" }, { dissuasion: ROUND });
    const unmet = centreAmong(
      { ...NO_MESSAGES, answersCall: () => "away", isAtHome: () => false },
      { dissuasion: { ...ROUND, callAttempts: 3 } },
    );
    for (const { centre } of [unmoved, unmet]) {
      noteNow(centre, 1, { 1: 3 });
      centre.dissuasion.advance(20 * HOUR_MS);
    }
    // The talk at 65 is over at 70, the visit, which is heard halfway, at 85: no second call.
    expect(unmoved.people.log).toEqual([
      "call 1 #1 at 60",
      "visit 1 #1 at 60",
      "telephone 1 #1 at 65",
      "visit 1 #1 at 73",
    ]);
    expect(unmoved.centre.records()[0]).toMatchObject({ closedBecause: "exhausted", closedMs: 85 * MINUTE_MS });
    expect(unmet.centre.records()[0]).toMatchObject({ calls: 3, visits: 5, closedBecause: "exhausted" });
    expect(unmet.centre.dissuasion.deliveries).toEqual([]);
  });

  test("sends a team at once at high risk; once settled by telephone, a team on its way leaves on arrival", () => {
    const { centre, people } = centreAmong(NO_MESSAGES, { dissuasion: { ...ROUND, travelMinutes: 600 } });
    noteNow(centre, 1, { 1: 3 });
    centre.dissuasion.advance(100 * HOUR_MS);
    expect(people.log).toEqual(["call 1 #1 at 60", "telephone 1 #1 at 65"]);
    const visits = centre.dissuasion.statistics(100)[1]!;
    expect(visits).toMatchObject({ channel: "visit", attempts: 0, delivered: 0 });
    expect(visits.busyMs).toBeGreaterThan(30 * MINUTE_MS);
  });

  test("stops calling once a visit has settled the warning, and ends a talk that is under way", () => {
    const refusing = centreAmong(answers("refused", "refused"), { dissuasion: ROUND });
    const listening = centreAmong(NO_MESSAGES, { dissuasion: { ...ROUND, talkMinutes: 60 } });
    for (const { centre } of [refusing, listening]) {
      noteNow(centre, 1, { 1: 3 });
      centre.dissuasion.advance(9 * HOUR_MS);
      expect(centre.records()[0]).toMatchObject({ closedMs: 72.5 * MINUTE_MS, closedBecause: "agreed", calls: 1 });
    }
    expect(refusing.people.log).toEqual(["call 1 #1 at 60", "visit 1 #1 at 60", "visit 1 #1 at 73"]);
    expect(listening.people.log.at(-1)).toBe("telephone 1 #1 at 90");
  });

  test("lets a warning that nobody has time for expire, but not in the middle of a talk", () => {
    const hours = { maxAge: 5 };
    const idle = centreAmong(NO_MESSAGES, { hours, dissuasion: { ...ROUND, agents: 0, visitTeams: 0 } });
    noteNow(idle.centre, 1, { 1: 3, 2: 1 });
    idle.centre.dissuasion.advance(6 * HOUR_MS + 1);
    expect(idle.centre.records().map(({ closedBecause, closedMs }) => [closedBecause, closedMs])).toEqual([
      ["expired", 6 * HOUR_MS],
      ["expired", 6 * HOUR_MS],
    ]);
    expect(idle.centre.dissuasion.statistics(6).map(({ queueByHour }) => queueByHour)).toEqual([
      [0, 2, 2, 2, 2, 2],
      [0, 1, 1, 1, 1, 1],
    ]);

    const deaf = centreAmong(
      { ...NO_MESSAGES, says: () => "refusal" },
      { hours, dissuasion: { ...ROUND, talkMinutes: 599 } },
    );
    noteNow(deaf.centre, 1, { 1: 1 });
    deaf.centre.dissuasion.advance(10 * HOUR_MS);
    expect(deaf.centre.records()).toEqual([]);
    deaf.centre.dissuasion.advance(11 * HOUR_MS);
    expect(deaf.centre.records()[0]).toMatchObject({ closedBecause: "expired", closedMs: 659 * MINUTE_MS, calls: 1 });
  });

  test("keeps a warning that asks for a message alone open until it is too old", () => {
    const { centre, people } = centreAmong(
      {},
      { hours: { maxAge: 5 }, dissuasion: { ...ROUND, telephoneFrom: "high" } },
    );
    noteNow(centre, 1, { 1: 1, 2: 1 });
    centre.dissuasion.advance(5 * HOUR_MS);
    noteNow(centre, 5, { 2: 2 }, "payment");
    centre.dissuasion.advance(20 * HOUR_MS);
    expect(centre.records().map(({ closedBecause }) => closedBecause)).toEqual(["messageOnly", "agreed"]);
    expect(people.log.filter((line) => line.startsWith("message"))).toEqual([
      "message 1 #1 at 90",
      "message 2 #1 at 90",
    ]);
  });

  test("closes what is open when the run is over", () => {
    const { centre } = centreAmong(NO_MESSAGES, { dissuasion: { ...ROUND, agents: 1, telephoneFrom: "medium" } });
    noteNow(centre, 1, { 1: 1, 2: 2, 3: 2 });
    centre.dissuasion.finish(HOUR_MS + 8 * MINUTE_MS);
    expect(centre.records().map(({ closedBecause, calls }) => [closedBecause, calls])).toEqual([
      ["runEnded", 0],
      ["agreed", 1],
      ["runEnded", 0],
    ]);
    expect(centre.dissuasion.statistics(2)[0]!.busyMs).toBe(8 * MINUTE_MS);
  });

  test("does the same in the order of time however time is cut, and its tables balance", () => {
    const anySignal = fc.record({
      subscriber: fc.integer({ min: 0, max: 30 }),
      hour: fc.integer({ min: 0, max: 29 }),
      strength: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    const anyCuts = fc.array(fc.integer({ min: 5 * MINUTE_MS, max: 4 * HOUR_MS }), { minLength: 1, maxLength: 8 });
    forAll(
      [fc.array(anySignal, { maxLength: 80 }), anyCuts, fc.integer({ min: 0, max: 3 })],
      60,
      (signals, cuts, team) => {
        const [whole, cut] = [[], cuts].map((steps) => {
          const { centre, people } = centreAmong(fickleScript(team), {
            hours: { maxAge: 12, cooldown: 3 },
            dissuasion: { agents: team, visitTeams: team, travelMinutes: 40 },
          });
          for (let hour = 1; hour <= 40; hour++) {
            let [at, step] = [(hour - 1) * HOUR_MS, 0];
            for (; steps.length > 0 && at < hour * HOUR_MS; at += steps[step++ % steps.length]!)
              centre.dissuasion.advance(at);
            centre.dissuasion.advance(hour * HOUR_MS);
            const heard = signals.filter((each) => each.hour === hour - 1);
            const told = heard.map((each) =>
              signal(each.subscriber, each.strength, each.hour * HOUR_MS + each.subscriber),
            );
            centre.note(signalsOf(told), hour * HOUR_MS);
          }
          centre.dissuasion.finish(41 * HOUR_MS);
          return { people, centre, records: centre.records(), teams: centre.dissuasion.statistics(41) };
        });
        expect(cut!.people.log).toEqual(whole!.people.log);
        expect(cut!.centre.dissuasion.deliveries).toEqual(whole!.centre.dissuasion.deliveries);
        expect(cut!.records).toEqual(whole!.records);
        expect(cut!.teams).toEqual(whole!.teams);

        expect(whole!.people.times).toEqual(whole!.people.times.toSorted((a, b) => a - b));
        expect(whole!.records).toHaveLength(whole!.centre.warnings.length);
        const [telephone, visit] = whole!.teams;
        for (const each of whole!.teams) {
          expect(each.delivered + each.refused + each.busy + each.away).toBe(each.attempts);
          expect(each.busyMs).toBeLessThanOrEqual(each.availableMs);
          expect(each.queueByHour).toHaveLength(41);
          const channels = each.channel === "visit" ? ["visit"] : ["telephone", "family"];
          const brought = whole!.centre.dissuasion.deliveries.filter(({ channel }) => channels.includes(channel));
          expect(brought).toHaveLength(each.delivered);
        }
        const toFamilies = whole!.people.log.filter((line) => line.startsWith("call to family")).length;
        expect(whole!.records.reduce((sum, { calls }) => sum + calls, toFamilies)).toBe(telephone!.attempts);
        expect(whole!.records.reduce((sum, { visits }) => sum + visits, 0)).toBe(visit!.attempts);
      },
    );
  });
});
