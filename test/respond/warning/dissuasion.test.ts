import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lognormal } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import {
  type ClosingReason,
  type Delivery,
  noReplies,
  type Reply,
  WARNING_LEVELS,
} from "../../../src/record/warning.ts";
import { channelsAt } from "../../../src/record/warning-policy.ts";
import { Dissuasion } from "../../../src/respond/warning/dissuasion.ts";
import type { CallAnswer } from "../../../src/respond/warning/team.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { forAll } from "../../for-all.ts";
import { centreAmong, DISSUASION, fickleScript, MINUTE_MS, noteNow, ScriptedPeople } from "./centre-for-tests.ts";

const SEED = 1;
const HOURS = 40;
const MAX_AGE_HOURS = 12;

const upTo3 = fc.nat(3);
const from1To9 = fc.integer({ min: 1, max: 9 });
const fromLevels = fc.constantFrom(...WARNING_LEVELS, "never" as const);
const anySettings = fc
  .record({
    messageFrom: fromLevels,
    telephoneFrom: fromLevels,
    visitFrom: fromLevels,
    believedBelow: fromLevels,
    agents: fc.constantFrom(0, 1, 2, 99),
    visitTeams: fc.constantFrom(0, 1, 99),
    talkMinutes: fc.constantFrom(0.1, 9.1, 70.3, 599),
    travelMinutes: fc.constantFrom(0, 40, 600),
    retryMinutes: fc.constantFrom(30.7, 0.1),
    recallHours: fc.constantFrom(0.1, 3.03),
    callAttempts: from1To9,
    visits: fc.integer({ min: 1, max: 3 }),
    denialsBelieved: fc.integer({ min: 1, max: 3 }),
    visitAfter: upTo3,
    familyAfter: upTo3,
    suspendAfter: upTo3,
  })
  // Which of one warning's two calls comes first where both wait is left open.
  .map((drawn) => ({ ...DISSUASION, ...drawn, familyAfter: drawn.agents < 99 ? 0 : drawn.familyAfter }));

/** A warning of a subscriber, or a higher level of the one that is open. */
const anyPush = fc.record({
  subscriber: fc.nat(7),
  level: fc.constantFrom(...WARNING_LEVELS),
  priority: upTo3,
  timeMs: fc.integer({ min: 0, max: 20 * HOUR_MS }),
});
type Push = typeof anyPush extends fc.Arbitrary<infer Value> ? Value : never;

function newPursuit(push: Push, id: number, ordinal: number) {
  const closed = null as { readonly timeMs: number; readonly reason: ClosingReason } | null;
  const state = { level: push.level, hasMessage: false, isLineSuspended: false, replies: noReplies() };
  return { id, push, ordinal, ...state, jobs: [] as Job[], closed };
}
type Pursuit = ReturnType<typeof newPursuit>;

interface Job {
  readonly kind: "telephone" | "family" | "visit";
  readonly of: Pursuit;
  priority: number;
  tries: number;
  talks: number;
  isWaiting: boolean;
  isUnderWay: boolean;
  isOver: boolean;
}

function reaches(level: Push["level"], from: Push["level"] | "never"): boolean {
  return WARNING_LEVELS.indexOf(level) >= [...WARNING_LEVELS, "never"].indexOf(from);
}

function callOff(job: Job | undefined): void {
  if (job) Object.assign(job, { isOver: true, isWaiting: false });
}

function outcomesOf(all: readonly Pick<Pursuit, "closed" | "replies" | "level">[]) {
  return all.map(({ closed, replies, level }) => ({ closed, replies, level }));
}

/** The same by a list of what is due, which is sorted again for each step, and lists of jobs. */
function plainDissuasion(settings: Scenario["dissuasion"], people: ScriptedPeople) {
  const pursuits: Pursuit[] = [];
  const deliveries: Delivery[] = [];
  const teams = (["telephone", "visit"] as const).map((channel, at) => {
    const outcomes: Record<CallAnswer, number> = { answered: 0, refused: 0, busy: 0, away: 0 };
    const times: { readonly startMs: number; endMs: number }[] = [];
    const size = [settings.agents, settings.visitTeams][at]!;
    return { channel, size, outcomes, replies: noReplies(), queueByHour: [] as number[], times };
  });
  const teamOf = (kind: Job["kind"]) => teams[Number(kind === "visit")]!;
  let due: { readonly timeMs: number; readonly act: (timeMs: number) => void }[] = [];

  function plan(timeMs: number, act: (timeMs: number) => void): void {
    due = [...due, { timeMs, act }].toSorted((a, b) => a.timeMs - b.timeMs);
  }
  function queueOf(team: (typeof teams)[number]): Job[] {
    const waiting = pursuits.flatMap(({ jobs }) => jobs.filter((job) => job.isWaiting && teamOf(job.kind) === team));
    return waiting.toSorted((a, b) => b.priority - a.priority || a.of.id - b.of.id);
  }
  function queue(job: Job, timeMs: number): void {
    plan(timeMs, () => (job.isWaiting = !job.isOver));
  }
  function close(pursuit: Pursuit, reason: ClosingReason, timeMs: number): void {
    pursuit.closed ??= { timeMs, reason };
    pursuit.jobs.forEach(callOff);
  }

  function start(of: Pursuit, kind: Job["kind"], priority: number, timeMs: number): void {
    if (of.jobs.some((job) => job.kind === kind)) return;
    const counts = { tries: 0, talks: 0 };
    const job = { kind, of, priority, ...counts, isWaiting: false, isUnderWay: false, isOver: false };
    of.jobs.push(job);
    queue(job, timeMs);
  }
  function send(pursuit: Pursuit, { level, priority, timeMs }: Push): void {
    pursuit.level = level;
    for (const job of pursuit.jobs) job.priority = priority;
    if (!pursuit.hasMessage && reaches(level, settings.messageFrom)) {
      pursuit.hasMessage = true;
      plan(timeMs + 20_000, (sentMs) => {
        const delayMs = pursuit.closed ? null : people.readsMessage(pursuit.push.subscriber);
        if (delayMs !== null) plan(sentMs + Math.round(delayMs), (readMs) => void tell(pursuit, "message", 1, readMs));
      });
    }
    if (reaches(level, settings.telephoneFrom)) start(pursuit, "telephone", priority, timeMs);
    if (reaches(level, settings.visitFrom)) start(pursuit, "visit", priority, timeMs);
  }
  function dispatch(team: (typeof teams)[number], timeMs: number): void {
    const busy = team.times.filter(({ endMs }) => endMs === Infinity).length;
    for (const job of queueOf(team).slice(0, team.size - busy)) {
      const time = { startMs: timeMs, endMs: Infinity };
      team.times.push(time);
      Object.assign(job, { isWaiting: false, isUnderWay: true });
      plan(timeMs + (job.kind === "visit" ? wayMs(job) : 0), (nowMs) => attempt(job, nowMs, time));
    }
  }
  function wayMs({ of: { push, ordinal }, tries }: Job): number {
    const [one, other] = new RandomStream(SEED, "warning-way").draw(push.subscriber, ordinal, tries + 1);
    return Math.round(lognormal(one!, other!, Math.max(settings.travelMinutes, 1e-9), 0.5) * MINUTE_MS);
  }

  function attempt(job: Job, startMs: number, time: { endMs: number }): void {
    const isVisit = job.kind === "visit";
    const maxTries = isVisit ? settings.visits : settings.callAttempts;
    const end = (waitMs: number, timeMs: number): void => {
      time.endMs = timeMs;
      job.isUnderWay = false;
      job.isOver ||= job.tries >= maxTries;
      if (!job.isOver) queue(job, timeMs + Math.round(waitMs));
      goOn(job, timeMs);
    };
    if (job.isOver) return end(0, startMs);
    const answer = meet(job, startMs);
    const count = (): void => {
      job.tries++;
      teamOf(job.kind).outcomes[answer]++;
    };
    if (answer === "answered") {
      const talkMs = Math.round((isVisit ? 25 : settings.talkMinutes) * MINUTE_MS);
      plan(startMs + Math.round(talkMs / 2), (timeMs) => {
        count();
        talk(job, timeMs);
      });
      return plan(startMs + talkMs, (timeMs) => end(settings.recallHours * HOUR_MS, timeMs));
    }
    plan(startMs + (isVisit ? 0 : Math.round(settings.missedMinutes * MINUTE_MS)), (timeMs) => {
      count();
      end(settings.retryMinutes * MINUTE_MS, timeMs);
    });
  }
  function meet({ kind, of: { push, ordinal }, tries }: Job, timeMs: number): CallAnswer {
    const asked = [push.subscriber, ordinal, tries + 1, timeMs] as const;
    if (kind === "visit") return people.answersDoor(...asked);
    if (kind === "telephone") return people.answersCall(...asked);
    return people.familyAnswers(...asked) ? "answered" : "away";
  }
  function tell({ id, push }: Pursuit, channel: Delivery["channel"], ordinal: number, timeMs: number): Reply {
    const delivery = { warning: id, subscriber: push.subscriber, channel, ordinal, timeMs };
    deliveries.push(delivery);
    return people.hear(delivery);
  }
  function talk(job: Job, timeMs: number): void {
    const { kind, of, priority } = job;
    const { denialsBelieved, believedBelow, visitAfter, familyAfter, suspendAfter, visitFrom } = settings;
    const { subscriber } = of.push;
    if (kind === "family") callOff(job);
    const reply = tell(of, kind, ++job.talks, timeMs);
    if (reply === "silence") return;
    for (const replies of [of.replies, teamOf(kind).replies]) replies[reply]++;
    if (of.closed) return;
    const isBelieved = !reaches(of.level, believedBelow) && of.replies.denial >= denialsBelieved;
    if (reply === "agreement") return close(of, "agreed", timeMs);
    if (reply === "denial" && isBelieved) return close(of, "denied", timeMs);
    const isDue = (after: number): boolean => after > 0 && of.replies.denial + of.replies.refusal >= after;
    if (isDue(visitAfter) && visitFrom !== "never") start(of, "visit", priority, timeMs);
    if (isDue(familyAfter) && people.hasFamily(subscriber)) start(of, "family", priority, timeMs);
    if (!isDue(suspendAfter) || of.isLineSuspended) return;
    of.isLineSuspended = true;
    people.suspendLine(subscriber, timeMs, timeMs + 48 * HOUR_MS);
  }
  function goOn({ kind, of, isOver, talks }: Job, timeMs: number): void {
    const telephone = of.jobs.find((job) => job.kind === "telephone");
    if (kind === "visit" && isOver && talks > 0) callOff(telephone);
    if (kind !== "visit" && !of.closed && telephone?.isOver && settings.visitFrom !== "never") {
      start(of, "visit", telephone.priority, timeMs);
    }
    review(of, timeMs);
  }
  function review(pursuit: Pursuit, timeMs: number): void {
    const { jobs, push } = pursuit;
    if (jobs.some(({ isUnderWay }) => isUnderWay)) return;
    if (jobs.length > 0 && jobs.every(({ isOver }) => isOver)) close(pursuit, "exhausted", timeMs);
    if (timeMs < push.timeMs + MAX_AGE_HOURS * HOUR_MS) return;
    close(pursuit, jobs.length > 0 ? "expired" : "messageOnly", timeMs);
  }

  function advance(untilMs: number): void {
    for (;;) {
      const now = Math.min(due[0]?.timeMs ?? Infinity, untilMs);
      for (const team of teams) {
        while ((team.queueByHour.length + 1) * HOUR_MS <= now) team.queueByHour.push(queueOf(team).length);
      }
      if (now === untilMs) return;
      while (due[0]?.timeMs === now) due.shift()!.act(now);
      for (const team of teams) dispatch(team, now);
    }
  }
  function follow(push: Push, ordinal: number): void {
    const pursuit = newPursuit(push, pursuits.length, ordinal);
    pursuits.push(pursuit);
    plan(push.timeMs + MAX_AGE_HOURS * HOUR_MS, (timeMs) => review(pursuit, timeMs));
    send(pursuit, push);
  }
  function finish(timeMs: number): void {
    advance(timeMs);
    for (const pursuit of pursuits) close(pursuit, "runEnded", timeMs);
  }
  function statistics(hours: number): object[] {
    const within = (timeMs: number): number => Math.min(timeMs, hours * HOUR_MS);
    return teams.map(({ outcomes: { answered: delivered, ...missed }, times, ...team }) => ({
      ...team,
      ...missed,
      delivered,
      attempts: delivered + missed.refused + missed.busy + missed.away,
      busyMs: times.reduce((sum, { startMs, endMs }) => sum + within(endMs) - within(startMs), 0),
      availableMs: team.size * hours * HOUR_MS,
      queueByHour: team.queueByHour.slice(0, hours),
    }));
  }
  return { pursuits, deliveries, follow, raise: send, advance, finish, statistics };
}

test("dissuasion calls, tells, visits and closes as plain lists do, however time is cut", () => {
  const reasons = new Set<unknown>();
  const pushes = fc.array(anyPush, { minLength: 1, maxLength: 20 });
  const anyCuts = fc.array(fc.integer({ min: 0, max: HOURS * HOUR_MS }), { maxLength: 20 });
  forAll([anySettings, pushes, anyCuts, fc.nat(9)], 300, (settings, drawn, cuts, luck) => {
    const [people, plainPeople] = [new ScriptedPeople(fickleScript(luck)), new ScriptedPeople(fickleScript(luck))];
    const plain = plainDissuasion(settings, plainPeople);
    const settled = new Set<string>();
    const onSettled = (...what: number[]): void => void settled.add(what.join());
    const dissuasion = new Dissuasion({ settings, maxAgeHours: MAX_AGE_HOURS, seed: SEED, people, onSettled });
    const steps = [
      ...drawn.map((push) => ({ push, timeMs: push.timeMs })),
      ...cuts.map((timeMs) => ({ timeMs, push: null })),
    ];
    for (const { push, timeMs } of steps.toSorted((a, b) => a.timeMs - b.timeMs)) {
      dissuasion.advance(timeMs);
      if (!push) continue;
      plain.advance(timeMs);
      const { subscriber, level, priority } = push;
      const channels = new Set(channelsAt(level, settings));
      const own = plain.pursuits.filter((each) => each.push.subscriber === subscriber);
      const open = own.find(({ closed }) => !closed);
      if (!open) {
        const rest = { exposure: 1, strongest: 1, reasons: [], identity: null, host: null };
        const warning = { id: plain.pursuits.length, subscriber, pushedMs: timeMs, level, ...rest };
        plain.follow(push, own.length + 1);
        dissuasion.follow(warning, own.length + 1, priority, channels);
      } else if (!reaches(open.level, level)) {
        plain.raise(open, push);
        dissuasion.raise(dissuasion.pursuits[open.id]!, level, priority, channels, timeMs);
      }
    }
    for (const each of [plain, dissuasion]) each.finish(HOURS * HOUR_MS);
    expect([people.log, people.times]).toEqual([plainPeople.log, plainPeople.times]);
    expect(dissuasion.deliveries).toEqual(plain.deliveries);
    expect(outcomesOf(dissuasion.pursuits)).toEqual(outcomesOf(plain.pursuits));
    for (const hours of [20, HOURS]) expect(dissuasion.statistics(hours)).toEqual(plain.statistics(hours));
    const heeded = plain.pursuits.filter(({ closed }) => ["agreed", "denied"].includes(closed!.reason));
    expect(settled).toEqual(new Set(heeded.map(({ push, closed }) => `${push.subscriber},${closed!.timeMs}`)));
    for (const { closed } of plain.pursuits) reasons.add(closed!.reason);
  });
  expect(reasons).toEqual(new Set(["agreed", "denied", "exhausted", "expired", "messageOnly", "runEnded"]));
});

test("where the world says anything but words, the centre stops", () => {
  for (const leak of [true, { persuaded: true }, "inNoEpisode"]) {
    const { centre } = centreAmong({ says: () => leak as never });
    noteNow(centre, 1, { 1: 1 });
    expect(() => centre.dissuasion.advance(20 * HOUR_MS)).toThrow("in words");
  }
});
