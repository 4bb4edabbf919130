/**
 * Makes honest traffic, in workers. An event is a function of (seed, class, tick, ordinal): the plan (traffic.ts) says how many
 * there are, the draws say who calls whom, when, and with what words.
 *
 * A slice is made column by column, one short loop after another: reads of one loop's rows are independent, so the processor has many
 * cache lines of the subscribers' tables in flight at once.
 */
import { type AliasTable, drawAlias } from "../core/distributions.ts";
import { prepared } from "../core/prepared.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import {
  type EventBatch,
  KIND_CALL,
  KIND_TEXT,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { NO_DOMAIN, NO_SLOT, type TruthBatch } from "../event/truth.ts";
import { TICK_MS } from "../core/time.ts";
import { callLengthS } from "./call-length.ts";
import { benignEventId } from "./event-id.ts";
import type { EventWriter } from "./event-writer.ts";
import { foreignNumber } from "./number-plan.ts";
import { type CallerPool, NATIONWIDE } from "./organisations.ts";
import { circleMember, neighbour } from "./subscribers.ts";
import type { Composer } from "./text/compose.ts";
import { type TextRequest, createTextRequest } from "./text/text-request.ts";
import type { BenignMessages } from "./traffic.ts";
import type { WorldHandle, WorldTickHandle } from "./world.ts";

const CLASS_BITS = 16;

// What each draw of (class and tick, ordinal) decides.
const PART_EVENT = 0;
const PART_PARTIES = 1;
const PART_LENGTH = 2;
const PART_TEXT = 3;

/** Rows made at a time: what the loops hand to each other stays in the nearest cache. */
const RUN = 512;

/** Of decorated honest texts, those with full-width or foreign letters as well as symbols. Assumed. */
const FANCY_LETTERS_SHARE = 0.3;

/** What is the same for all events of a class. */
interface ClassPlan {
  readonly benignClass: number;
  readonly textShare: number;
  readonly answered: number;
  readonly durationMedianS: number;
  /** By kind; null where people call each other. */
  readonly pools: readonly [CallerPool, CallerPool] | null;
  readonly isStranger: boolean;
  readonly messages: BenignMessages[number];
  readonly decorationShare: number;
  readonly firstHost: number;
  readonly hostCount: number;
}

/** Rows [row, end) of a batch, which are events [ordinal, ordinal + end - row) of a class and tick. */
interface Run {
  row: number;
  end: number;
  /** Class and tick as one word of the counter of a draw. */
  entity: number;
  ordinal: number;
}

/** Makes the events of benign slices. One instance a worker; holds draws and scratch. */
export class TrafficMaker {
  readonly #world: WorldHandle;
  readonly #compose: Composer;
  readonly #plans: readonly ClassPlan[];
  readonly #draws: RandomStream;
  readonly #circles: RandomStream;
  readonly #request: TextRequest;
  readonly #run: Run = { row: 0, end: 0, entity: 0, ordinal: 0 };
  /** The word that chooses the message of each row of a run. */
  readonly #messageWords = new Uint32Array(RUN);

  constructor(world: WorldHandle, compose: Composer) {
    this.#world = world;
    this.#compose = compose;
    this.#plans = BENIGN_CLASSES.map((name, code) => planClass(world, name, code));
    this.#draws = new RandomStream(world.seed, "traffic");
    this.#circles = new RandomStream(world.seed, "circle");
    this.#request = createTextRequest(new RandomStream(world.seed, "traffic-text"));
    this.#request.link = world.hosts.units;
  }

  /** Appends events [first, first + count) of a class. */
  write(benignClass: number, first: number, count: number, tick: WorldTickHandle, writer: EventWriter): void {
    const plan = this.#plans[benignClass]!;
    const columns = columnWritersOf(writer.events, writer.truth);
    const run = this.#run;
    run.entity = tick.tick * CLASS_BITS + benignClass;
    for (let done = 0; done < count; done += RUN) {
      run.row = writer.row;
      run.end = writer.row + Math.min(RUN, count - done);
      run.ordinal = first + done;
      this.#writeRun(plan, run, tick, columns, writer);
    }
  }

  #writeRun(
    plan: ClassPlan,
    run: Run,
    tick: WorldTickHandle,
    columns: ReturnType<typeof columnWritersOf>,
    writer: EventWriter,
  ): void {
    const { subscribers, scenario, seed } = this.#world;
    const { population } = scenario;
    columns.kinds(run, plan, tick.tick * TICK_MS, this.#draws, this.#messageWords);
    columns.lengths(run, plan.durationMedianS, population.durationSigma, this.#draws);
    if (plan.pools) columns.organisations(run, plan.pools, subscribers, this.#draws);
    else columns.people(run, plan.isStranger, this.#world, this.#draws, this.#circles, tick.numbers);
    columns.callees(run, tick.numbers);
    this.#writeTexts(plan, run, writer);
    writeTruth(run, plan.benignClass, writer.truth);
    columns.ids(run, plan.benignClass, tick.tick, seed, writer.id);
    writer.finishRows(run.end - run.row);
  }

  #writeTexts(plan: ClassPlan, { row: first, end, entity, ordinal }: Run, writer: EventWriter): void {
    const { subscribers, hosts } = this.#world;
    const { events, truth } = writer;
    const { kind, caller, text, textStart } = events;
    const { messages, byWeight } = plan.messages;
    const request = this.#request;
    const draws = this.#draws;
    request.entity = entity;
    let textAt = writer.textAt;
    for (let row = first; row < end; row++) {
      if (kind[row] === KIND_TEXT) {
        const words = draws.draw(entity, ordinal + row - first, PART_TEXT);
        const host = plan.firstHost + below(words[1]!, plan.hostCount);
        request.message = messages[drawAlias(byWeight, this.#messageWords[row - first]!, words[0]!)]!;
        request.language = subscribers.language[truth.subscriber[row]!]!;
        // Each host stands for one sender, who keeps to its own brand and wording.
        request.campaign = host;
        request.level = decorationLevel(plan.decorationShare, words);
        request.ordinal = ordinal + row - first;
        request.linkFrom = hosts.start[host]!;
        request.linkTo = hosts.start[host + 1]!;
        request.phone = caller[row]!;
        textAt += this.#compose(request, text, textAt);
      }
      textStart[row + 1] = textAt;
    }
    writer.textAt = textAt;
  }
}

function planClass(world: WorldHandle, name: BenignClass, code: number): ClassPlan {
  const { scenario, organisations, benignMessages, hosts } = world;
  const { textShare, answered, durationMedianS } = scenario.benign[name];
  const { marketingShare, otherShare } = scenario.decoration;
  return {
    benignClass: code,
    textShare,
    answered,
    durationMedianS,
    pools: organisations[code]!,
    isStranger: name === "stranger",
    messages: benignMessages[code]!,
    decorationShare: name === "marketing" ? marketingShare : otherShare,
    firstHost: hosts.first[code]!,
    hostCount: hosts.first[code + 1]! - hosts.first[code]!,
  };
}

/** What writes the columns of a batch, a run of rows at a time. */
const columnWritersOf = prepared((events: EventBatch, truth: TruthBatch) => ({
  kinds: kindWriter(events),
  lengths: lengthWriter(events),
  organisations: organisationWriter(events, truth),
  people: peopleWriter(events, truth),
  callees: calleeWriter(events, truth),
  ids: idWriter(events),
}));

function kindWriter({ kind, timeMs, answered }: EventBatch) {
  return (
    { row: first, end, entity, ordinal }: Run,
    { textShare, answered: answeredShare }: ClassPlan,
    startMs: number,
    draws: RandomStream,
    messageWords: Uint32Array,
  ): void => {
    for (let row = first; row < end; row++) {
      const words = draws.draw(entity, ordinal + row - first, PART_EVENT);
      const isText = unit(words[0]!) < textShare;
      kind[row] = isText ? KIND_TEXT : KIND_CALL;
      timeMs[row] = startMs + below(words[1]!, TICK_MS);
      answered[row] = !isText && unit(words[2]!) < answeredShare ? 1 : 0;
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

/** An organisation of the class calls or texts one of those it serves. */
function organisationWriter({ kind, caller, route }: EventBatch, { subscriber }: TruthBatch) {
  return (
    { row: first, end, entity, ordinal }: Run,
    pools: readonly [CallerPool, CallerPool],
    subscribers: WorldHandle["subscribers"],
    draws: RandomStream,
  ): void => {
    const [calls, texts] = pools;
    for (let row = first; row < end; row++) {
      const pool = kind[row] === KIND_TEXT ? texts : calls;
      const words = draws.draw(entity, ordinal + row - first, PART_PARTIES);
      const organisation = drawAlias(pool.byActivity, words[0]!, words[1]!);
      const region = pool.region[organisation]!;
      caller[row] = pool.identity[organisation]!;
      route[row] = pool.route[organisation]!;
      subscriber[row] =
        region === NATIONWIDE ? below(words[2]!, subscribers.count) : neighbour(subscribers, region, words[2]!);
    }
  };
}

// Of each row of a run: what was drawn, and who calls, from one loop to the next. A draw takes as long as a cache line from afar, and between
// two draws the processor looks no further ahead. Of the module: a thread makes one run at a time.
const words0 = new Uint32Array(RUN);
const words1 = new Uint32Array(RUN);
const words2 = new Uint32Array(RUN);
const words3 = new Uint32Array(RUN);
const callers = new Uint32Array(RUN);

/** A subscriber calls or texts another. */
function peopleWriter(events: EventBatch, truth: TruthBatch) {
  const writeCallers = callerWriter(events);
  const chooseStrangers = strangerChooser(truth);
  const chooseFriends = friendChooser(truth);
  return (
    run: Run,
    isStranger: boolean,
    { subscribers, scenario }: WorldHandle,
    draws: RandomStream,
    circles: RandomStream,
    numbers: Float64Array,
  ): void => {
    const { abroadShare, circle } = scenario.population;
    drawParties(run, draws);
    chooseCallers(run, subscribers.byActivity);
    writeCallers(run, subscribers.virtual, numbers, abroadShare);
    if (isStranger) chooseStrangers(run, subscribers.count);
    else chooseFriends(run, subscribers, circles, circle);
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
  return ({ row: first, end, ordinal }: Run, virtual: Uint8Array, numbers: Float64Array, abroadShare: number): void => {
    for (let row = first; row < end; row++) {
      const from = callers[row - first]!;
      caller[row] = numbers[from]!;
      route[row] = virtual[from] === 1 ? ROUTE_VIRTUAL : ROUTE_MOBILE;
      if (unit(words3[row - first]!) >= abroadShare) continue;
      // Not as a choice between the two: it would box the number of each caller.
      caller[row] = foreignNumber(from, scramble(from), ordinal + row - first);
      route[row] = ROUTE_INTERNATIONAL;
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
  return (
    { row: first, end }: Run,
    subscribers: WorldHandle["subscribers"],
    circles: RandomStream,
    circle: number,
  ): void => {
    const rows = end - first;
    for (let i = 0; i < rows; i++) {
      const closeness = unit(words2[i]!);
      // The square makes the first of the circle by far the most called.
      const words = circles.draw(callers[i]!, (closeness * closeness * circle) | 0);
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
  return ({ row: first, end }: Run, numbers: Float64Array): void => {
    for (let row = first; row < end; row++) callee[row] = numbers[subscriber[row]!]!;
  };
}

function writeTruth({ row, end }: Run, benignClass: number, truth: TruthBatch): void {
  truth.fraud.fill(0, row, end);
  truth.benignClass.fill(benignClass, row, end);
  truth.obfuscation.fill(0, row, end);
  truth.domain.fill(NO_DOMAIN, row, end);
  truth.domainSlot.fill(NO_SLOT, row, end);
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

/** Honest senders use symbols and odd letters too, marketers above all: the rung of the ladder that looks alike. */
function decorationLevel(share: number, words: Uint32Array): number {
  if (unit(words[2]!) >= share) return 0;
  return unit(words[3]!) < FANCY_LETTERS_SHARE ? 3 : 2;
}

/** A word that differs in its upper bits from subscriber to subscriber, and is always the same for one. */
function scramble(subscriber: number): number {
  return Math.imul(subscriber + 1, 0x9e3779b1) >>> 0;
}
