import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { CallAnswer } from "../../../src/respond/warning/team.ts";
import { MINUTE_MS, type Script, centreAmong, fickleScript, noteNow, signal } from "./centre-for-tests.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { forAll } from "../../for-all.ts";
import type { SpokenReply } from "../../../src/record/warning.ts";

const ROUND = {
  talkMinutes: 10,
  missedMinutes: 2,
  retryMinutes: 30,
  recallHours: 0.5,
  visitTalks: 1,
  // What follows on talks in vain is switched on one at a time.
  visitAfter: 0,
  familyAfter: 0,
  suspendAfter: 0,
} satisfies Partial<Scenario["dissuasion"]>;

/** People of whom no text is ever read: only calls and visits show. */
const NO_MESSAGES = { readsMessage: () => null } satisfies Script;

function answers(...given: CallAnswer[]): Script {
  return { ...NO_MESSAGES, answersCall: (_, attempt) => given[attempt - 1] ?? "answered" };
}

function saying(...replies: SpokenReply[]): Script {
  let said = 0;
  return { ...NO_MESSAGES, says: () => replies[Math.min(said++, replies.length - 1)]! };
}

/** People and centre so many hours after the start of the run, where exposures were noted after the first hour. */
function played(
  hours: number,
  exposures: Readonly<Record<number, number>>,
  script: Script,
  dissuasion: Partial<Scenario["dissuasion"]> = {},
  more: NonNullable<Parameters<typeof centreAmong>[1]> = {},
) {
  const { centre, people } = centreAmong(script, { dissuasion: { ...ROUND, ...dissuasion }, ...more });
  noteNow(centre, 1, exposures);
  centre.dissuasion.advance(hours * HOUR_MS);
  return { centre, people };
}

describe("dissuasion", () => {
  test("sends a message by itself, which is read whatever becomes of the warning", () => {
    const { centre, people } = played(2, { 1: 1 }, { readsMessage: () => 50 * MINUTE_MS });
    expect(centre.dissuasion.deliveries.map(({ channel, timeMs }) => [channel, timeMs])).toEqual([
      ["telephone", 65 * MINUTE_MS],
      ["message", 110 * MINUTE_MS + 20_000],
    ]);
    expect(people.log).toHaveLength(3);
  });

  test("does not send a message of a warning that was closed before", () => {
    const { centre } = played(9, { 1: 1 }, {}, { talkMinutes: 0.1 });
    expect(centre.dissuasion.deliveries.map(({ channel }) => channel)).toEqual(["telephone"]);
  });

  test("lets one agent call in the order of what is at stake, exposure times loss, and of ids among equals", () => {
    const lossYuan = [0, 1000, 9000, 1000, 2000, 100];
    const oneAgent = { agents: 1, visitFrom: "high", visitTeams: 0 } as const;
    const { centre, people } = played(3, { 1: 1.1, 2: 1.1, 3: 1.1, 4: 2.4, 5: 1.1 }, NO_MESSAGES, oneAgent, {
      lossYuan,
    });
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
    const { centre, people } = played(2, { 1: 1.4, 2: 1.3, 3: 1.2 }, NO_MESSAGES, { agents: 1, talkMinutes: 70 });
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
    const { centre, people } = played(5, { 1: 1 }, answers("refused", "busy", "away"));
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
    for (const [script, callAttempts, patience, firstVisit] of [
      [answers("refused", "refused"), 2, 9, "visit 1 #1 at 94"],
      [answers("refused", "refused"), 8, 2, "visit 1 #1 at 94"],
      [saying("refusal"), 8, 2, "visit 1 #1 at 110"],
    ] as const) {
      const { centre, people } = played(9, { 1: 1 }, script, { callAttempts, patience });
      expect(people.log).toContain(firstVisit);
      expect(people.log.filter((line) => line.startsWith("call"))).toHaveLength(2);
      expect(centre.records()[0]).toMatchObject({ calls: 2, visits: 1 });
    }
  });

  test("closes as exhausted after a visit that does not persuade, or when nobody is ever met", () => {
    const unmoved = played(20, { 1: 3 }, saying("refusal"));
    const nobody: Script = { ...NO_MESSAGES, answersCall: () => "away", isAtHome: () => false };
    const unmet = played(20, { 1: 3 }, nobody, { callAttempts: 3 });
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
    const { centre, people } = played(100, { 1: 3 }, NO_MESSAGES, { travelMinutes: 600 });
    expect(people.log).toEqual(["call 1 #1 at 60", "telephone 1 #1 at 65"]);
    const visits = centre.dissuasion.statistics(100)[1]!;
    expect(visits).toMatchObject({ channel: "visit", attempts: 0, delivered: 0 });
    expect(visits.busyMs).toBeGreaterThan(30 * MINUTE_MS);
  });

  test("stops calling once a visit has settled the warning, and ends a talk that is under way", () => {
    const refusing = played(9, { 1: 3 }, answers("refused", "refused"));
    const listening = played(9, { 1: 3 }, NO_MESSAGES, { talkMinutes: 60 });
    for (const { centre } of [refusing, listening]) {
      expect(centre.records()[0]).toMatchObject({ closedMs: 72.5 * MINUTE_MS, closedBecause: "agreed", calls: 1 });
    }
    expect(refusing.people.log).toEqual(["call 1 #1 at 60", "visit 1 #1 at 60", "visit 1 #1 at 73"]);
    expect(listening.people.log.at(-1)).toBe("telephone 1 #1 at 90");
  });

  test("lets a warning that nobody has time for expire, but not in the middle of a talk", () => {
    const hours = { maxAge: 5 };
    const idle = played(6.001, { 1: 3, 2: 1 }, NO_MESSAGES, { agents: 0, visitTeams: 0 }, { hours });
    expect(idle.centre.records().map(({ closedBecause, closedMs }) => [closedBecause, closedMs])).toEqual([
      ["expired", 6 * HOUR_MS],
      ["expired", 6 * HOUR_MS],
    ]);
    expect(idle.centre.dissuasion.statistics(6).map(({ queueByHour }) => queueByHour)).toEqual([
      [0, 2, 2, 2, 2, 2],
      [0, 1, 1, 1, 1, 1],
    ]);

    const deaf = played(10, { 1: 1 }, saying("refusal"), { talkMinutes: 599 }, { hours });
    expect(deaf.centre.records()).toEqual([]);
    deaf.centre.dissuasion.advance(11 * HOUR_MS);
    expect(deaf.centre.records()[0]).toMatchObject({ closedBecause: "expired", closedMs: 659 * MINUTE_MS, calls: 1 });
  });

  test("keeps a warning that asks for a message alone open until it is too old", () => {
    const { centre, people } = played(5, { 1: 1, 2: 1 }, {}, { telephoneFrom: "high" }, { hours: { maxAge: 5 } });
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

const PURSUIT = { visitFrom: "high", callAttempts: 6, patience: 12, recallHours: 1, denialsBelieved: 100 } as const;

/** What is done about one warning in 80 hours. */
function follow(script: Script, dissuasion: Partial<Scenario["dissuasion"]>, exposure = 1) {
  const { centre, people } = played(80, { 1: exposure }, script, { ...PURSUIT, ...dissuasion });
  const count = (what: string): number => people.log.filter((line) => line.startsWith(what)).length;
  return { record: centre.records()[0]!, count, log: people.log };
}

test("a denial is believed once it was said as often as the scenario asks, refusals not counted", () => {
  for (const denialsBelieved of [1, 2, 3]) {
    const { record, count } = follow(saying("refusal", "denial"), { denialsBelieved });
    expect(record.closedBecause).toBe("denied");
    expect(count("call 1")).toBe(denialsBelieved + 1);
    expect(record.replies).toEqual({ agreement: 0, denial: denialsBelieved, refusal: 1 });
  }
});

test("a denial is not believed at high risk, where the platform goes on until every way is used up", () => {
  const { record } = follow(saying("denial"), { denialsBelieved: 1, believedBelow: "high" }, 3);
  expect(record.closedBecause).toBe("exhausted");
  expect(follow(saying("denial"), { denialsBelieved: 1, believedBelow: "never" }, 3).record.closedBecause).toBe(
    "denied",
  );
});

describe("talks in vain", () => {
  test("are followed by a visit after as many as the scenario says, whatever the level, unless nobody is visited", () => {
    const callsBefore = (visitAfter: number, reply: SpokenReply) => {
      const { log } = follow(saying(reply), { visitAfter });
      const before = log.slice(
        0,
        log.findIndex((line) => line.startsWith("visit")),
      );
      return before.filter((line) => line.startsWith("call")).length;
    };
    for (const reply of ["denial", "refusal"] as const) {
      expect([1, 2, 3].map((after) => callsBefore(after, reply))).toEqual([1, 2, 3]);
    }
    expect(follow(saying("refusal"), { visitAfter: 1, visitFrom: "never" }).count("visit")).toBe(0);
  });

  test("let an agent call a relative once, who passes it on, and whom nobody has who has none", () => {
    const script = { ...saying("denial"), hasFamily: () => true };
    const { log, count, record } = follow(script, { familyAfter: 2 });
    expect([count("call to family"), count("family 1")]).toEqual([1, 1]);
    expect(log.indexOf(log.find((line) => line.startsWith("call to family"))!)).toBeGreaterThan(2);
    expect(record.calls).toBe(count("call") - count("call to family"));
    expect(follow(saying("denial"), { familyAfter: 2 }).count("call to family")).toBe(0);
    expect(follow(script, { familyAfter: 0 }).count("call to family")).toBe(0);
  });

  test("suspend the line once, for two days", () => {
    const { log } = follow(saying("refusal"), { suspendAfter: 2 });
    expect(log.filter((line) => line.startsWith("suspend"))).toEqual([expect.stringMatching(/^suspend 1 for 48 h/)]);
    expect(follow(saying("refusal"), { suspendAfter: 0 }).count("suspend")).toBe(0);
  });

  test("are called again after a longer while than a call that met nobody", () => {
    const minutes = ({ log }: ReturnType<typeof follow>): number[] =>
      log.filter((line) => line.startsWith("call")).map((line) => Number(line.split(" at ")[1]));
    const [first, second] = minutes(follow(saying("denial"), { recallHours: 5, talkMinutes: 10 }));
    expect(second! - first!).toBe(5 * 60 + 10);
  });
});

test("where the world says anything but words, the centre stops", () => {
  for (const leak of [true, { persuaded: true }, "inNoEpisode"]) {
    expect(() => played(20, { 1: 1 }, { ...NO_MESSAGES, says: () => leak as never })).toThrow("in words");
  }
});
