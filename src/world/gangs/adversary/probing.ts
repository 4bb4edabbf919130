/**
 * Gangs that try the words of a new campaign before they use them: they send a few test messages of each wording to
 * telephones of their own, and keep the wording of which fewest are blocked. They see whether a message arrives, and
 * nothing else.
 */
import { RandomStream, below, unit } from "../../../core/random.ts";
import { unitsOf } from "../../../core/units.ts";
import { EventBatch, KIND_MESSAGE } from "../../../event/event-batch.ts";
import { OBFUSCATION_LEVELS } from "../../../event/taxonomy.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { type BenignMessages, ordinaryMessages } from "../../traffic/benign-messages.ts";
import type { Campaign, Gang } from "../gang.ts";
import { rungAt, rungShares } from "../rungs.ts";
import { composerOf } from "../../text/compose.ts";
import { type DressedComposer, NO_DRESS, dressOf, dressedComposer, rungIn } from "../../text/dress.ts";
import { LANGUAGE_EN, LANGUAGE_ZH, type PhraseBankHandle, attachPhraseBank } from "../../text/phrase-bank.ts";
import { type TextRequest, createTextRequest } from "../../text/text-request.ts";

/** What a gang's own telephones tell it. */
export interface Telephones {
  /** Of the messages, all in one batch, how many do not arrive. */
  countBlocked(messages: EventBatch): number;
}

/** What a campaign's texts are made of, besides its script. */
interface Wording {
  readonly key: number;
  readonly dress: number;
}

/** What texts are made of: a WorldHandle has it. */
interface TextMeans {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly phraseBank: PhraseBankHandle;
  readonly benignMessages: BenignMessages;
}

export class Probing {
  readonly #telephones: Telephones;
  readonly #scenario: Scenario;
  readonly #compose: DressedComposer;
  readonly #wordings: RandomStream;
  readonly #tests: RandomStream;
  readonly #request: TextRequest;
  readonly #shares: readonly Float64Array[];
  readonly #batch: EventBatch;

  constructor({ scenario, seed, phraseBank, benignMessages }: TextMeans, telephones: Telephones) {
    this.#telephones = telephones;
    this.#scenario = scenario;
    this.#compose = dressedComposer(composerOf(attachPhraseBank(phraseBank)), ordinaryMessages(benignMessages));
    this.#wordings = new RandomStream(seed, "probing");
    this.#tests = new RandomStream(seed, "test-message");
    this.#request = createTextRequest(new RandomStream(seed, "test-message-text"));
    this.#shares = rungShares(scenario);
    this.#batch = EventBatch.allocate(scenario.adversary.probeMessages);
  }

  /**
   * The gang's `serial`-th campaign in the words that its tests chose, and how many it sent: the wording of habit
   * first, then others, until one arrives whole or `probeWordings` are tried. A function of (seed, gang, serial), of
   * what the gang has in use and of the telephones. A campaign that sends no messages is left as it is.
   */
  settle(campaign: Campaign, serial: number, gang: Gang, obfuscation: number): Campaign {
    const { probeWordings, probeMessages } = this.#scenario.adversary;
    const message = campaign.script.steps.find(({ channel }) => channel === "message")?.message;
    if (message === undefined) return campaign;
    let best: Wording = { key: campaign.key, dress: NO_DRESS };
    let fewest = Infinity;
    let tried = 0;
    for (; tried < probeWordings && fewest > 0; tried++) {
      const wording = tried === 0 ? best : this.#draw(gang.id, serial, tried);
      this.#write(wording, message, serial, gang, obfuscation);
      const blocked = this.#telephones.countBlocked(this.#batch);
      if (blocked < fewest) [best, fewest] = [wording, blocked];
    }
    return { ...campaign, ...best, probes: tried * probeMessages };
  }

  /** Other words of the same script, on one rung or on all as usual, and plain or beside ordinary messages. */
  #draw(gang: number, serial: number, number: number): Wording {
    const { probeVaries } = this.#scenario.adversary;
    const words = this.#wordings.draw(gang, serial, number);
    const isAsUsual = probeVaries === "words" || below(words[1]!, 2) === 0;
    const rung = isAsUsual ? null : below(words[2]!, OBFUSCATION_LEVELS);
    const sides = probeVaries === "everything" ? below(words[3]!, 4) : 0;
    return { key: words[0]! | 0, dress: dressOf(rung, (sides & 1) !== 0, (sides & 2) !== 0) };
  }

  /** The tests of every wording have the same senders, sites and luck: what differs is the wording. */
  #write({ key, dress }: Wording, message: number, serial: number, gang: Gang, obfuscation: number): void {
    const events = this.#batch;
    const request = this.#request;
    const { englishShare } = this.#scenario.population;
    request.message = message;
    request.campaign = key;
    request.entity = gang.id;
    request.ordinal = serial;
    request.phone = gang.lines.call[0]!.identity;
    let at = 0;
    for (let test = 0; test < events.capacity; test++) {
      const words = this.#tests.draw(gang.id, serial, test);
      const sender = gang.lines.message[below(words[0]!, gang.lines.message.length)]!;
      const { host } = gang.domains[below(words[1]!, gang.domains.length)]!;
      request.language = unit(words[2]!) < englishShare ? LANGUAGE_EN : LANGUAGE_ZH;
      request.level = rungIn(dress, rungAt(this.#shares[obfuscation]!, unit(words[3]!)));
      request.part = test;
      request.link = unitsOf(host);
      request.linkFrom = 0;
      request.linkTo = host.length;
      events.kind[test] = KIND_MESSAGE;
      events.caller[test] = sender.identity;
      events.route[test] = sender.route;
      at += this.#compose(request, dress, events.text, at);
      events.textStart[test + 1] = at;
    }
    events.count = events.capacity;
  }
}
