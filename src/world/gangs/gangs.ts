/**
 * The gangs of a run, on the main thread: what changes over time. Workers make the contacts from the slices planned
 * here. Only first contacts: what follows depends on the target (episode-table.ts).
 */
import { assert } from "../../core/assert.ts";
import { poisson } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { Knob } from "../../scenario/knobs.ts";
import { TYPOLOGIES } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { allotGang, indexAt } from "./allotment.ts";
import { type Campaign, CampaignMaker } from "./campaign.ts";
import { dayWeight } from "../traffic/calendar.ts";
import { type Gang, type GangNews, emptyNews } from "./gang.ts";
import { type Domain, DomainMaker } from "./domain.ts";
import { GangPolicies, type Turn, hourWeight, levelIn, paceOf } from "./gang-policy.ts";
import { LINE_USES, type Line, LineMaker, type LineUse } from "./line.ts";
import { MAX_LINES } from "./gang-table.ts";
import { GangReaction, callPair, domainPair, messagePair } from "./reaction.ts";
import { NUMBERS_PER_GANG } from "../number-plan.ts";
import { SLICE, SLICE_WORDS, copySlice, firstContactSlice } from "../slice.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { CardTrade } from "./cards/card-trade.ts";
import { LineSims } from "./cards/line-sims.ts";

const GANG_LINES = LINE_USES.length * MAX_LINES;
const NO_SERIAL = -1;
/** Serials of extra lines: clear of the serials and numbers that a usual gang reaches in a year. */
const EXTRA_SERIALS = Math.floor(NUMBERS_PER_GANG / 2);

/** What is replaced when a knob is turned. All else changes when it is due. */
const REPLACED_BY: Readonly<Partial<Record<Knob, "lines" | "domains" | "campaigns">>> = {
  lineLife: "lines",
  technology: "lines",
  numberAge: "lines",
  devices: "lines",
  cells: "lines",
  domains: "domains",
  lookalikes: "domains",
  domainAge: "domains",
  rewriting: "campaigns",
  targets: "campaigns",
};

interface GangMeans {
  readonly trade: CardTrade | null;
  readonly sizeOf: (gang: number) => number;
  readonly policies?: GangPolicies;
}

export class Gangs {
  readonly all: readonly Gang[];
  readonly replacedDomains: Uint32Array;
  readonly #scenario: Scenario;
  readonly #policies: GangPolicies;
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
  /** The tick at which each is replaced: lines by gang, use and slot; domains by gang and slot; campaigns by gang. */
  readonly #due: Readonly<Record<"lines" | "domains" | "campaigns", Float64Array>>;
  readonly #serials: Int32Array;

  constructor(
    scenario: Scenario,
    seed: number,
    catalogue: Catalogue,
    protectedLabels: readonly string[],
    means: GangMeans = { trade: null, sizeOf: () => 1 },
  ) {
    const { trade, sizeOf, policies = new GangPolicies(scenario) } = means;
    this.#scenario = scenario;
    this.#policies = policies;
    this.#lineMaker = new LineMaker(scenario, seed);
    this.#domainMaker = new DomainMaker(scenario, seed, protectedLabels);
    this.#campaignMaker = new CampaignMaker(scenario, seed, catalogue);
    this.#reaction = new GangReaction(scenario, seed);
    this.#volume = new RandomStream(seed, "gang-volume");
    const { count, domains } = scenario.gangs;
    this.#due = {
      lines: new Float64Array(count * GANG_LINES).fill(Infinity),
      domains: new Float64Array(count * domains),
      campaigns: new Float64Array(count),
    };
    this.#serials = new Int32Array(count * GANG_LINES).fill(NO_SERIAL);
    this.#sims = trade && new LineSims(scenario.gangs, trade);
    this.#sizeOf = sizeOf;
    this.#firstContacts = new Int32Array(count * SLICE_WORDS);
    this.#contactsPerDay = new Float64Array(count);
    this.replacedDomains = new Uint32Array(count);
    const typologies = TYPOLOGIES.map((name) => scenario.gangs.typologies[name]);
    const shift = unit(new RandomStream(seed, "gang").draw(0, 0)[0]!);
    const ids = Array.from({ length: count }, (_, id) => id);
    this.#campaigns = ids.map(() => []);
    this.all = ids.map((id) => this.#found(id, indexAt(typologies, allotGang(id, shift))));
  }

  advance(tick: number): GangNews {
    const news = this.#firstNews;
    this.#firstNews = emptyNews();
    for (const gang of this.all) this.#renew(gang, tick, news);
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
      const policy = this.#policies.of(gang);
      const wanted = this.#contactsPerDay[gang]! * this.#sizeOf(gang) * paceOf(policy);
      const perDay = Math.min(wanted, this.#mostPerDay(gang));
      const weight = hourWeight(policy, tick) * dayOff;
      const count = poisson(this.#volume, gang, tick, (perDay / HOURS_PER_DAY) * weight);
      if (count === 0) continue;
      const at = gang * SLICE_WORDS;
      last[at + SLICE.first]! += last[at + SLICE.count]!;
      last[at + SLICE.count] = count;
      last[at + SLICE.obfuscation] = policy.obfuscation;
      copySlice(last, at, planned, to);
      to += SLICE_WORDS;
    }
    return planned.subarray(0, to);
  }

  /** Lets gangs notice what is blocked. `advance` may be a tick further: what is new in a slot is left alone. */
  react(tick: number, counts: Uint32Array): void {
    for (const { id, lines, domains } of this.all) {
      for (const use of LINE_USES) {
        const pair = use === "call" ? callPair : messagePair;
        for (let slot = 0; slot < lines[use].length; slot++) {
          if (this.#reaction.isLineAmiss(counts, pair(id, slot))) this.#reviewLine(id, use, slot, tick);
        }
      }
      for (let slot = 0; slot < domains.length; slot++) {
        if (this.#reaction.isDomainAmiss(counts, domainPair(id, slot))) this.#reviewDomain(id, slot, tick);
      }
    }
  }

  cutSims(tick: number): void {
    for (const { gang, use, slot } of this.#sims?.cutSlots() ?? []) {
      const at = lineIndex(gang, use, slot);
      this.#due.lines[at] = Math.min(this.#due.lines[at]!, tick);
    }
  }

  foundAgain(gang: number, tick: number): void {
    this.#due.campaigns[gang] = tick;
  }

  /** A gang has turned a knob: what it concerns is replaced at once, which is at tick + 2. */
  adopt({ gang, knob }: Turn, tick: number): void {
    const replaced = REPLACED_BY[knob];
    if (replaced === undefined) return;
    const due = this.#due[replaced];
    const each = due.length / this.all.length;
    for (let at = gang * each; at < (gang + 1) * each; at++) due[at] = Math.min(due[at]!, tick);
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

  #renew(gang: Gang, tick: number, news: GangNews): void {
    const { id, typology, lines, domains } = gang;
    for (const use of LINE_USES) {
      for (let slot = 0; slot < lines[use].length; slot++) {
        if (tick >= this.#due.lines[lineIndex(id, use, slot)]!) this.#renewLine(gang, use, slot, tick, news);
      }
    }
    for (let slot = 0; slot < domains.length; slot++) {
      if (tick >= this.#due.domains[this.#domainIndex(id, slot)]!) this.#renewDomain(gang, slot, tick, news);
    }
    if (tick >= this.#due.campaigns[id]!) gang.campaign = this.#launch(id, typology, tick, news);
  }

  #renewLine({ id, lines }: Gang, use: LineUse, slot: number, tick: number, news: GangNews): void {
    const line = lines[use][slot]!;
    if (!this.#sims?.isSilent(id, use, slot)) news.retiredLines.push({ gang: id, line });
    const retryTick = this.#retryTick(id, use, slot, tick);
    if (retryTick !== null) this.#due.lines[lineIndex(id, use, slot)] = retryTick;
    else lines[use][slot] = this.#openLine(id, use, slot, tick, false, news);
  }

  #retryTick(gang: number, use: LineUse, slot: number, tick: number): number | null {
    if (this.#sims === null) return null;
    const line = this.#lineOf(gang, use, this.#nextSerial(gang, use, slot), tick, false);
    return this.#sims.retryTick(gang, use, slot, line, tick);
  }

  /** Opens or closes lines. Without SIMs the gang asks again later, and it never gives up its only line. */
  #resize({ id, lines }: Gang, use: LineUse, tick: number, news: GangNews): void {
    const wanted = this.#linesWanted(id, use);
    const own = lines[use];
    if (own.length === wanted) return;
    while (own.length < wanted) {
      const index = lineIndex(id, use, own.length);
      if (this.#due.lines[index] !== Infinity && this.#due.lines[index]! > tick) break;
      const retryTick = this.#retryTick(id, use, own.length, tick);
      if (retryTick !== null) {
        this.#due.lines[index] = retryTick;
        break;
      }
      own.push(this.#openLine(id, use, own.length, tick, false, news));
    }
    while (own.length > wanted && this.#sims?.isOnly(id, use, own.length - 1) !== true) {
      const slot = own.length - 1;
      const line = own.pop()!;
      if (!this.#sims?.isSilent(id, use, slot)) news.retiredLines.push({ gang: id, line });
      this.#sims?.close(id, use, slot);
      this.#due.lines[lineIndex(id, use, slot)] = Infinity;
    }
    news.resized.push({ gang: id, use, count: own.length });
  }

  #linesWanted(gang: number, use: LineUse): number {
    const { callLines, senders } = this.#scenario.gangs;
    return levelIn(this.#policies.of(gang), "lines") ?? (use === "call" ? callLines : senders);
  }

  /** Each slot has its own serials: a line given up early moves no other slot's successors. */
  #nextSerial(gang: number, use: LineUse, slot: number): number {
    const { callLines, senders } = this.#scenario.gangs;
    const isUsual = slot < (use === "call" ? callLines : senders);
    const last = this.#serials[lineIndex(gang, use, slot)]!;
    if (last !== NO_SERIAL) return last + (isUsual ? callLines + senders : GANG_LINES);
    if (!isUsual) return EXTRA_SERIALS + lineIndex(0, use, slot);
    return use === "call" ? slot : callLines + slot;
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
    this.#due.lines[lineIndex(gang, use, slot)] = line.retiresTick;
  }

  #reviewDomain(gang: number, slot: number, tick: number): void {
    const { domains } = this.all[gang]!;
    const domain = this.#reaction.reviewDomain(gang, domains[slot]!, tick);
    if (domain === domains[slot]) return;
    domains[slot] = domain;
    this.#due.domains[this.#domainIndex(gang, slot)] = domain.retiresTick;
  }

  #openLine(gang: number, use: LineUse, slot: number, tick: number, aged: boolean, news: GangNews): Line {
    const index = lineIndex(gang, use, slot);
    const serial = this.#nextSerial(gang, use, slot);
    this.#serials[index] = serial;
    const own = this.#lineOf(gang, use, serial, tick, aged);
    const isAbroad = this.#sims?.open(gang, use, slot, own, aged) === "abroad";
    const line = isAbroad ? this.#lineMaker.openAbroad(gang, serial, use, tick, this.#policies.of(gang)) : own;
    this.#due.lines[index] = line.retiresTick;
    news.openedLines.push({ gang, use, slot, line });
    return line;
  }

  #lineOf(gang: number, use: LineUse, serial: number, tick: number, aged: boolean): Line {
    return this.#lineMaker.open(gang, serial, use, tick, aged, this.#policies.of(gang));
  }

  #openDomain(gang: number, slot: number, ordinal: number, tick: number, aged: boolean, news: GangNews): Domain {
    const domain = this.#domainMaker.open(gang, ordinal, tick, aged, this.#policies.of(gang));
    this.#due.domains[this.#domainIndex(gang, slot)] = domain.retiresTick;
    this.#hosts.set(domain.serial, domain.host);
    news.openedDomains.push({ gang, slot, domain });
    return domain;
  }

  #launch(gang: number, typology: number, tick: number, news: GangNews): Campaign {
    const campaigns = this.#campaigns[gang]!;
    const campaign = this.#campaignMaker.launch(gang, campaigns.length, typology, tick, this.#policies.of(gang));
    campaigns.push(campaign);
    this.#due.campaigns[gang] = campaign.untilTick;
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

  #mostPerDay(gang: number): number {
    const { campaign, lines } = this.all[gang]!;
    const { lineCalls, senderMessages } = this.#scenario.gangs;
    const { channel } = campaign.script.steps[0]!;
    const inUse = this.#sims?.inUse(gang, channel) ?? lines[channel].length;
    return inUse * (channel === "call" ? lineCalls : senderMessages);
  }

  #domainIndex(gang: number, slot: number): number {
    return gang * this.#scenario.gangs.domains + slot;
  }
}

function lineIndex(gang: number, use: LineUse, slot: number): number {
  return gang * GANG_LINES + (use === "call" ? 0 : MAX_LINES) + slot;
}
