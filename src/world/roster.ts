/**
 * The gangs of a run, on the main thread. This file holds what changes over time; the contacts themselves are made in
 * workers from the slices planned here. Only first contacts: what follows depends on the target (episode-book.ts).
 */
import { assert } from "../core/assert.ts";
import { poisson } from "../core/distributions.ts";
import { RandomStream, unit } from "../core/random.ts";
import { HOURS_PER_DAY } from "../core/time.ts";
import { TYPOLOGIES } from "../event/taxonomy.ts";
import type { Scenario } from "../scenario/schema.ts";
import { allotGang, indexAt } from "./allotment.ts";
import { CampaignMaker } from "./campaign.ts";
import { diurnalWeight } from "./diurnal.ts";
import { type Campaign, type Gang, type GangNews, emptyNews } from "./gang.ts";
import { type Domain, DomainMaker } from "./domain.ts";
import { LINE_USES, type Line, LineMaker, type LineUse } from "./line.ts";
import { GangReaction } from "./gang-reaction.ts";
import { callPair, domainPair, textPair } from "./reaction-counts.ts";
import { firstContactSlice } from "./slice.ts";
import type { Catalogue } from "./text/catalogue.ts";

export class GangRoster {
  readonly gangs: readonly Gang[];
  readonly #scenario: Scenario;
  readonly #lineMaker: LineMaker;
  readonly #domainMaker: DomainMaker;
  readonly #campaignMaker: CampaignMaker;
  readonly #reaction: GangReaction;
  readonly #volume: RandomStream;
  /** By gang: the campaigns so far, and the next target. */
  readonly #campaigns: Campaign[][];
  readonly #nextTarget: number[];
  readonly #hosts = new Map<number, string>();
  /** What stands before the first tick; told with the news of tick 0. */
  #firstNews: GangNews = emptyNews();

  constructor(scenario: Scenario, seed: number, catalogue: Catalogue, protectedLabels: readonly string[]) {
    this.#scenario = scenario;
    this.#lineMaker = new LineMaker(scenario, seed);
    this.#domainMaker = new DomainMaker(scenario, seed, protectedLabels);
    this.#campaignMaker = new CampaignMaker(scenario, seed, catalogue);
    this.#reaction = new GangReaction(scenario, seed);
    this.#volume = new RandomStream(seed, "gang-volume");
    const typologies = TYPOLOGIES.map((name) => scenario.gangs.typologies[name]);
    const shift = unit(new RandomStream(seed, "gang").draw(0, 0)[0]!);
    const ids = Array.from({ length: scenario.gangs.count }, (_, id) => id);
    this.#campaigns = ids.map(() => []);
    this.#nextTarget = ids.map(() => 0);
    this.gangs = ids.map((id) => this.#found(id, indexAt(typologies, allotGang(id, shift))));
  }

  /**
   * Brings every gang to `tick`, which may lie beyond the scenario's hours: retires what is due, opens its successors,
   * launches campaigns.
   */
  advance(tick: number): GangNews {
    const news = this.#firstNews;
    this.#firstNews = emptyNews();
    for (const gang of this.gangs) {
      if (tick < gang.dueTick) continue;
      for (const use of LINE_USES) this.#renewLines(gang, use, tick, news);
      this.#renewDomains(gang, tick, news);
      if (tick >= gang.campaign.untilTick) gang.campaign = this.#launch(gang.id, gang.typology, tick, news);
      gang.changedTick = tick;
      gang.dueTick = firstDue(gang);
    }
    return news;
  }

  /** First contacts of the tick, a slice for each gang that makes any. Once for each tick: targets are counted on. */
  plan(tick: number): Int32Array[] {
    const { textsPerDay, callsPerDay } = this.#scenario.gangs;
    const slices: Int32Array[] = [];
    for (const { id, campaign } of this.gangs) {
      const perDay = campaign.script.stages[0]!.channel === "text" ? textsPerDay : callsPerDay;
      const mean = (perDay / HOURS_PER_DAY) * diurnalWeight("fraud", tick);
      const count = poisson(this.#volume, id, tick, mean);
      if (count === 0) continue;
      slices.push(firstContactSlice(campaign, this.#nextTarget[id]!, count));
      this.#nextTarget[id]! += count;
    }
    return slices;
  }

  /**
   * Lets gangs notice, from the counts of a tick (reaction-counts.ts), what did not get through in it. `advance` may
   * have gone one tick further: what came into its slot since is left alone.
   */
  react(tick: number, counts: Uint32Array): void {
    for (const gang of this.gangs) {
      const { call, text } = gang.lines;
      for (let slot = 0; slot < call.length; slot++) {
        this.#reviewLine(gang, call, slot, tick, counts, callPair(gang.id, slot));
      }
      for (let slot = 0; slot < text.length; slot++) {
        this.#reviewLine(gang, text, slot, tick, counts, textPair(gang.id, slot));
      }
      for (let slot = 0; slot < gang.domains.length; slot++) this.#reviewDomain(gang, slot, tick, counts);
    }
  }

  /** A campaign that the gang runs or ran. */
  campaignOf(gang: number, key: number): Campaign {
    const campaign = this.#campaigns[gang]?.findLast((each) => each.key === key);
    assert(campaign !== undefined, () => `gang ${gang} never ran a campaign with key ${key}`);
    return campaign;
  }

  /** The host of the domain with this serial number, or of the one that had it last. */
  hostOf(domainSerial: number): string {
    const host = this.#hosts.get(domainSerial);
    assert(host !== undefined, () => `no gang ever had a domain with serial number ${domainSerial}`);
    return host;
  }

  #found(id: number, typology: number): Gang {
    const news = this.#firstNews;
    const { callLines, senders, domains } = this.#scenario.gangs;
    return {
      id,
      typology,
      lines: {
        call: Array.from({ length: callLines }, (_, slot) => this.#openLine(id, slot, "call", 0, true, news)),
        text: Array.from({ length: senders }, (_, slot) => this.#openLine(id, callLines + slot, "text", 0, true, news)),
      },
      domains: Array.from({ length: domains }, (_, slot) => this.#openDomain(id, slot, 0, true, news)),
      campaign: this.#launch(id, typology, 0, news),
      changedTick: 0,
      dueTick: 0,
    };
  }

  #renewLines({ id, lines }: Gang, use: LineUse, tick: number, news: GangNews): void {
    const { callLines, senders } = this.#scenario.gangs;
    for (let slot = 0; slot < lines[use].length; slot++) {
      const line = lines[use][slot]!;
      if (tick < line.retiresTick) continue;
      news.retiredLines.push({ gang: id, line });
      // Each slot has serial numbers of its own: a line given up early moves nobody else's successors.
      lines[use][slot] = this.#openLine(id, line.serial + callLines + senders, use, tick, false, news);
    }
  }

  #renewDomains({ id, domains }: Gang, tick: number, news: GangNews): void {
    for (let slot = 0; slot < domains.length; slot++) {
      const domain = domains[slot]!;
      if (tick < domain.retiresTick) continue;
      domains[slot] = this.#openDomain(id, domain.ordinal + domains.length, tick, false, news);
    }
  }

  #reviewLine(gang: Gang, lines: Line[], slot: number, tick: number, counts: Uint32Array, at: number): void {
    // Nothing blocked, nothing to notice.
    if (counts[at + 1] === 0) return;
    const line = this.#reaction.reviewLine(gang.id, lines[slot]!, tick, counts[at]!, counts[at + 1]!);
    if (line === lines[slot]) return;
    lines[slot] = line;
    gang.dueTick = Math.min(gang.dueTick, line.retiresTick);
  }

  #reviewDomain(gang: Gang, slot: number, tick: number, counts: Uint32Array): void {
    const { id, domains } = gang;
    const at = domainPair(id, slot);
    if (counts[at + 1] === 0) return;
    const domain = this.#reaction.reviewDomain(id, domains[slot]!, tick, counts[at]!, counts[at + 1]!);
    if (domain === domains[slot]) return;
    domains[slot] = domain;
    gang.dueTick = Math.min(gang.dueTick, domain.retiresTick);
  }

  #openLine(gang: number, serial: number, use: LineUse, tick: number, aged: boolean, news: GangNews): Line {
    const line = this.#lineMaker.open(gang, serial, use, tick, aged);
    news.openedLines.push({ gang, line });
    return line;
  }

  #openDomain(gang: number, ordinal: number, tick: number, aged: boolean, news: GangNews): Domain {
    const domain = this.#domainMaker.open(gang, ordinal, tick, aged);
    this.#hosts.set(domain.serial, domain.host);
    news.openedDomains.push({ gang, domain });
    return domain;
  }

  #launch(gang: number, typology: number, tick: number, news: GangNews): Campaign {
    const campaigns = this.#campaigns[gang]!;
    const campaign = this.#campaignMaker.launch(gang, campaigns.length, typology, tick);
    campaigns.push(campaign);
    news.launchedCampaigns.push(campaign);
    return campaign;
  }
}

function firstDue({ lines, domains, campaign }: Gang): number {
  let first = campaign.untilTick;
  for (const line of lines.call) first = Math.min(first, line.retiresTick);
  for (const line of lines.text) first = Math.min(first, line.retiresTick);
  for (const domain of domains) first = Math.min(first, domain.retiresTick);
  return first;
}
