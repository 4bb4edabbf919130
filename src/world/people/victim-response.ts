/**
 * The effects of a batch's events: who is engaged, who complains, who calls back. Workers find the few rows that
 * matter, the main thread copies them out of the batch. Draws are keyed by the event's identity.
 */
import { activityFound } from "../../detect/behaviour/found.ts";
import { LISTED, listingsFound } from "../../detect/blocklist/found.ts";
import { imitationsFound } from "../../detect/lookalike/found.ts";
import { scriptsFound } from "../../detect/matcher/found.ts";
import type { Identity } from "../../event/identity.ts";
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, thresholdOf } from "../../core/random.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/time.ts";
import type { Act } from "../../record/act.ts";
import type { Complaint } from "../../record/complaint.ts";
import {
  type EventBatch,
  KIND_CALL,
  KIND_MESSAGE,
  ROUTE_FIXED,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
  textOf,
} from "../../event/event-batch.ts";
import { BENIGN_CLASSES } from "../../event/taxonomy.ts";
import type { Labels } from "../../event/labels.ts";
import { NO_DOMAIN, NO_SLOT, type TruthBatch, truthOf } from "../../event/truth.ts";
import { BLOCK, type Findings, hostsOf } from "../../event/findings.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { Engagement } from "./engagement.ts";
import { REPORT_DELAY_SIGMA } from "../episodes/victim-reports.ts";
import { ACT_MINUTES, ACT_SIGMA } from "../episodes/episode-pace.ts";
import type { Contact } from "../gangs/contact.ts";
import { callPair, domainPair, messagePair } from "../gangs/reaction.ts";
import type { Gangs } from "../gangs/gangs.ts";
import { BENIGN_CALLS } from "../traffic/benign-calls.ts";
import { Publicity } from "./publicity.ts";
import type { WorldHandle } from "../world.ts";

// Marks of a row, which may have several.

export const ENGAGED = 1;
export const FOLLOW_UP = 2;
export const COMPLAINT = 4;
export const CURIOUS = 8;
const ANYTHING = ENGAGED | FOLLOW_UP | COMPLAINT | CURIOUS;

/** Benign messages and missed calls that somebody answers, looks up or calls back. Assumed; changes no headline figure. */
const BENIGN_CURIOUS = 0.0008;

/** Shares as thresholds for a word of a draw: decisions compare integers. */
function chancesIn({ complaints, curiosity }: Scenario, benignCurious: number) {
  return {
    messageComplaint: thresholdOf(complaints.messageShare),
    callComplaint: thresholdOf(complaints.callShare),
    benignMessages: benignChances(complaints.messageShare, "unwelcomeMessages"),
    benignCalls: benignChances(complaints.callShare, "unwelcomeCalls"),
    fraudCurious: thresholdOf(curiosity.fraudShare),
    benignCurious: thresholdOf(benignCurious),
  };
}

export class VictimResponseFinder {
  readonly #ageBand: Uint8Array;
  readonly #engagement: Engagement;
  readonly #publicity: Publicity;
  readonly #chances: ReturnType<typeof chancesIn>;
  readonly #draws: RandomStream;

  constructor({ scenario, seed, subscribers }: WorldHandle, benignCurious = BENIGN_CURIOUS) {
    this.#ageBand = subscribers.ageBand;
    this.#engagement = new Engagement(scenario, seed);
    this.#publicity = new Publicity(scenario, seed);
    this.#chances = chancesIn(scenario, benignCurious);
    this.#draws = new RandomStream(seed, "aftermath");
  }

  /** Writes the mark of each row to `marks`, and adds to `counts` (reaction.ts). One draw and 8 ns a benign event. */
  find(events: EventBatch, findings: Findings, labels: Labels, counts: Uint32Array, marks: Uint8Array): void {
    const truth = truthOf(labels);
    const { count } = events;
    const { fraud } = truth;
    const { decision } = findings.outcome;
    for (let row = 0; row < count; row++) {
      const blocked = decision[row] === BLOCK;
      if (fraud[row] === 1) {
        countContact(events, findings, truth, row, blocked, counts);
        marks[row] = this.#markContact(events, truth, row, blocked);
      } else {
        marks[row] = blocked ? 0 : this.#markBenign(events, truth, row);
      }
    }
  }

  /** An engaged person believes, and reports nothing until it is over (episode-table.ts). */
  #markContact(events: EventBatch, truth: TruthBatch, row: number, blocked: boolean): number {
    if (truth.step[row] !== 0 || truth.attempt[row] !== 0) return FOLLOW_UP;
    if (blocked) return 0;
    const isMessage = events.kind[row] === KIND_MESSAGE;
    const received = isMessage || events.answered[row] === 1;
    if (received && this.#takesHold(events, truth, row)) return ENGAGED;
    const { messageComplaint, callComplaint, fraudCurious } = this.#chances;
    const complaint = isMessage ? messageComplaint : callComplaint;
    const words = drawFor(events, row, this.#draws);
    return (received && words[0]! < complaint ? COMPLAINT : 0) | (words[1]! < fraudCurious ? CURIOUS : 0);
  }

  /** Complaints follow what was read or heard; curiosity follows what was read or missed. */
  #markBenign(events: EventBatch, truth: TruthBatch, row: number): number {
    const { benignMessages, benignCalls, benignCurious } = this.#chances;
    const words = drawFor(events, row, this.#draws);
    const luck = words[1]!;
    const isMessage = events.kind[row] === KIND_MESSAGE;
    const isAnswered = events.answered[row] === 1;
    const complaint = (isMessage ? benignMessages : benignCalls)[truth.benignClass[row]!]!;
    const complains = (isMessage || isAnswered) && words[0]! < complaint;
    const isCurious =
      (isMessage || !isAnswered) &&
      luck < benignCurious &&
      luck < benignCurious * this.#publicity.factorAt(truth.subscriber[row]!, events.timeMs[row]!);
    return (complains ? COMPLAINT : 0) | (isCurious ? CURIOUS : 0);
  }

  #takesHold(events: EventBatch, truth: TruthBatch, row: number): boolean {
    return this.#engagement.takesHold(
      truth.gang[row]!,
      truth.target[row]!,
      truth.typology[row]!,
      truth.subscriber[row]!,
      this.#ageBand[truth.subscriber[row]!]!,
      events.kind[row]!,
      events.timeMs[row]!,
    );
  }
}

interface EventPlace {
  readonly timeMs: number;
  readonly idHigh: number;
  readonly idLow: number;
}

function compareEvents(a: EventPlace, b: EventPlace): number {
  return a.timeMs - b.timeMs || a.idHigh - b.idHigh || a.idLow - b.idLow;
}

/** Signed words give the same draw; unsigned ones above 2^31 would each be boxed. */
function drawFor({ idLow, idHigh }: EventBatch, row: number, draws: RandomStream): Uint32Array {
  return draws.draw(idLow[row]! | 0, idHigh[row]! | 0);
}

function benignChances(share: number, what: "unwelcomeCalls" | "unwelcomeMessages"): Float64Array {
  return Float64Array.from(BENIGN_CLASSES, (name) => thresholdOf(Math.min(1, share * BENIGN_CALLS[name][what])));
}

function countContact(
  events: EventBatch,
  findings: Findings,
  truth: TruthBatch,
  row: number,
  blocked: boolean,
  counts: Uint32Array,
): void {
  const gang = truth.gang[row]!;
  const line = truth.line[row]!;
  addToPair(counts, events.kind[row] === KIND_CALL ? callPair(gang, line) : messagePair(gang, line), blocked);
  const domainSlot = truth.domainSlot[row]!;
  if (domainSlot === NO_SLOT) return;
  const againstDomain = listingsFound(findings).domain[row] === LISTED || imitationsFound(findings).domain[row]! > 0;
  addToPair(counts, domainPair(gang, domainSlot), blocked && againstDomain);
}

function addToPair(counts: Uint32Array, at: number, blocked: boolean): void {
  counts[at]!++;
  if (blocked) counts[at + 1]!++;
}

export interface VictimResponse {
  readonly contacts: readonly (Contact & EventPlace)[];
  /** `timeMs` is when it is made, which may be after the tick. */
  readonly complaints: readonly (Complaint & EventPlace)[];
  readonly acts: readonly (Act & EventPlace)[];
  /** Numbers marked after a call, in any order. For the report alone: the owner is truth. */
  readonly marked: readonly MarkedNumber[];
}

type Writable<T> = { readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

export interface MarkedNumber {
  readonly identity: Identity;
  readonly benignClass: number | null;
}

type GangNames = Pick<Gangs, "campaignOf" | "hostOf">;

interface VictimResponseContext {
  readonly gangs: GangNames;
  readonly seed: number;
  readonly scenario: Scenario;
}

/** Nobody picks up the telephone again at once. */
const MIN_ACT_MS = 5 * MINUTE_MS;

export function readVictimResponse(
  events: EventBatch,
  findings: Findings,
  labels: Labels,
  marksOf: ArrayLike<number>,
  { gangs, seed, scenario }: VictimResponseContext,
): VictimResponse {
  const batch = { events, findings, truth: truthOf(labels) };
  const { truth } = batch;
  const response: Writable<VictimResponse> = { contacts: [], complaints: [], acts: [], marked: [] };
  const delays = new RandomStream(seed, "aftermath-delay");
  const complaintMs = Math.max(scenario.complaints.delayHours, NO_TIME) * HOUR_MS;
  for (let row = 0; row < events.count; row++) {
    const marks = marksOf[row]!;
    if ((marks & ANYTHING) === 0) continue;
    if ((marks & (ENGAGED | FOLLOW_UP)) !== 0) response.contacts.push(readContact(batch, row, gangs));
    // Delays count from the end of the event: nobody complains during the call.
    const endMs = events.timeMs[row]! + events.durationS[row]! * 1000;
    const words = drawFor(events, row, delays);
    if ((marks & COMPLAINT) !== 0) {
      const delayMs = lognormal(words[0]!, words[1]!, complaintMs, REPORT_DELAY_SIGMA);
      response.complaints.push(readComplaint(batch, row, endMs + delayMs));
      if (events.kind[row] === KIND_CALL) {
        const benignClass = truth.fraud[row] === 1 ? null : truth.benignClass[row]!;
        response.marked.push({ identity: events.caller[row]! as Identity, benignClass });
      }
    }
    if ((marks & CURIOUS) !== 0) {
      const delayMs = Math.max(MIN_ACT_MS, lognormal(words[2]!, words[3]!, ACT_MINUTES * MINUTE_MS, ACT_SIGMA));
      response.acts.push(readAct(batch, row, endMs + delayMs));
    }
  }
  return response;
}

/** In place of 0, as a lognormal needs a median above 0. */
const NO_TIME = 1e-9;

/** The effects of all batches of a tick, in order of time and then of the events' identities. */
export function mergeVictimResponses(batches: readonly VictimResponse[]): VictimResponse {
  return {
    contacts: batches.flatMap(({ contacts }) => contacts).sort(compareEvents),
    complaints: batches.flatMap(({ complaints }) => complaints).sort(compareEvents),
    acts: batches.flatMap(({ acts }) => acts).sort(compareEvents),
    marked: batches.flatMap(({ marked }) => marked),
  };
}

interface Screened {
  readonly events: EventBatch;
  readonly findings: Findings;
  readonly truth: TruthBatch;
}

function readContact({ events, findings, truth }: Screened, row: number, gangs: GangNames): Contact & EventPlace {
  const gang = truth.gang[row]!;
  const domain = truth.domain[row]!;
  return {
    gang,
    target: truth.target[row]!,
    step: truth.step[row]!,
    attempt: truth.attempt[row]!,
    campaign: gangs.campaignOf(gang, truth.campaign[row]!),
    subscriber: truth.subscriber[row]!,
    timeMs: events.timeMs[row]!,
    delivered: findings.outcome.decision[row] !== BLOCK,
    answered: events.kind[row] === KIND_MESSAGE || events.answered[row] === 1,
    identity: events.caller[row]! as Identity,
    host: domain === NO_DOMAIN ? null : gangs.hostOf(domain),
    idHigh: events.idHigh[row]!,
    idLow: events.idLow[row]!,
  };
}

function readComplaint({ events, findings, truth }: Screened, row: number, timeMs: number): Complaint & EventPlace {
  return {
    subscriber: truth.subscriber[row]!,
    timeMs,
    identity: events.caller[row]! as Identity,
    host: firstHost(findings, row),
    account: null,
    app: null,
    text: events.kind[row] === KIND_MESSAGE ? textOf(events, row) : null,
    called: calledBefore(events, findings, row),
    scriptKnown: scriptsFound(findings).template[row]! >= 0,
    weight: 1,
    idHigh: events.idHigh[row]!,
    idLow: events.idLow[row]!,
  };
}

/** No operator counts lines registered for many calls, or lines of other countries. */
function calledBefore({ kind, route }: EventBatch, findings: Findings, row: number): number {
  const isOrdinary = kind[row] === KIND_CALL && ORDINARY_ROUTES.includes(route[row]!);
  return isOrdinary ? activityFound(findings).fanOut[row]! : 0;
}

const ORDINARY_ROUTES: readonly number[] = [ROUTE_MOBILE, ROUTE_VIRTUAL, ROUTE_FIXED];

function readAct({ events, findings, truth }: Screened, row: number, timeMs: number): Act & EventPlace {
  const isCall = events.kind[row] === KIND_CALL;
  const host = isCall ? null : firstHost(findings, row);
  return {
    kind: isCall ? "callBack" : host === null ? "reply" : "lookUp",
    subscriber: truth.subscriber[row]!,
    timeMs,
    identity: host === null ? (events.caller[row]! as Identity) : null,
    host,
    account: null,
    idHigh: events.idHigh[row]!,
    idLow: events.idLow[row]!,
  };
}

function firstHost(findings: Findings, row: number): string | null {
  return hostsOf(findings, row)[0] ?? null;
}
