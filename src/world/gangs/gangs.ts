/**
 * The gangs of a run, on the main thread. This file holds what changes over time; the contacts themselves are made in
 * workers from the slices planned here. Only first contacts: what follows depends on the target (episode-table.ts).
 */
import { assert } from "../../core/assert.ts";
import { poisson } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { Knob } from "../../scenario/knobs.ts";
import { TYPOLOGIES } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { allotGang, indexAt } from "./allotment.ts";
import { Strategies } from "./adversary/strategies.ts";
import { CampaignMaker } from "./campaign.ts";
import { dayWeight } from "../traffic/calendar.ts";
import { type Campaign, type Gang, type GangNews, emptyNews } from "./gang.ts";
import { type Domain, DomainMaker } from "./domain.ts";
import { LINE_USES, type Line, type LineHabit, LineMaker, type LineUse } from "./line.ts";
import { MAX_LINES } from "./gang-table.ts";
import { GangReaction } from "./gang-reaction.ts";
import { callPair, domainPair, messagePair } from "./reaction-counts.ts";
import { NUMBERS_PER_GANG } from "../number-plan.ts";
import { SLICE, SLICE_WORDS, copySlice, firstContactSlice } from "../slice.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { CardTrade } from "./cards/card-trade.ts";
import { LineSims } from "./cards/line-sims.ts";

const LINE_PLACES = LINE_USES.length * MAX_LINES;
const NO_SERIAL = -1;
const LINE_KNOBS: ReadonlySet<Knob> = new Set(["lineLife", "technology", "numberAge", "devices", "cells"]);
/** Serials of extra lines: clear of the serials and numbers that a usual gang reaches in a year. */
const EXTRA_SERIALS = Math.floor(NUMBERS_PER_GANG / 2);

interface GangMeans {
  readonly trade: CardTrade | null;
  readonly sizeOf: (gang: number) => number;
  readonly strategies?: Strategies;
}

export class Gangs {
  readonly all: readonly Gang[];
  readonly replacedDomains: Uint32Array;
  readonly #scenario: Scenario;
  readonly #strategies: Strategies;
  readonly #lineMaker: LineMaker;
  readonly #domainMaker: DomainMaker;
  readonly #campaignMaker: CampaignMaker;
  readonly #reaction: GangReaction;
  readonly #volume: RandomStream;
  readonly #sims: LineSims | null;
  readonly #sizeOf: (gang: number) => number;
  /** By gang: the campaigns so far, and of the present one the first contacts last planned, and how many a day. */
  readonly #campaigns: Campaign[][];
  readonly #firstContacts: Int32Array;
  readonly #contactsPerDay: Float64Array;
  readonly #hosts = new Map<number, string>();
  #firstNews: GangNews = emptyNews();
  /**
   * By gang and place, when what is there is given up: a line that calls, a sender or a domain, slot by slot, and last
   * the campaign.
   */
  readonly #dueTicks: Float64Array;
  readonly #places: number;
  /** By gang and place of a line: the serial number of the last line there. */
  readonly #serials: Int32Array;

  constructor(
    scenario: Scenario,
    seed: number,
    catalogue: Catalogue,
    protectedLabels: readonly string[],
    means: GangMeans = { trade: null, sizeOf: () => 1 },
  ) {
    const { trade, sizeOf, strategies = new Strategies(scenario.gangs.count) } = means;
    this.#scenario = scenario;
    this.#strategies = strategies;
    this.#lineMaker = new LineMaker(scenario, seed);
    this.#domainMaker = new DomainMaker(scenario, seed, protectedLabels);
    this.#campaignMaker = new CampaignMaker(scenario, seed, catalogue);
    this.#reaction = new GangReaction(scenario, seed);
    this.#volume = new RandomStream(seed, "gang-volume");
    const { count, domains } = scenario.gangs;
    this.#places = LINE_PLACES + domains + 1;
    this.#dueTicks = new Float64Array(count * this.#places).fill(Infinity);
    this.#serials = new Int32Array(count * LINE_PLACES).fill(NO_SERIAL);
    this.#sims = trade && new LineSims(scenario.gangs, trade);
    this.#sizeOf = sizeOf;
    this.#firstContacts = new Int32Array(count * SLICE_WORDS);
    this.#contactsPerDay = new Float64Array(count);
    this.replacedDomains = new Uint32Array(count);
    const typologies = TYPOLOGIES.map((name) => scenario.gangs.typologies[name]);
    const shift = unit(new RandomStream(seed, "gang").draw(0, 0)[0]!);
    const ids = Array.from({ length: scenario.gangs.count }, (_, id) => id);
    this.#campaigns = ids.map(() => []);
    this.all = ids.map((id) => this.#found(id, indexAt(typologies, allotGang(id, shift))));
  }

  advance(tick: number): GangNews {
    const news = this.#firstNews;
    this.#firstNews = emptyNews();
    const dueTicks = this.#dueTicks;
    for (let at = 0; at < dueTicks.length; at++) {
      if (tick >= dueTicks[at]!) this.#renew(at, tick, news);
    }
    for (const gang of this.all) for (const use of LINE_USES) this.#resize(gang, use, tick, news);
    if (this.#sims !== null) for (const gang of this.all) news.lentLines.push(...this.#sims.lend(gang));
    return news;
  }

  plan(tick: number): Int32Array {
    const dayOff = dayWeight(this.#scenario.calendar, "gangs", tick);
    const last = this.#firstContacts;
    const planned = new Int32Array(last.length);
    let to = 0;
    for (let gang = 0; gang < this.all.length; gang++) {
      const perDay = this.#contactsPerDay[gang]! * this.#sizeOf(gang) * this.#shareOfLines(gang);
      const weight = this.#strategies.paceAt(gang, tick) * dayOff;
      const count = poisson(this.#volume, gang, tick, (perDay / HOURS_PER_DAY) * weight);
      if (count === 0) continue;
      const at = gang * SLICE_WORDS;
      last[at + SLICE.first]! += last[at + SLICE.count]!;
      last[at + SLICE.count] = count;
      last[at + SLICE.obfuscation] = this.#strategies.of(gang, "obfuscation");
      copySlice(last, at, planned, to);
      to += SLICE_WORDS;
    }
    return planned.subarray(0, to);
  }

  /**
   * Lets gangs notice blocked lines and domains from the counts of a tick (reaction-counts.ts). `advance` may be one
   * tick further: what came into a slot since is left alone.
   */
  react(tick: number, counts: Uint32Array): void {
    const { count, domains } = this.#scenario.gangs;
    const reaction = this.#reaction;
    for (let gang = 0; gang < count; gang++) {
      const { lines } = this.all[gang]!;
      for (let slot = 0; slot < lines.call.length; slot++) {
        const at = callPair(gang, slot);
        if (reaction.isLineAmiss(counts[at]!, counts[at + 1]!)) this.#reviewLine(gang, "call", slot, tick);
      }
      for (let slot = 0; slot < lines.message.length; slot++) {
        const at = messagePair(gang, slot);
        if (reaction.isLineAmiss(counts[at]!, counts[at + 1]!)) this.#reviewLine(gang, "message", slot, tick);
      }
      for (let slot = 0; slot < domains; slot++) {
        const at = domainPair(gang, slot);
        if (reaction.isDomainAmiss(counts[at]!, counts[at + 1]!)) this.#reviewDomain(gang, slot, tick);
      }
    }
  }

  /** Lines of cut cards are gone at `tick`. */
  cutSims(tick: number): void {
    for (const { gang, use, slot } of this.#sims?.cutSlots() ?? []) {
      const at = this.#placeOfLine(gang, use, slot);
      this.#dueTicks[at] = Math.min(this.#dueTicks[at]!, tick);
    }
  }

  foundAgain(gang: number, tick: number): void {
    this.#dueTicks[gang * this.#places + this.#places - 1] = tick;
  }

  /** Gangs have turned a knob: what it concerns is replaced at once, which is at tick + 2. */
  adopt(knob: Knob, tick: number): void {
    const [from, to] = this.#placesOf(knob);
    for (let first = 0; first < this.#dueTicks.length; first += this.#places) {
      for (let at = first + from; at < first + to; at++) this.#dueTicks[at] = Math.min(this.#dueTicks[at]!, tick);
    }
  }

  /** The places that are replaced when the knob is turned. All else changes when it is due. */
  #placesOf(knob: Knob): readonly [number, number] {
    if (LINE_KNOBS.has(knob)) return [0, LINE_PLACES];
    if (knob === "domains" || knob === "lookalikes" || knob === "domainAge") return [LINE_PLACES, this.#places - 1];
    if (knob === "rewriting" || knob === "targets") return [this.#places - 1, this.#places];
    return [0, 0];
  }

  campaignOf(gang: number, key: number): Campaign {
    const campaign = this.#campaigns[gang]?.findLast((each) => each.key === key);
    assert(campaign !== undefined, () => `gang ${gang} never ran a campaign with key ${key}`);
    return campaign;
  }

  siteOf(gang: number, word: number): string {
    const { domains } = this.all[gang]!;
    return domains[below(word, domains.length)]!.host;
  }

  hostOf(domainSerial: number): string {
    const host = this.#hosts.get(domainSerial);
    assert(host !== undefined, () => `no gang ever had a domain with serial number ${domainSerial}`);
    return host;
  }

  #found(id: number, typology: number): Gang {
    const news = this.#firstNews;
    const { domains } = this.#scenario.gangs;
    const open = (use: LineUse): Line[] =>
      Array.from({ length: this.#linesWanted(id, use) }, (_, slot) => this.#openLine(id, use, slot, 0, true, news));
    return {
      id,
      typology,
      lines: { call: open("call"), message: open("message") },
      domains: Array.from({ length: domains }, (_, slot) => this.#openDomain(id, slot, slot, 0, true, news)),
      campaign: this.#launch(id, typology, 0, news),
    };
  }

  #renew(at: number, tick: number, news: GangNews): void {
    const { domains } = this.#scenario.gangs;
    const gang = this.all[Math.floor(at / this.#places)]!;
    const place = at % this.#places;
    const domainSlot = place - LINE_PLACES;
    if (domainSlot < 0) {
      const use = place < MAX_LINES ? "call" : "message";
      if (place % MAX_LINES < gang.lines[use].length) this.#renewLine(gang, use, place % MAX_LINES, tick, news);
    } else if (domainSlot < domains) this.#renewDomain(gang, domainSlot, tick, news);
    else gang.campaign = this.#launch(gang.id, gang.typology, tick, news);
  }

  #renewLine({ id, lines }: Gang, use: LineUse, slot: number, tick: number, news: GangNews): void {
    const line = lines[use][slot]!;
    if (!this.#sims?.isSilent(id, use, slot)) news.retiredLines.push({ gang: id, line });
    const retryTick = this.#retryTick(id, use, slot, tick);
    if (retryTick !== null) this.#dueTicks[this.#placeOfLine(id, use, slot)] = retryTick;
    else lines[use][slot] = this.#openLine(id, use, slot, tick, false, news);
  }

  /** When the gang asks again for a SIM for the next line of a slot; null if it has one. */
  #retryTick(gang: number, use: LineUse, slot: number, tick: number): number | null {
    const line = (): Line => this.#lineOf(gang, use, this.#nextSerial(gang, use, slot), tick, false);
    return this.#sims && this.#sims.retryTick(gang, use, slot, line(), tick);
  }

  /**
   * Opens or closes lines where the gang wants more or fewer. Without SIMs for more it asks again later, and it never
   * gives up its only line.
   */
  #resize({ id, lines }: Gang, use: LineUse, tick: number, news: GangNews): void {
    const wanted = this.#linesWanted(id, use);
    const own = lines[use];
    if (own.length === wanted) return;
    while (own.length < wanted) {
      const place = this.#placeOfLine(id, use, own.length);
      if (this.#dueTicks[place] !== Infinity && this.#dueTicks[place]! > tick) break;
      const retryTick = this.#retryTick(id, use, own.length, tick);
      if (retryTick !== null) {
        this.#dueTicks[place] = retryTick;
        break;
      }
      own.push(this.#openLine(id, use, own.length, tick, false, news));
    }
    while (own.length > wanted && this.#sims?.isOnly(id, use, own.length - 1) !== true) {
      const slot = own.length - 1;
      const line = own.pop()!;
      if (!this.#sims?.isSilent(id, use, slot)) news.retiredLines.push({ gang: id, line });
      this.#sims?.close(id, use, slot);
      this.#dueTicks[this.#placeOfLine(id, use, slot)] = Infinity;
    }
    news.resized.push({ gang: id, use, count: own.length });
  }

  #linesWanted(gang: number, use: LineUse): number {
    const { callLines, senders } = this.#scenario.gangs;
    return this.#strategies.level(gang, "lines") ?? (use === "call" ? callLines : senders);
  }

  /**
   * Each slot has its own serials: a line given up early moves no other slot's successors. Extra slots are numbered
   * from EXTRA_SERIALS on, so the usual ones keep theirs.
   */
  #nextSerial(gang: number, use: LineUse, slot: number): number {
    const { callLines, senders } = this.#scenario.gangs;
    const isHabit = slot < (use === "call" ? callLines : senders);
    const last = this.#serials[gang * LINE_PLACES + lineSlot(use, slot)]!;
    if (last === NO_SERIAL)
      return isHabit ? (use === "call" ? slot : callLines + slot) : EXTRA_SERIALS + lineSlot(use, slot);
    return last + (isHabit ? callLines + senders : LINE_PLACES);
  }

  #renewDomain({ id, domains }: Gang, slot: number, tick: number, news: GangNews): void {
    if (domains[slot]!.noticed) this.replacedDomains[id]!++;
    domains[slot] = this.#openDomain(id, slot, domains[slot]!.ordinal + domains.length, tick, false, news);
  }

  #reviewLine(gang: number, use: LineUse, slot: number, tick: number): void {
    if (this.#sims?.isSilent(gang, use, slot)) return;
    const lines = this.all[gang]!.lines[use];
    const line = this.#reaction.reviewLine(gang, use, lines[slot]!, tick);
    if (line === lines[slot]) return;
    lines[slot] = line;
    this.#dueTicks[this.#placeOfLine(gang, use, slot)] = line.retiresTick;
  }

  #reviewDomain(gang: number, slot: number, tick: number): void {
    const { domains } = this.all[gang]!;
    const domain = this.#reaction.reviewDomain(gang, domains[slot]!, tick);
    if (domain === domains[slot]) return;
    domains[slot] = domain;
    this.#dueTicks[this.#placeOfDomain(gang, slot)] = domain.retiresTick;
  }

  #openLine(gang: number, use: LineUse, slot: number, tick: number, aged: boolean, news: GangNews): Line {
    const serial = this.#nextSerial(gang, use, slot);
    this.#serials[gang * LINE_PLACES + lineSlot(use, slot)] = serial;
    const own = this.#lineOf(gang, use, serial, tick, aged);
    const isAbroad = this.#sims?.open(gang, use, slot, own, aged) === "abroad";
    const line = isAbroad ? this.#lineMaker.openAbroad(gang, serial, use, tick, this.#lineHabit(gang)) : own;
    this.#dueTicks[this.#placeOfLine(gang, use, slot)] = line.retiresTick;
    news.openedLines.push({ gang, use, slot, line });
    return line;
  }

  #lineOf(gang: number, use: LineUse, serial: number, tick: number, aged: boolean): Line {
    return this.#lineMaker.open(gang, serial, use, tick, aged, this.#lineHabit(gang));
  }

  #lineHabit(gang: number): LineHabit {
    const strategies = this.#strategies;
    return {
      hours: strategies.level(gang, "lineLife"),
      technology: strategies.of(gang, "technology"),
      origin: {
        numberAgeDays: strategies.level(gang, "numberAge"),
        deviceNumbers: strategies.level(gang, "devices"),
        cells: strategies.level(gang, "cells"),
      },
    };
  }

  #openDomain(gang: number, slot: number, ordinal: number, tick: number, aged: boolean, news: GangNews): Domain {
    const habit = {
      hours: this.#strategies.level(gang, "domains"),
      lookalikes: this.#strategies.level(gang, "lookalikes"),
      ageDays: this.#strategies.level(gang, "domainAge"),
    };
    const domain = this.#domainMaker.open(gang, ordinal, tick, aged, habit);
    this.#dueTicks[this.#placeOfDomain(gang, slot)] = domain.retiresTick;
    this.#hosts.set(domain.serial, domain.host);
    news.openedDomains.push({ gang, slot, domain });
    return domain;
  }

  #launch(gang: number, typology: number, tick: number, news: GangNews): Campaign {
    const campaigns = this.#campaigns[gang]!;
    const habit = {
      hours: this.#strategies.level(gang, "rewriting"),
      targets: this.#strategies.of(gang, "targets"),
    };
    const campaign = this.#campaignMaker.launch(gang, campaigns.length, typology, tick, habit);
    campaigns.push(campaign);
    this.#dueTicks[gang * this.#places + this.#places - 1] = campaign.untilTick;
    news.launchedCampaigns.push(campaign);
    this.#takeUp(campaign);
    return campaign;
  }

  /** From now on, first contacts are the campaign's. Targets are counted on. */
  #takeUp(campaign: Campaign): void {
    const { gang, script } = campaign;
    const { messagesPerDay, callsPerDay } = this.#scenario.gangs;
    const slice = this.#firstContacts.subarray(gang * SLICE_WORDS, (gang + 1) * SLICE_WORDS);
    slice.set(firstContactSlice(campaign, slice[SLICE.first]! + slice[SLICE.count]!));
    this.#contactsPerDay[gang] = script.steps[0]!.channel === "message" ? messagesPerDay : callsPerDay;
  }

  #shareOfLines(gang: number): number {
    if (this.#sims === null) return 1;
    const { campaign, lines } = this.all[gang]!;
    const { channel } = campaign.script.steps[0]!;
    return this.#sims.shareOf(gang, channel, lines[channel].length);
  }

  #placeOfLine(gang: number, use: LineUse, slot: number): number {
    return gang * this.#places + lineSlot(use, slot);
  }

  #placeOfDomain(gang: number, slot: number): number {
    return gang * this.#places + LINE_PLACES + slot;
  }
}

function lineSlot(use: LineUse, slot: number): number {
  return use === "call" ? slot : MAX_LINES + slot;
}
