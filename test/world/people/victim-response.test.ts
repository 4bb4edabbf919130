import { activityFound } from "../../../src/detect/behaviour/found.ts";
import { ABSENT, LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import { imitationsFound } from "../../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import { TruthBatch } from "../../../src/event/truth.ts";
import { ALLOW, BLOCK, FLAG, Findings } from "../../../src/event/findings.ts";
import {
  type VictimResponse,
  VictimResponseFinder,
  COMPLAINT,
  CURIOUS,
  ENGAGED,
  FOLLOW_UP,
  mergeVictimResponses,
  readVictimResponse,
} from "../../../src/world/people/victim-response.ts";
import { allocateReactionCounts, callPair, domainPair, messagePair } from "../../../src/world/gangs/reaction.ts";
import { cutSlices } from "../../../src/world/slice.ts";
import { Synthesiser } from "../../../src/world/synthesise.ts";
import { EVERYTHING, smallWorld } from "../small-world.ts";

const TICK = 14;
const TICK_START = TICK * HOUR_MS;
const GANGS = 30;
/** Every caller has called so many people. */
const CALLED_LATELY = 33;

/** A row of a batch with its marks, by what it was. */
type Row = ReturnType<typeof readRow>;

/** One tick of a world, screened by lot: of the rows' identities, so that the verdict does not depend on the batch. */
function find(settings: readonly string[], capacity = 2048, decide = decideByLot, benignCurious = 0.1) {
  const world = smallWorld([
    `gangs.count=${GANGS}`,
    "gangs.messagesPerDay=1500",
    "gangs.callsPerDay=1500",
    "population.subscribers=1800",
    "benign.marketing.perDay=5",
    "benign.family.perDay=40",
    ...settings,
  ]);
  for (let tick = 0; tick <= TICK; tick++) world.advance(tick);
  const sealed = world.seal(TICK);
  const [one, two] = [world.gangs.all[0]!.campaign, world.gangs.all[1]!.campaign];
  const followUps = Array.from({ length: 100 }, (_, i) => ({
    campaign: i % 2 ? one : two,
    target: i >> 1,
    step: (i >> 1) % 2,
    attempt: 1 + (i % 3),
    dueMs: TICK_START + i,
  }));
  const slices = world.plan(TICK, followUps, EVERYTHING);

  const synthesiser = new Synthesiser(world.handle);
  const marks = new Uint8Array(capacity);
  const finder = new VictimResponseFinder(world.handle, benignCurious);
  const [events, truth] = [EventBatch.allocate(capacity), TruthBatch.allocate(capacity)];
  const findings = Findings.allocate(capacity);
  const counts = new Uint32Array(allocateReactionCounts(GANGS));
  /** The same, counted one by one. */
  const plain = new Uint32Array(counts.length);
  const rows: Row[] = [];
  const parts: VictimResponse[] = [];
  for (const batch of cutSlices(slices, capacity)) {
    synthesiser.fill(batch, sealed, events, truth);
    readLinks(events, findings);
    const { handle } = world;
    for (let row = 0; row < events.count; row++) {
      const lot = events.idLow[row]! % 1000;
      findings.outcome.decision[row] = decide(lot);
      listingsFound(findings).domain[row] = lot % 2 === 0 ? LISTED : ABSENT;
      imitationsFound(findings).domain[row] = 0;
      activityFound(findings).fanOut[row] = CALLED_LATELY;
      scriptsFound(findings).template[row] = lot % 3 === 0 ? 7 : -1;
    }
    finder.find(events, findings, truth, counts, marks);
    parts.push(readVictimResponse(events, findings, truth, marks, { ...handle, gangs: world.gangs }));
    for (let row = 0; row < events.count; row++) {
      rows.push(readRow(events, truth, findings, row, marks[row]!));
      countPlainly(events, truth, findings, row, plain);
    }
  }
  return { world, rows, victimResponse: mergeVictimResponses(parts), counts, plain };
}

/** A third is blocked, a tenth flagged. */
function decideByLot(lot: number): number {
  return lot < 333 ? BLOCK : lot < 433 ? FLAG : ALLOW;
}

function readRow(events: EventBatch, truth: TruthBatch, findings: Findings, row: number, marks: number) {
  return {
    key: `${events.idHigh[row]}/${events.idLow[row]}`,
    marks,
    fraud: truth.fraud[row] === 1,
    first: truth.step[row] === 0 && truth.attempt[row] === 0,
    kind: events.kind[row]!,
    answered: events.answered[row] === 1,
    decision: findings.outcome.decision[row]!,
    benignClass: truth.fraud[row] === 1 ? null : BENIGN_CLASSES[truth.benignClass[row]!]!,
    durationS: events.durationS[row]!,
    endMs: events.timeMs[row]! + 1000 * events.durationS[row]!,
  };
}

function countPlainly(
  events: EventBatch,
  truth: TruthBatch,
  findings: Findings,
  row: number,
  plain: Uint32Array,
): void {
  if (truth.fraud[row] !== 1) return;
  const add = (pair: number, isStopped: boolean): void => {
    plain[pair]!++;
    if (isStopped) plain[pair + 1]!++;
  };
  const blocked = findings.outcome.decision[row] === BLOCK;
  const pairOf = events.kind[row] === KIND_CALL ? callPair : messagePair;
  add(pairOf(truth.gang[row]!, truth.line[row]!), blocked);
  if (truth.domainSlot[row] === 0xff) return;
  const because = blocked && listingsFound(findings).domain[row] === LISTED;
  add(domainPair(truth.gang[row]!, truth.domainSlot[row]!), because);
}

function engagedShare(rows: readonly Row[]): number {
  return rows.filter(({ marks }) => (marks & ENGAGED) !== 0).length / rows.length;
}

const SHARES = [
  "complaints.messageShare=0.3",
  "complaints.callShare=0.3",
  "curiosity.fraudShare=0.2",
  "episodes.messageTakesHold=0.05",
  "episodes.callTakesHold=0.1",
];

/** Whatever is unwelcome is reported. */
const EVERYBODY = ["complaints.messageShare=1", "complaints.callShare=1"];

const found = find(SHARES);

describe("the rows that matter", () => {
  test("are all follow-ups, blocked or not, and nothing else comes of them", () => {
    const followUps = found.rows.filter(({ fraud, first }) => fraud && !first);
    expect(followUps.length).toBe(100);
    expect(new Set(followUps.map(({ marks }) => marks))).toEqual(new Set([FOLLOW_UP]));
    expect(new Set(followUps.map(({ decision }) => decision))).toContain(BLOCK);
    expect(found.rows.filter(({ fraud, first, marks }) => !(fraud && !first) && (marks & FOLLOW_UP) !== 0)).toEqual([]);
  });

  test("are never first contacts or benign events that were blocked", () => {
    const blocked = found.rows.filter(({ decision, fraud, first }) => decision === BLOCK && !(fraud && !first));
    expect(blocked.length).toBeGreaterThan(500);
    expect(blocked.filter(({ marks }) => marks !== 0)).toEqual([]);
  });

  test("are first contacts that take hold: only what was read or heard does", () => {
    const delivered = found.rows.filter(({ decision, fraud, first }) => fraud && first && decision !== BLOCK);
    const messages = delivered.filter(({ kind }) => kind === KIND_MESSAGE);
    const calls = delivered.filter(({ kind }) => kind === KIND_CALL);
    expect(Math.abs(engagedShare(messages) - 0.06)).toBeLessThan(0.04);
    expect(engagedShare(calls.filter(({ answered }) => answered))).toBeGreaterThan(0.04);
    expect(engagedShare(calls.filter(({ answered }) => !answered))).toBe(0);
    expect(found.rows.filter(({ fraud, marks }) => !fraud && (marks & ENGAGED) !== 0)).toEqual([]);
  });

  test("are benign ones that make people curious: messages, and calls that were missed", () => {
    const curious = found.rows.filter(({ fraud, marks }) => !fraud && (marks & CURIOUS) !== 0);
    const kinds = new Set(curious.map(({ kind, answered }) => (kind === KIND_CALL ? answered : "message")));
    expect(kinds).toEqual(new Set([false, "message"]));
  });

  test("depend on the events alone: what is blocked moves nobody else's luck", () => {
    const open = new Map(find(SHARES, 2048, () => ALLOW).rows.map(({ key, marks }) => [key, marks]));
    const delivered = found.rows.filter(({ decision }) => decision !== BLOCK);
    expect(delivered.filter(({ key, marks }) => open.get(key) !== marks)).toEqual([]);
  });
});

describe("what is read of them", () => {
  test.each([64, 777])("is the same in batches of %i, to the last complaint and in the same order", (capacity) => {
    const other = find(SHARES, capacity);
    expect(other.victimResponse).toEqual(found.victimResponse);
    expect(other.counts).toEqual(found.counts);
  });

  test("are marked numbers, of calls alone, with who is behind them", () => {
    const { victimResponse, rows } = find([...SHARES, ...EVERYBODY, "benign.courier.perDay=40"]);
    const calls = rows.filter(({ kind, marks }) => kind === KIND_CALL && (marks & COMPLAINT) !== 0);
    const { marked, complaints } = victimResponse;
    expect(marked.length).toBe(calls.length);
    expect(complaints.length).toBeGreaterThan(marked.length);
    for (const name of [null, "courier", "marketing"] as const) {
      const code = name && BENIGN_CLASSES.indexOf(name);
      const ofClass = marked.filter(({ benignClass }) => benignClass === code);
      expect(ofClass.length).toBeGreaterThan(10);
      expect(ofClass.length).toBe(calls.filter(({ benignClass }) => benignClass === name).length);
    }
  });

  test("are complaints of ordinary lines with how many people these called lately, and of no message", () => {
    const { complaints } = found.victimResponse;
    expect(new Set(complaints.filter(({ text }) => text !== null).map(({ called }) => called))).toEqual(new Set([0]));
    const ofCalls = complaints.filter(({ text }) => text === null).map(({ called }) => called);
    expect(new Set(ofCalls)).toEqual(new Set([0, CALLED_LATELY]));
  });

  test("follow upon the end of a call, however soon", () => {
    const { rows, victimResponse } = find([...SHARES, "complaints.delayHours=0"]);
    const { complaints, acts } = victimResponse;
    const ends = new Map(rows.map(({ key, endMs }) => [key, endMs]));
    const waits = [complaints, acts].map((all) =>
      all.map(({ timeMs, idHigh, idLow }) => Math.round(timeMs - ends.get(`${idHigh}/${idLow}`)!)),
    );
    expect(new Set(waits[0])).toEqual(new Set([0]));
    expect(Math.min(...waits[1]!)).toBeGreaterThanOrEqual(5 * 60_000);
  });
});

test("the counts for gangs are those of a count one by one, from every line and domain, cleared before each batch", () => {
  expect(found.plain.filter((count) => count > 0).length).toBeGreaterThan(100);
  expect(found.counts).toEqual(found.plain);
});
