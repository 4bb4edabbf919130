/**
 * Contacts of gangs, made in workers. A contact is a function of (seed, gang, target, step, attempt) and of what the
 * gang has in use in that tick. The line may change; whom it calls (targets.ts) and with what luck does not.
 */
import { RandomStream, below, unit } from "../../core/random.ts";
import { KIND_CALL, KIND_MESSAGE } from "../../event/event-batch.ts";
import { NO_DOMAIN, NO_SLOT, NO_WORDING } from "../../event/truth.ts";
import { HOUR_MS } from "../../core/time.ts";
import { callLengthS } from "../traffic/traffic-columns.ts";
import { gangEventId } from "../event-id.ts";
import { Engagement } from "../people/engagement.ts";
import type { EventWriter } from "../event-writer.ts";
import { type GangTable, MAX_DOMAINS, MAX_HOST, MAX_LINES } from "./gang-table.ts";
import { obfuscationAt, obfuscationShares } from "./gang-policy.ts";
import { SLICE, TIME_DRAWN } from "../slice.ts";
import { BLOCK_CHOICES, TARGETS_A_RUN, Targets } from "./targets.ts";
import type { Composer } from "../text/compose.ts";
import { type TextRequest, createTextRequest } from "../text/text-draft.ts";
import type { WorldHandle, WorldTickHandle } from "../world.ts";

// Of each contact of a run: the number called, and the language. Module scope: a thread makes one run at a time.
const numbers = new Float64Array(TARGETS_A_RUN);
const languages = new Uint8Array(TARGETS_A_RUN);

/** Median seconds of an answered fraud call without hold: nuisance calls last 29 s on average (TouchPal 2016). */
export const UNENGAGED_CALL_S = 10;

/** Spread of the lengths of fraud calls: standard deviation of the logarithm. Assumed; changes no headline figure. */
const CALL_LENGTH_SIGMA = 0.9;

const ATTEMPT_SHIFT = 8;
const BLOCK_LENGTH = 1;

export class ContactMaker {
  readonly #world: WorldHandle;
  readonly #compose: Composer;
  readonly #targets: Targets;
  readonly #draws: RandomStream;
  readonly #engagement: Engagement;
  readonly #request: TextRequest;
  readonly #levelShares: readonly Float64Array[];
  /** What a contact is a function of, and how its slice fixes it. One object is reused for every contact. */
  readonly #key = {
    gang: 0,
    target: 0,
    step: 0,
    attempt: 0,
    /** Step and attempt as one word of the counter of a draw. */
    part: 0,
    subscriber: 0,
    /** The target whose draws decide who this is: an earlier one on a repeated call. */
    origin: 0,
    place: 0,
  };

  /** The same for every run: an object for each would be garbage. */
  readonly #approach = { typology: 0, opensByCall: false, setting: 0 };

  constructor(world: WorldHandle, compose: Composer) {
    this.#world = world;
    this.#compose = compose;
    this.#draws = new RandomStream(world.seed, "contact");
    this.#targets = new Targets(world, this.#draws);
    this.#engagement = new Engagement(world.scenario, world.seed);
    this.#request = createTextRequest(new RandomStream(world.seed, "contact-text"));
    this.#levelShares = obfuscationShares(world.scenario);
  }

  write(slice: Int32Array, tick: WorldTickHandle, gangs: GangTable, writer: EventWriter): void {
    const key = this.#key;
    key.gang = slice[SLICE.index]!;
    key.step = slice[SLICE.step]!;
    key.attempt = slice[SLICE.attempt]!;
    key.part = key.step | (key.attempt << ATTEMPT_SHIFT);
    const first = slice[SLICE.first]!;
    const end = first + slice[SLICE.count]!;
    for (let from = first; from < end; from += TARGETS_A_RUN) {
      this.#writeRun(slice, from, Math.min(from + TARGETS_A_RUN, end), tick, gangs, writer);
    }
  }

  #writeRun(
    slice: Int32Array,
    from: number,
    end: number,
    tick: WorldTickHandle,
    gangs: GangTable,
    writer: EventWriter,
  ): void {
    const key = this.#key;
    const { origins, subscribers } = this.#targets;
    const approach = this.#approach;
    approach.typology = gangs.typology[key.gang]!;
    approach.opensByCall = slice[SLICE.opensByCall] === 1;
    approach.setting = slice[SLICE.targets]!;
    this.#targets.choose(key.gang, from, end - from, approach);
    lookUpEach(subscribers, end - from, tick.numbers, this.#world.subscribers.language);
    for (key.target = from; key.target < end; key.target++) {
      key.place = key.target - from;
      key.origin = origins[key.place]!;
      key.subscriber = subscribers[key.place]!;
      this.#writeOne(slice, tick, gangs, writer);
    }
  }

  #writeOne(slice: Int32Array, tick: WorldTickHandle, gangs: GangTable, writer: EventWriter): void {
    const { gang, target, step, attempt, part, subscriber, place } = this.#key;
    const message = slice[SLICE.message]!;
    const offsetMs = slice[SLICE.offsetMs]!;
    const { events, truth, row } = writer;
    const words = this.#draws.draw(gang, target, part, BLOCK_CHOICES);
    events.timeMs[row] = tick.tick * HOUR_MS + (offsetMs === TIME_DRAWN ? below(words[0]!, HOUR_MS) : offsetMs);
    events.callee[row] = numbers[place]!;
    truth.fraud[row] = 1;
    truth.subscriber[row] = subscriber;
    truth.gang[row] = gang;
    truth.typology[row] = gangs.typology[gang]!;
    truth.campaign[row] = slice[SLICE.campaign]!;
    truth.target[row] = target;
    truth.step[row] = step;
    truth.attempt[row] = attempt;
    truth.wording[row] = message < 0 ? NO_WORDING : message;
    if (message < 0) this.#writeCall(-1 - message, words, gangs, writer);
    else this.#writeText(slice, words, gangs, writer);
    gangEventId(gang, step, attempt, target, this.#world.seed, writer.id);
    writer.finishRow();
  }

  #writeCall(medianS: number, words: Uint32Array, gangs: GangTable, writer: EventWriter): void {
    const { gang, target, step, attempt, part, origin } = this.#key;
    const { events, truth, row } = writer;
    const { gangs: settings, episodes } = this.#world.scenario;
    const isFirst = step === 0 && attempt === 0;
    // A person called again is engaged, and answers more often.
    const answered = unit(words[2]!) < (isFirst ? settings.answered : episodes.answered);
    // The line that called somebody in vain calls again.
    const lineWord = isFirst && origin !== target ? this.#draws.draw(gang, origin, 0, BLOCK_CHOICES)[1]! : words[1]!;
    const slot = below(lineWord, gangs.callCount[gang]!);
    const line = gang * MAX_LINES + slot;
    events.kind[row] = KIND_CALL;
    events.caller[row] = gangs.callIdentity[line]!;
    events.route[row] = gangs.callRoute[line]!;
    if (this.#world.records) events.provenance[row] = gangs.callProvenance[line]!;
    events.answered[row] = answered ? 1 : 0;
    truth.line[row] = slot;
    truth.technology[row] = gangs.callTechnology[line]!;
    truth.obfuscation[row] = 0;
    truth.domain[row] = NO_DOMAIN;
    truth.domainSlot[row] = NO_SLOT;
    if (!answered) {
      events.durationS[row] = 0;
      return;
    }
    // People who are not engaged soon hang up.
    const isHeardOut = !isFirst || this.#takesHold(events.timeMs[row]!, gangs.typology[gang]!);
    const median = isHeardOut ? medianS : UNENGAGED_CALL_S;
    const lengths = this.#draws.draw(gang, target, part, BLOCK_LENGTH);
    events.durationS[row] = callLengthS(lengths, median, CALL_LENGTH_SIGMA);
  }

  #takesHold(timeMs: number, typology: number): boolean {
    const { gang, target, subscriber } = this.#key;
    const ageBand = this.#world.subscribers.ageBand[subscriber]!;
    return this.#engagement.takesHold(gang, target, typology, subscriber, ageBand, KIND_CALL, timeMs);
  }

  #writeText(slice: Int32Array, words: Uint32Array, gangs: GangTable, writer: EventWriter): void {
    const { gang, target, part, place } = this.#key;
    const { events, truth, row } = writer;
    const slot = below(words[1]!, gangs.messageCount[gang]!);
    const sender = gang * MAX_LINES + slot;
    const domainSlot = below(words[3]!, gangs.domainCount[gang]!);
    const domain = gang * MAX_DOMAINS + domainSlot;
    const level = obfuscationAt(this.#levelShares[slice[SLICE.obfuscation]!]!, unit(words[2]!));
    events.kind[row] = KIND_MESSAGE;
    events.caller[row] = gangs.messageIdentity[sender]!;
    events.route[row] = gangs.messageRoute[sender]!;
    events.answered[row] = 0;
    events.durationS[row] = 0;
    truth.line[row] = slot;
    truth.technology[row] = gangs.messageTechnology[sender]!;
    truth.obfuscation[row] = level;

    const request = this.#request;
    request.message = slice[SLICE.message]!;
    request.language = languages[place]!;
    request.campaign = slice[SLICE.campaign]!;
    request.level = level;
    request.entity = gang;
    request.ordinal = target;
    request.part = part;
    request.link = gangs.host;
    request.linkFrom = domain * MAX_HOST;
    request.linkTo = domain * MAX_HOST + gangs.hostLength[domain]!;
    request.phone = gangs.callIdentity[gang * MAX_LINES]!;
    writer.textAt += this.#compose(request, events.text, writer.textAt);
    truth.domain[row] = request.linkWritten ? gangs.domainSerial[domain]! : NO_DOMAIN;
    truth.domainSlot[row] = request.linkWritten ? domainSlot : NO_SLOT;
    if (!this.#world.records) return;
    events.provenance[row] =
      gangs.messageProvenance[sender]! | (request.linkWritten ? gangs.domainProvenance[domain]! : 0);
  }
}

/** Looks up all people of a run: in a loop that does nothing else, the cache misses overlap. */
function lookUpEach(subscribers: Uint32Array, count: number, numberOf: Float64Array, languageOf: Uint8Array): void {
  for (let i = 0; i < count; i++) {
    numbers[i] = numberOf[subscribers[i]!]!;
    languages[i] = languageOf[subscribers[i]!]!;
  }
}
