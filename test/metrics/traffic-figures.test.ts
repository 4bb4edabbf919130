import { expect, test } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { TECHNOLOGIES, type Technology } from "../../src/event/taxonomy.ts";
import { TruthBatch } from "../../src/event/truth.ts";
import { HOUR_MS } from "../../src/core/time.ts";
import { TrafficCounter } from "../../src/metrics/traffic-figures.ts";

interface Contact {
  readonly hour: number;
  readonly subscriber: number;
  readonly caller?: number;
  readonly line?: number;
  readonly step?: number;
  readonly seconds?: number;
  readonly technology?: Technology;
  readonly isMessage?: boolean;
  readonly isBenign?: boolean;
}

const SUBSCRIBERS = 10;

/** Of a run of two days. */
function figuresOf(contacts: readonly Contact[], episodes: readonly EpisodeRecord[] = []) {
  const counter = new TrafficCounter(SUBSCRIBERS, 48);
  const events = EventBatch.allocate(1);
  const truth = TruthBatch.allocate(1);
  for (const { hour, subscriber, caller = 1, line = 0, step = 0, seconds = 0, ...rest } of contacts) {
    events.timeMs[0] = hour * HOUR_MS;
    events.kind[0] = rest.isMessage ? KIND_MESSAGE : KIND_CALL;
    events.caller[0] = digitIdentity("plain", 13800000000 + caller);
    events.answered[0] = seconds > 0 ? 1 : 0;
    events.durationS[0] = seconds;
    truth.fraud[0] = rest.isBenign ? 0 : 1;
    truth.subscriber[0] = subscriber;
    truth.gang[0] = 0;
    truth.line[0] = line;
    truth.step[0] = step;
    truth.attempt[0] = 0;
    truth.technology[0] = TECHNOLOGIES.indexOf(rest.technology ?? "mobile");
    counter.note(events, truth, 0);
  }
  return counter.figures(episodes);
}

function episode(subscriber: number, outcome: "lost" | "heeded", engagedHour: number, endHour: number): EpisodeRecord {
  const [engagedMs, endMs] = [engagedHour * HOUR_MS, endHour * HOUR_MS];
  const rest = { gang: 0, target: subscriber, typology: 0, deadlineMs: endMs, lossYuan: 1 };
  return { subscriber, outcome, engagedMs, endMs, ...rest, contacts: 1, blocked: 0, chats: 0 };
}

test("a number lives from its first call to its last, and counts each person once", () => {
  const { nuisanceNumbers } = figuresOf([
    { hour: 0, subscriber: 1 },
    { hour: 6, subscriber: 1, seconds: 20 },
    { hour: 12, subscriber: 2, seconds: 40 },
    { hour: 13, subscriber: 3, caller: 2 },
  ]);
  // The second number is still in use: its call counts for the life that ended.
  expect(nuisanceNumbers).toEqual({ seen: 2, givenUp: 1, lifeDays: 0.5, calls: 4, callees: 3, callS: 30 });
});

test("SIM boxes, forged hotlines and lines that only follow up are no nuisance numbers", () => {
  const { nuisanceNumbers, contactsADay } = figuresOf([
    { hour: 0, subscriber: 1, technology: "sim-box" },
    { hour: 1, subscriber: 1, technology: "spoofed-hotline", line: 1, caller: 2 },
    { hour: 2, subscriber: 1, step: 1, line: 2, caller: 3 },
  ]);
  expect(nuisanceNumbers.seen).toBe(0);
  expect(contactsADay).toEqual({ calls: 1.5, messages: 0 });
});

test("contacts of gangs are counted by person, and benign events by nobody", () => {
  const three = [0, 1, 2].map((hour) => ({ hour, subscriber: 4, isMessage: true }));
  const { contactsAPerson, approachedShare } = figuresOf([...three, { hour: 3, subscriber: 5, isBenign: true }]);
  expect(contactsAPerson).toEqual({ mean: 0.3, p99: 3, max: 3 });
  expect(approachedShare).toBe(0.1);
});

test("who lost money and was approached or engaged later was a victim before, and nobody else", () => {
  const contacts = [1, 2, 3].map((subscriber) => ({ hour: subscriber === 3 ? 5 : 20, subscriber }));
  const lost = [1, 3].map((subscriber) => episode(subscriber, "lost", 1, 10));
  const { victims, engagedShare } = figuresOf(contacts, [
    ...lost,
    episode(1, "heeded", 20, 21),
    episode(2, "heeded", 1, 10),
  ]);
  expect(victims).toEqual({ people: 2, approachedAgain: 1, engagedAgain: 1 });
  expect(engagedShare).toBe(0.3);
});
