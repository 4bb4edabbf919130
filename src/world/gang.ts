/**
 * Gangs, on the main thread: each has a typology, runs one campaign after another, and keeps a few lines, senders and domains
 * in use. This file holds what changes over time; the contacts themselves are made in workers from the slices planned here.
 */
import { HOURS_PER_DAY } from "../core/time.ts";
import { buildAliasTable, drawAlias, poisson, type AliasTable } from "../core/distributions.ts";
import { RandomStream, unit } from "../core/random.ts";
import { TYPOLOGIES } from "../event/taxonomy.ts";
import type { Scenario } from "../scenario/schema.ts";
import { diurnalWeight } from "./diurnal.ts";
import { type Domain, DomainMaker, type Line, LineMaker, type LineUse } from "./line.ts";
import { SLICE, SLICE_WORDS, SOURCE_GANG } from "./slice.ts";
import type { Catalogue, ScriptEntry } from "./text/catalogue.ts";

/** One script run against many. */
export interface Campaign {
  readonly gang: number;
  /** Fixes the wording of the campaign. */
  readonly key: number;
  readonly script: ScriptEntry;
  readonly fromTick: number;
  readonly untilTick: number;
}

/** Targets first approached in one tick; their later stages follow by schedule. */
interface Wave {
  readonly tick: number;
  readonly campaign: Campaign;
  readonly firstTarget: number;
  readonly count: number;
}

export interface Gang {
  readonly id: number;
  readonly typology: number;
  readonly lines: Readonly<Record<LineUse, Line[]>>;
  readonly domains: Domain[];
  campaign: Campaign;
}

/** What came into use and what was given up at a tick: what the platform may later hear of, and what may be recycled. */
export interface GangNews {
  readonly openedLines: { readonly gang: number; readonly line: Line }[];
  readonly openedDomains: { readonly gang: number; readonly domain: Domain }[];
  readonly launchedCampaigns: Campaign[];
  readonly retiredLines: { readonly gang: number; readonly line: Line }[];
}

interface Counters {
  lineSerial: number;
  domainSerial: number;
  campaignSerial: number;
  nextTarget: number;
}

export class GangRoster {
  readonly gangs: readonly Gang[];
  readonly #scenario: Scenario;
  readonly #lineMaker: LineMaker;
  readonly #domainMaker: DomainMaker;
  readonly #catalogue: Catalogue;
  readonly #draws: RandomStream;
  readonly #volume: RandomStream;
  readonly #counters: Counters[];
  readonly #waves: Wave[][];
  /** What stands before the first tick; told with the news of tick 0. */
  #firstNews: GangNews = emptyNews();

  constructor(scenario: Scenario, seed: number, catalogue: Catalogue, protectedLabels: readonly string[]) {
    this.#scenario = scenario;
    this.#catalogue = catalogue;
    this.#lineMaker = new LineMaker(scenario, seed);
    this.#domainMaker = new DomainMaker(scenario, seed, protectedLabels);
    this.#draws = new RandomStream(seed, "gang");
    this.#volume = new RandomStream(seed, "gang-volume");
    const typologies = buildAliasTable(TYPOLOGIES.map((name) => scenario.gangs.typologies[name]));
    const ids = Array.from({ length: scenario.gangs.count }, (_, id) => id);
    this.#counters = ids.map(() => ({ lineSerial: 0, domainSerial: 0, campaignSerial: 0, nextTarget: 0 }));
    this.#waves = ids.map(() => []);
    this.gangs = ids.map((id) => this.#found(id, typologies));
  }

  /** Brings every gang to `tick`: retires what is due, opens its successors, launches campaigns. */
  advance(tick: number): GangNews {
    const news = this.#firstNews;
    this.#firstNews = emptyNews();
    for (const gang of this.gangs) {
      this.#renewLines(gang, "call", tick, news);
      this.#renewLines(gang, "text", tick, news);
      this.#renewDomains(gang, tick, news);
      if (tick >= gang.campaign.untilTick) gang.campaign = this.#launch(gang.id, gang.typology, tick, news);
    }
    return news;
  }

  /** Slices of the tick: first contacts of new targets, and later stages of earlier ones. */
  plan(tick: number): Int32Array[] {
    const slices: Int32Array[] = [];
    for (const gang of this.gangs) {
      this.#approach(gang, tick);
      for (const wave of this.#waves[gang.id]!) pushStages(slices, wave, tick);
      forgetFinished(this.#waves[gang.id]!, tick);
    }
    return slices;
  }

  #found(id: number, typologies: AliasTable): Gang {
    const words = this.#draws.draw(id, 0);
    const typology = drawAlias(typologies, words[0]!, words[1]!);
    const news = this.#firstNews;
    const { callLines, senders, domains } = this.#scenario.gangs;
    const lines = { call: this.#openLines(id, "call", callLines), text: this.#openLines(id, "text", senders) };
    const gang: Gang = {
      id,
      typology,
      lines,
      domains: Array.from({ length: domains }, () => this.#openDomain(id, 0, true)),
      campaign: this.#launch(id, typology, 0, news),
    };
    for (const line of [...lines.call, ...lines.text]) news.openedLines.push({ gang: id, line });
    for (const domain of gang.domains) news.openedDomains.push({ gang: id, domain });
    return gang;
  }

  #openLines(id: number, use: LineUse, count: number): Line[] {
    return Array.from({ length: count }, () =>
      this.#lineMaker.open(id, this.#counters[id]!.lineSerial++, use, 0, true),
    );
  }

  #openDomain(id: number, tick: number, aged: boolean): Domain {
    return this.#domainMaker.open(id, this.#counters[id]!.domainSerial++, tick, aged);
  }

  #renewLines(gang: Gang, use: LineUse, tick: number, news: GangNews): void {
    const lines = gang.lines[use];
    for (let slot = 0; slot < lines.length; slot++) {
      const line = lines[slot]!;
      if (tick < line.retiresTick) continue;
      news.retiredLines.push({ gang: gang.id, line });
      const successor = this.#lineMaker.open(gang.id, this.#counters[gang.id]!.lineSerial++, use, tick, false);
      lines[slot] = successor;
      news.openedLines.push({ gang: gang.id, line: successor });
    }
  }

  #renewDomains(gang: Gang, tick: number, news: GangNews): void {
    for (let slot = 0; slot < gang.domains.length; slot++) {
      if (tick < gang.domains[slot]!.retiresTick) continue;
      const successor = this.#openDomain(gang.id, tick, false);
      gang.domains[slot] = successor;
      news.openedDomains.push({ gang: gang.id, domain: successor });
    }
  }

  #launch(id: number, typology: number, tick: number, news: GangNews): Campaign {
    const serial = this.#counters[id]!.campaignSerial++;
    const words = this.#draws.draw(id, 1 + serial);
    const script = this.#chooseScript(typology, words);
    const hours = this.#scenario.gangs.campaignDays * HOURS_PER_DAY;
    // The first campaign is already under way; later ones last half to one and a half times the mean.
    const age = serial === 0 ? Math.floor(unit(words[2]!) * hours) : 0;
    const length = Math.max(1, Math.floor(hours * (0.5 + unit(words[3]!))));
    const key = this.#draws.draw(id, 1 + serial, 1)[0]! | 0;
    const campaign: Campaign = {
      gang: id,
      key,
      script,
      fromTick: tick - age,
      untilTick: tick + Math.max(1, length - age),
    };
    news.launchedCampaigns.push(campaign);
    return campaign;
  }

  #chooseScript(typology: number, words: Uint32Array): ScriptEntry {
    const scripts = this.#catalogue.scripts[typology]!;
    const callFirst = scripts.filter((script) => script.stages[0]!.channel === "call");
    const textFirst = scripts.filter((script) => script.stages[0]!.channel === "text");
    const wantsCall = unit(words[0]!) < this.#scenario.gangs.callFirstShare;
    const preferred = wantsCall ? callFirst : textFirst;
    const choices = preferred.length > 0 ? preferred : scripts;
    return choices[Math.floor(unit(words[1]!) * choices.length)]!;
  }

  /** New targets of this tick become a wave. */
  #approach(gang: Gang, tick: number): void {
    const { textsPerDay, callsPerDay } = this.#scenario.gangs;
    const perDay = gang.campaign.script.stages[0]!.channel === "text" ? textsPerDay : callsPerDay;
    const mean = (perDay / HOURS_PER_DAY) * diurnalWeight("fraud", tick);
    const count = poisson(this.#volume, gang.id, tick, mean);
    if (count === 0) return;
    const counters = this.#counters[gang.id]!;
    this.#waves[gang.id]!.push({ tick, campaign: gang.campaign, firstTarget: counters.nextTarget, count });
    counters.nextTarget += count;
  }
}

function emptyNews(): GangNews {
  return { openedLines: [], openedDomains: [], launchedCampaigns: [], retiredLines: [] };
}

/** The stages of a wave that fall on `tick`. A target that drops out at one stage gets none of the later ones. */
function pushStages(slices: Int32Array[], wave: Wave, tick: number): void {
  let dueTick = wave.tick;
  let reach = 1;
  wave.campaign.script.stages.forEach((stage, index) => {
    dueTick += index === 0 ? 0 : Math.max(1, Math.round(stage.afterHours));
    reach *= index === 0 ? 1 : stage.continues;
    if (dueTick !== tick) return;
    const slice = new Int32Array(SLICE_WORDS);
    slice[SLICE.source] = SOURCE_GANG;
    slice[SLICE.index] = wave.campaign.gang;
    slice[SLICE.first] = wave.firstTarget;
    slice[SLICE.count] = wave.count;
    slice[SLICE.stage] = index;
    slice[SLICE.reachPpm] = Math.round(reach * 1e6);
    slice[SLICE.message] = stage.channel === "call" ? -1 - Math.round(stage.durationMedianS) : stage.message;
    slice[SLICE.campaign] = wave.campaign.key;
    slices.push(slice);
  });
}

function forgetFinished(waves: Wave[], tick: number): void {
  while (waves.length > 0 && lastTickOf(waves[0]!) <= tick) waves.shift();
}

function lastTickOf(wave: Wave): number {
  let tick = wave.tick;
  for (const stage of wave.campaign.script.stages.slice(1)) tick += Math.max(1, Math.round(stage.afterHours));
  return tick;
}
