/**
 * The columns of benign traffic, written a run of rows at a time, one short loop after another: reads of one loop's
 * rows are independent, so many cache misses overlap. Loops are made once for a batch (docs/performance.md).
 */
import { type AliasTable, drawAlias } from "../../core/distributions.ts";
import { prepared } from "../../core/once.ts";
import { type RandomStream, below, unit, unitOpen } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import {
  type EventBatch,
  KIND_CALL,
  KIND_MESSAGE,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../../event/event-batch.ts";
import { NO_DOMAIN, NO_SLOT, type TruthBatch } from "../../event/truth.ts";
import type { BenignCalls } from "./benign-calls.ts";
import { benignEventId } from "../event-id.ts";
import { foreignNumber } from "../number-plan.ts";
import { type CallerPool, NATIONWIDE } from "./organisations.ts";
import { circleMember, neighbour } from "../people/subscribers.ts";
import type { WorldHandle } from "../world.ts";

// What each draw of (class and tick, ordinal) decides.
const PART_EVENT = 0;
const PART_PARTIES = 1;
const PART_LENGTH = 2;
export const PART_MESSAGE = 3;

/** Calls and messages of family, work and strangers that come from abroad. Assumed; changes no headline figure. */
const ABROAD_SHARE = 0.015;

/** People in a subscriber's circle, the nearest called most. Assumed; changes no headline figure. */
const CIRCLE = 14;

/** Rows made at a time: what the loops hand to each other stays in the nearest cache. */
export const RUN = 512;

/** Rows [row, end) of a batch, which are events [ordinal, ordinal + end - row) of a class and tick. */
export interface Run {
  row: number;
  end: number;
  /** Class and tick as one word of the counter of a draw. */
  entity: number;
  ordinal: number;
}

type TrafficMix = Pick<BenignCalls, "messageShare" | "answered">;

export const trafficColumnsOf = prepared((events: EventBatch, truth: TruthBatch) => ({
  kinds: kindWriter(events),
  lengths: lengthWriter(events),
  organisations: organisationWriter(events, truth),
  people: peopleWriter(events, truth),
  callees: calleeWriter(events, truth),
  records: recordWriter(events),
  truth: truthWriter(truth),
  ids: idWriter(events),
}));

function kindWriter({ kind, timeMs, answered }: EventBatch) {
  return (
    { row: first, end, entity, ordinal }: Run,
    { messageShare, answered: answeredShare }: TrafficMix,
    startMs: number,
    draws: RandomStream,
    messageWords: Uint32Array,
  ): void => {
    for (let row = first; row < end; row++) {
      const words = draws.draw(entity, ordinal + row - first, PART_EVENT);
      const isMessage = unit(words[0]!) < messageShare;
      kind[row] = isMessage ? KIND_MESSAGE : KIND_CALL;
      timeMs[row] = startMs + below(words[1]!, HOUR_MS);
      answered[row] = !isMessage && unit(words[2]!) < answeredShare ? 1 : 0;
      messageWords[row - first] = words[3]!;
    }
  };
}

function lengthWriter({ answered, durationS }: EventBatch) {
  return ({ row: first, end, entity, ordinal }: Run, medianS: number, sigma: number, draws: RandomStream): void => {
    for (let row = first; row < end; row++) {
      if (answered[row] === 0) {
        durationS[row] = 0;
        continue;
      }
      const words = draws.draw(entity, ordinal + row - first, PART_LENGTH);
      durationS[row] = callLengthS(words, medianS, sigma);
    }
  };
}

// Of each row of a run: what was drawn, and who calls, person or organisation, from one loop to the next. A draw takes
// as long as a cache line from afar, and between two draws the processor looks no further ahead. Module scope: a thread
// makes one run at a time.
const words0 = new Uint32Array(RUN);
const words1 = new Uint32Array(RUN);
const words2 = new Uint32Array(RUN);
const words3 = new Uint32Array(RUN);
const callers = new Uint32Array(RUN);

function organisationWriter({ kind, caller, route }: EventBatch, { subscriber }: TruthBatch) {
  return (
    run: Run,
    pools: readonly [CallerPool, CallerPool],
    subscribers: WorldHandle["subscribers"],
    draws: RandomStream,
  ): void => {
    const { row: first, end } = run;
    const [calls, messages] = pools;
    drawParties(run, draws);
    for (let row = first; row < end; row++) {
      const i = row - first;
      const pool = kind[row] === KIND_MESSAGE ? messages : calls;
      const organisation = drawAlias(pool.byActivity, words0[i]!, words1[i]!);
      callers[i] = organisation;
      const region = pool.region[organisation]!;
      caller[row] = pool.identity[organisation]!;
      route[row] = pool.route[organisation]!;
      subscriber[row] =
        region === NATIONWIDE ? below(words2[i]!, subscribers.count) : neighbour(subscribers, region, words2[i]!);
    }
  };
}

function peopleWriter(events: EventBatch, truth: TruthBatch) {
  const writeCallers = callerWriter(events);
  const chooseStrangers = strangerChooser(truth);
  const chooseFriends = friendChooser(truth);
  return (
    run: Run,
    isStranger: boolean,
    subscribers: WorldHandle["subscribers"],
    draws: RandomStream,
    circles: RandomStream,
    numbers: Float64Array,
  ): void => {
    drawParties(run, draws);
    chooseCallers(run, subscribers.byActivity);
    writeCallers(run, subscribers.virtual, numbers);
    if (isStranger) chooseStrangers(run, subscribers.count);
    else chooseFriends(run, subscribers, circles);
  };
}

function drawParties({ row: first, end, entity, ordinal }: Run, draws: RandomStream): void {
  const count = end - first;
  for (let i = 0; i < count; i++) {
    const words = draws.draw(entity, ordinal + i, PART_PARTIES);
    words0[i] = words[0]!;
    words1[i] = words[1]!;
    words2[i] = words[2]!;
    words3[i] = words[3]!;
  }
}

function chooseCallers({ row: first, end }: Run, byActivity: AliasTable): void {
  const count = end - first;
  for (let i = 0; i < count; i++) callers[i] = drawAlias(byActivity, words0[i]!, words1[i]!);
}

function callerWriter({ caller, route }: EventBatch) {
  return ({ row: first, end, ordinal }: Run, virtual: Uint8Array, numbers: Float64Array): void => {
    for (let row = first; row < end; row++) {
      const from = callers[row - first]!;
      caller[row] = numbers[from]!;
      route[row] = virtual[from] === 1 ? ROUTE_VIRTUAL : ROUTE_MOBILE;
      if (unit(words3[row - first]!) >= ABROAD_SHARE) continue;
      // Not as a choice between the two: it would box the number of each caller.
      caller[row] = foreignNumber(from, scramble(from), ordinal + row - first);
      route[row] = ROUTE_INTERNATIONAL;
    }
  };
}

/** What is on record of each caller, by kind; of a number from abroad nothing. After organisations or people. */
function recordWriter({ kind, route, provenance }: EventBatch) {
  return ({ row: first, end }: Run, calls: Uint32Array, messages: Uint32Array): void => {
    for (let row = first; row < end; row++) {
      const records = kind[row] === KIND_MESSAGE ? messages : calls;
      provenance[row] = route[row] === ROUTE_INTERNATIONAL ? 0 : records[callers[row - first]!]!;
    }
  };
}

function strangerChooser({ subscriber }: TruthBatch) {
  return ({ row: first, end }: Run, count: number): void => {
    for (let row = first; row < end; row++) {
      subscriber[row] = another(below(words2[row - first]!, count), callers[row - first]!, count);
    }
  };
}

function friendChooser({ subscriber }: TruthBatch) {
  return ({ row: first, end }: Run, subscribers: WorldHandle["subscribers"], circles: RandomStream): void => {
    const rows = end - first;
    for (let i = 0; i < rows; i++) {
      const closeness = unit(words2[i]!);
      // The square makes the first of the circle by far the most called.
      const words = circles.draw(callers[i]!, (closeness * closeness * CIRCLE) | 0);
      words0[i] = words[0]!;
      words1[i] = words[1]!;
    }
    for (let i = 0; i < rows; i++) {
      const to = circleMember(subscribers, callers[i]!, words0[i]!, words1[i]!);
      subscriber[first + i] = another(to, callers[i]!, subscribers.count);
    }
  };
}

/** Nobody calls oneself. */
function another(to: number, from: number, count: number): number {
  return to === from ? (to + 1) % count : to;
}

function calleeWriter({ callee }: EventBatch, { subscriber }: TruthBatch) {
  return ({ row: first, end }: Run, numbers: Float64Array, language: Uint8Array, languages: Uint8Array): void => {
    for (let row = first; row < end; row++) {
      const to = subscriber[row]!;
      callee[row] = numbers[to]!;
      languages[row - first] = language[to]!;
    }
  };
}

function truthWriter(truth: TruthBatch) {
  return ({ row, end }: Run, benignClass: number): void => {
    truth.fraud.fill(0, row, end);
    truth.benignClass.fill(benignClass, row, end);
    truth.obfuscation.fill(0, row, end);
    truth.domain.fill(NO_DOMAIN, row, end);
    truth.domainSlot.fill(NO_SLOT, row, end);
  };
}

function idWriter({ idLow, idHigh }: EventBatch) {
  return (
    { row: first, end, ordinal }: Run,
    benignClass: number,
    tick: number,
    seed: number,
    id: Uint32Array,
  ): void => {
    for (let row = first; row < end; row++) {
      benignEventId(benignClass, tick, ordinal + row - first, seed, id);
      idLow[row] = id[0]!;
      idHigh[row] = id[1]!;
    }
  };
}

/** A word that differs in its upper bits from subscriber to subscriber, and is always the same for one. */
function scramble(subscriber: number): number {
  return Math.imul(subscriber + 1, 0x9e3779b1) >>> 0;
}

/** Two hours: longer calls exist and tell nothing more. */
const MAX_CALL_S = 7200;

/** Whole seconds, lognormal. Written out: V8 would box the words and the fraction of every call. */
export function callLengthS(words: Uint32Array, medianS: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(unitOpen(words[0]!))) * Math.cos(2 * Math.PI * unit(words[1]!));
  const seconds = Math.round(medianS * Math.exp(sigma * normal));
  return Math.min(MAX_CALL_S, Math.max(1, seconds));
}
