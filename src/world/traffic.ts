/**
 * Honest traffic, made in workers. An event is a function of (seed, class, tick, ordinal): the plan says how many there
 * are, the draws say who calls whom, when, and with what words.
 */
import { HOURS_PER_DAY } from "../core/time.ts";
import { type AliasTable, buildAliasTable, drawAlias, poisson } from "../core/distributions.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import { KIND_CALL, KIND_TEXT, ROUTE_INTERNATIONAL, ROUTE_MOBILE, ROUTE_VIRTUAL } from "../event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { NO_DOMAIN, NO_SLOT } from "../event/truth.ts";
import { type Scenario, TICK_MS } from "../scenario/schema.ts";
import { callLengthS } from "./call-length.ts";
import { type DiurnalShape, diurnalWeight } from "./diurnal.ts";
import { benignEventId } from "./event-id.ts";
import type { EventWriter } from "./event-writer.ts";
import { foreignNumber } from "./number-plan.ts";
import { NATIONWIDE } from "./organisations.ts";
import { SLICE, SLICE_WORDS, SOURCE_BENIGN } from "./slice.ts";
import { circleMember, neighbour } from "./subscribers.ts";
import type { Catalogue } from "./text/catalogue.ts";
import { composeInto } from "./text/compose.ts";
import type { PhraseBank } from "./text/phrase-bank.ts";
import { type TextRequest, createTextRequest } from "./text/text-request.ts";
import type { WorldHandle, WorldTickHandle } from "./world.ts";

const SHAPES: Readonly<Record<BenignClass, DiurnalShape>> = {
  family: "personal",
  work: "business",
  courier: "business",
  delivery: "personal",
  otp: "automatic",
  bank: "automatic",
  hospital: "business",
  school: "business",
  marketing: "business",
  government: "business",
  stranger: "personal",
};

const CLASS_BITS = 16;
/** Of decorated honest texts, those with full-width or foreign letters as well as symbols. Assumed. */
const FANCY_LETTERS_SHARE = 0.3;

/** Messages of each class with a table to draw one by weight. */
export type BenignMessages = readonly { readonly messages: Int32Array; readonly byWeight: AliasTable }[];

export function makeBenignMessages(catalogue: Catalogue): BenignMessages {
  return catalogue.benign.map((entries) => ({
    messages: Int32Array.from(entries, (entry) => entry.message),
    byWeight: buildAliasTable(entries.map((entry) => entry.weight)),
  }));
}

/** One slice for each class that has events in the tick. */
export function planTraffic(scenario: Scenario, volume: RandomStream, tick: number): Int32Array[] {
  const slices: Int32Array[] = [];
  BENIGN_CLASSES.forEach((name, code) => {
    const perTick = (scenario.benign[name].perDay * scenario.population.subscribers) / HOURS_PER_DAY;
    const count = poisson(volume, code, tick, perTick * diurnalWeight(SHAPES[name], tick));
    if (count === 0) return;
    const slice = new Int32Array(SLICE_WORDS);
    slice[SLICE.source] = SOURCE_BENIGN;
    slice[SLICE.index] = code;
    slice[SLICE.count] = count;
    slices.push(slice);
  });
  return slices;
}

/** Makes the events of benign slices. One instance a worker; holds draws and scratch. */
export class TrafficMaker {
  readonly #world: WorldHandle;
  readonly #bank: PhraseBank;
  readonly #draws: RandomStream;
  readonly #circles: RandomStream;
  readonly #request: TextRequest;

  constructor(world: WorldHandle, bank: PhraseBank) {
    this.#world = world;
    this.#bank = bank;
    this.#draws = new RandomStream(world.seed, "traffic");
    this.#circles = new RandomStream(world.seed, "circle");
    this.#request = createTextRequest(new RandomStream(world.seed, "traffic-text"));
  }

  /** Appends events [first, first + count) of a class. */
  write(benignClass: number, first: number, count: number, tick: WorldTickHandle, writer: EventWriter): void {
    for (let ordinal = first; ordinal < first + count; ordinal++) this.#writeOne(benignClass, ordinal, tick, writer);
  }

  #writeOne(benignClass: number, ordinal: number, tick: WorldTickHandle, writer: EventWriter): void {
    const world = this.#world;
    const settings = world.scenario.benign[BENIGN_CLASSES[benignClass]!];
    const entity = tick.tick * CLASS_BITS + benignClass;
    const { events, truth, row } = writer;

    const words = this.#draws.draw(entity, ordinal, 0);
    const isText = unit(words[0]!) < settings.textShare;
    events.timeMs[row] = tick.tick * TICK_MS + below(words[1]!, TICK_MS);
    const answered = !isText && unit(words[2]!) < settings.answered;
    const messageWord = words[3]!;
    events.kind[row] = isText ? KIND_TEXT : KIND_CALL;
    events.answered[row] = answered ? 1 : 0;
    events.durationS[row] = answered ? this.#durationS(entity, ordinal, settings.durationMedianS) : 0;

    const callee = this.#chooseParties(benignClass, isText, entity, ordinal, tick, writer);
    if (isText) this.#writeText(benignClass, callee, entity, ordinal, messageWord, writer);

    truth.fraud[row] = 0;
    truth.benignClass[row] = benignClass;
    truth.subscriber[row] = callee;
    truth.obfuscation[row] = 0;
    truth.domain[row] = NO_DOMAIN;
    truth.domainSlot[row] = NO_SLOT;
    benignEventId(benignClass, tick.tick, ordinal, world.seed, writer.id);
    writer.finishRow();
  }

  #durationS(entity: number, ordinal: number, medianS: number): number {
    const words = this.#draws.draw(entity, ordinal, 2);
    return callLengthS(words[0]!, words[1]!, medianS, this.#world.scenario.population.durationSigma);
  }

  /** Writes caller, callee and route; returns the subscriber who is called. */
  #chooseParties(
    benignClass: number,
    isText: boolean,
    entity: number,
    ordinal: number,
    tick: WorldTickHandle,
    writer: EventWriter,
  ): number {
    const { subscribers, organisations, scenario } = this.#world;
    const { events, row } = writer;
    const words = this.#draws.draw(entity, ordinal, 1);
    const pools = organisations[benignClass];
    if (pools) {
      const pool = pools[isText ? KIND_TEXT : KIND_CALL];
      const organisation = drawAlias(pool.byActivity, words[0]!, words[1]!);
      const region = pool.region[organisation]!;
      const callee =
        region === NATIONWIDE ? below(words[2]!, subscribers.count) : neighbour(subscribers, region, words[2]!);
      events.caller[row] = pool.identity[organisation]!;
      events.route[row] = pool.route[organisation]!;
      events.callee[row] = tick.numbers[callee]!;
      return callee;
    }
    const caller = drawAlias(subscribers.byActivity, words[0]!, words[1]!);
    const closeness = unit(words[2]!);
    const abroad = unit(words[3]!) < scenario.population.abroadShare;
    const drawn =
      BENIGN_CLASSES[benignClass] === "stranger"
        ? below(words[2]!, subscribers.count)
        : // The square makes the first of the circle by far the most called.
          circleMember(
            subscribers,
            this.#circles,
            caller,
            Math.floor(closeness * closeness * scenario.population.circle),
          );
    // Nobody calls oneself.
    const callee = drawn === caller ? (drawn + 1) % subscribers.count : drawn;
    events.caller[row] = abroad ? foreignNumber(caller, scramble(caller), ordinal) : tick.numbers[caller]!;
    events.route[row] = abroad ? ROUTE_INTERNATIONAL : subscribers.virtual[caller] === 1 ? ROUTE_VIRTUAL : ROUTE_MOBILE;
    events.callee[row] = tick.numbers[callee]!;
    return callee;
  }

  /** Honest senders use symbols and odd letters too, marketers above all: the rung of the ladder that looks alike. */
  #decorationOf(benignClass: number, word0: number, word1: number): number {
    const { marketingShare, otherShare } = this.#world.scenario.decoration;
    const share = BENIGN_CLASSES[benignClass] === "marketing" ? marketingShare : otherShare;
    if (unit(word0) >= share) return 0;
    return unit(word1) < FANCY_LETTERS_SHARE ? 3 : 2;
  }

  #writeText(
    benignClass: number,
    callee: number,
    entity: number,
    ordinal: number,
    messageWord: number,
    writer: EventWriter,
  ): void {
    const { benignMessages, subscribers, hosts } = this.#world;
    const choices = benignMessages[benignClass]!;
    const words = this.#draws.draw(entity, ordinal, 3);
    const message = choices.messages[drawAlias(choices.byWeight, messageWord, words[0]!)]!;
    const firstHost = hosts.first[benignClass]!;
    const host = firstHost + below(words[1]!, hosts.first[benignClass + 1]! - firstHost);
    const request = this.#request;
    request.message = message;
    request.language = subscribers.language[callee]!;
    // Each host stands for one sender, who keeps to its own brand and wording.
    request.campaign = host;
    request.level = this.#decorationOf(benignClass, words[2]!, words[3]!);
    request.entity = entity;
    request.ordinal = ordinal;
    request.link = hosts.units;
    request.linkFrom = hosts.start[host]!;
    request.linkTo = hosts.start[host + 1]!;
    request.phone = writer.events.caller[writer.row]!;
    writer.textAt += composeInto(this.#bank, request, writer.events.text, writer.textAt);
  }
}

/** A word that differs in its upper bits from subscriber to subscriber, and is always the same for one. */
function scramble(subscriber: number): number {
  return Math.imul(subscriber + 1, 0x9e3779b1) >>> 0;
}
