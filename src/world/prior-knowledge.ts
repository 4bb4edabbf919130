/** Knowledge from outside of the run: reports before the first tick, and listings of other gangs. */
import { HOURS_PER_DAY } from "../core/time.ts";
import { lognormal } from "../core/distributions.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import type { Identity } from "../event/identity.ts";
import { type ListingUpdate, TEMPLATE_LIFE_DAYS } from "../record/investigation.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Campaign } from "./gangs/campaign.ts";
import type { GangNews } from "./gangs/gang.ts";
import { isListable } from "./gangs/line.ts";
import { INDEX_RANGES, MAX_INDEX, mobileNumber } from "./number-plan.ts";
import type { Subscribers } from "./people/subscribers.ts";
import type { Catalogue, StepEntry } from "./text/catalogue.ts";
import { composeText } from "./text/compose.ts";
import { LANGUAGES, type PhraseBank } from "./text/phrase-bank.ts";
import { createTextRequest } from "./text/text-draft.ts";

/** Medians, and standard deviations of the logarithm. Assumed; they change no headline figure. */
const LISTING_DELAY = { hours: 16, sigma: 0.9 };
const LEARNING_DELAY = { hours: 48, sigma: 0.7 };

export class PriorKnowledge {
  readonly #scenario: Scenario;
  readonly #bank: PhraseBank;
  readonly #lines: RandomStream;
  readonly #domains: RandomStream;
  readonly #scripts: RandomStream;
  readonly #past: RandomStream;
  readonly #exemplar;
  #pastCount = 0;

  constructor(scenario: Scenario, seed: number, bank: PhraseBank) {
    this.#scenario = scenario;
    this.#bank = bank;
    this.#lines = new RandomStream(seed, "discovery-line");
    this.#domains = new RandomStream(seed, "discovery-domain");
    this.#scripts = new RandomStream(seed, "discovery-script");
    this.#past = new RandomStream(seed, "past");
    this.#exemplar = createTextRequest(new RandomStream(seed, "exemplar"));
  }

  /** Entries before the first tick, of gangs that are gone; some of their numbers are ordinary people's now. */
  recallPast(subscribers: Subscribers, catalogue: Catalogue): ListingUpdate[] {
    const { blocklist, templates } = this.#scenario;
    const lifeTicks = Math.round(blocklist.lifeDays * HOURS_PER_DAY);
    const known: ListingUpdate[] = [];
    for (let i = 0; i < blocklist.initialEntries; i++) {
      const serial = this.#pastCount++;
      const words = this.#past.draw(serial, 0);
      const isRecycled = unit(words[2]!) < blocklist.initialRecycledShare;
      known.push({
        what: "identity",
        identity: isRecycled
          ? (subscribers.number[below(words[3]!, subscribers.count)]! as Identity)
          : pastNumber(serial, words),
        fromTick: -below(words[1]!, lifeTicks),
      });
    }
    for (let i = 0; i < templates.initial; i++) known.push(this.#pastScript(i, catalogue));
    return known;
  }

  /** Updates at `tick` without investigation: entries of other gangs, and at the first tick those of earlier times. */
  discover(tick: number, news: GangNews): ListingUpdate[] {
    const { listedShare } = this.#scenario.blocklist;
    const found: ListingUpdate[] = [];
    const identities = this.#backgroundEntries(tick);
    if (identities.length > 0) found.push({ what: "identities", identities, fromTick: tick });
    for (const { line } of news.openedLines) {
      const words = this.#lines.drawByKey(line.identity, line.openedTick >>> 0);
      if (!isListable(line.technology) || unit(words[0]!) >= listedShare) continue;
      const fromTick = line.openedTick + delayTicks(words, LISTING_DELAY);
      if (fromTick < 0) found.push({ what: "identity", identity: line.identity, fromTick });
    }
    for (const { gang, domain } of news.openedDomains) {
      // Not by the serial number, which depends on how many domains a gang may have in a run of these hours.
      const words = this.#domains.draw(gang, domain.ordinal, domain.openedTick >>> 0);
      if (unit(words[0]!) >= listedShare) continue;
      const fromTick = domain.openedTick + delayTicks(words, LISTING_DELAY);
      if (fromTick < 0) found.push({ what: "host", host: domain.host, fromTick });
    }
    for (const campaign of news.launchedCampaigns) found.push(...this.#knownScripts(campaign));
    return found;
  }

  /** Other gangs than the scenario's are listed too, as fast as their entries expire: the list keeps its size. */
  #backgroundEntries(tick: number): Float64Array {
    const { initialEntries, lifeDays } = this.#scenario.blocklist;
    const perTick = initialEntries / (lifeDays * HOURS_PER_DAY);
    const count = Math.floor(perTick * (tick + 1)) - Math.floor(perTick * tick);
    const identities = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const serial = this.#pastCount++;
      identities[i] = pastNumber(serial, this.#past.draw(serial, 0));
    }
    return identities;
  }

  /** Scripts of a campaign that were sent and reported before the run, in each language. */
  #knownScripts({ key, script, fromTick }: Campaign): ListingUpdate[] {
    const { learnedShare } = this.#scenario.templates;
    const known: ListingUpdate[] = [];
    let stepTick = fromTick;
    script.steps.forEach((step, index) => {
      stepTick += index === 0 ? 0 : Math.max(1, Math.round(step.afterHours));
      if (step.channel === "call") return;
      for (let language = 0; language < LANGUAGES.length; language++) {
        const words = this.#scripts.draw(key >>> 0, index, language);
        if (unit(words[0]!) >= learnedShare) continue;
        const learnedTick = stepTick + delayTicks(words, LEARNING_DELAY);
        if (learnedTick >= 0) continue;
        known.push({ what: "script", text: this.#exemplarOf(step, language, key, index), fromTick: learnedTick });
      }
    });
    return known;
  }

  #pastScript(serial: number, catalogue: Catalogue): ListingUpdate {
    const scripts = catalogue.scripts.flat();
    const words = this.#past.draw(serial, 2);
    const script = scripts[below(words[0]!, scripts.length)]!;
    const steps = script.steps.filter((step) => step.channel === "message");
    const step = steps[below(words[1]!, steps.length)]!;
    const text = this.#exemplarOf(step, words[2]! % LANGUAGES.length, words[3]! | 0, serial);
    const lifeTicks = TEMPLATE_LIFE_DAYS * HOURS_PER_DAY;
    return { what: "script", text, fromTick: -below(this.#past.draw(serial, 3)[0]!, lifeTicks) };
  }

  #exemplarOf(step: StepEntry, language: number, key: number, ordinal: number): string {
    const request = this.#exemplar;
    request.message = step.message;
    request.language = language;
    request.campaign = key;
    request.entity = key >>> 0;
    request.ordinal = ordinal;
    return composeText(this.#bank, request);
  }
}

function pastNumber(serial: number, words: Uint32Array): Identity {
  return mobileNumber(INDEX_RANGES.past + (serial % (MAX_INDEX - INDEX_RANGES.past)), words[0]!);
}

/** Whole ticks of at least one, lognormal, from words 1 and 2. */
function delayTicks(words: Uint32Array, { hours, sigma }: typeof LISTING_DELAY): number {
  return Math.max(1, Math.round(lognormal(words[1]!, words[2]!, hours, sigma)));
}
