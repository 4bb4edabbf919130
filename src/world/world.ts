/** The world, on the main thread: it plans each tick, lets gangs turn over their lines, and recycles numbers. */
import { Agenda } from "../core/agenda.ts";
import { assert } from "../core/assert.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import { PROVENANCE } from "../detect/provenance/stage.ts";
import type { BlockingCounts } from "../record/money.ts";
import type { CanonicalIdentity, Identity } from "../event/identity.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type BenignMessages, makeBenignMessages } from "./traffic/benign-calls.ts";
import { type BenignRecords, makeBenignRecords } from "./traffic/benign-origins.ts";
import type { CrackdownCounts, CardOrder, CardStatement } from "../record/cards.ts";
import type { GangNews } from "./gangs/gang.ts";
import { type GangTableHandle, GangTables } from "./gangs/gang-table.ts";
import { type HostLists, type ProtectedDomain, makeHostLists } from "./traffic/hosts.ts";
import { isMobile } from "./gangs/line.ts";
import { NumberTable } from "./number-table.ts";
import { RegisteredLines } from "./registered-lines.ts";
import { type Organisations, makeOrganisations } from "./traffic/organisations.ts";
import { CardTrade } from "./gangs/cards/card-trade.ts";
import { ACCOUNT_DAYS, type AccountSource, Accounts } from "./gangs/accounts.ts";
import { Strategist } from "./gangs/strategist.ts";
import { GangPolicies, levelIn } from "./gangs/gang-policy.ts";
import { APP_YUAN, DOMAIN_YUAN, Economy } from "./gangs/economy/economy.ts";
import { GangBooks } from "./gangs/economy/gang-books.ts";
import { GangApps } from "./gangs/gang-apps.ts";
import { Gangs } from "./gangs/gangs.ts";
import type { FollowUp } from "./gangs/contact.ts";
import { followUpSlice } from "./slice.ts";
import { type Subscribers, makeSubscribers } from "./people/subscribers.ts";
import type { Labels } from "../event/labels.ts";
import { truthOf } from "../event/truth.ts";
import { type Catalogue, wordings } from "./text/catalogue.ts";
import type { PhraseBankHandle } from "./text/phrase-bank.ts";
import { planTraffic } from "./traffic/traffic.ts";

/** Data that never change during a run. Each worker gets them once. Structured-cloneable; most is shared memory. */
export interface WorldHandle {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly subscribers: Subscribers;
  readonly organisations: Organisations;
  /** Operators' records of benign callers; null if the platform gets no records. */
  readonly records: BenignRecords | null;
  readonly benignMessages: BenignMessages;
  readonly hosts: HostLists;
  readonly phraseBank: PhraseBankHandle;
}

/** Data of one tick, sealed: they do not change while the tick is made. */
export interface WorldTickHandle {
  readonly tick: number;
  readonly numbers: Float64Array;
  readonly gangs: GangTableHandle;
}

interface PlanSwitches {
  readonly benign: boolean;
  readonly firstContacts: boolean;
}

/** Days from a number's last fraud until another person gets it. Assumed; changes no headline figure. */
const RECYCLED_AFTER_DAYS = 8;

export class World {
  readonly handle: WorldHandle;
  readonly catalogue: Catalogue;
  readonly gangs: Gangs;
  readonly apps: GangApps;
  readonly economy: Economy;
  readonly trade: CardTrade | null;
  /** Null where operators do not block by groups. */
  readonly register: RegisteredLines | null;
  readonly books: GangBooks;
  readonly policies: GangPolicies;
  readonly strategist: Strategist;
  readonly accounts: AccountSource;
  readonly #gangTables: GangTables;
  readonly #numbers: NumberTable;
  #sealedNumbers: Float64Array;
  readonly #volume: RandomStream;
  readonly #recycling: RandomStream;
  readonly #dueNumbers = new Agenda<{ readonly subscriber: number; readonly number: Identity }>();

  constructor(scenario: Scenario, seed: number, protectedDomains: readonly ProtectedDomain[]) {
    const { catalogue, phraseBank } = wordings();
    this.catalogue = catalogue;
    const subscribers = makeSubscribers(scenario, seed);
    const organisations = makeOrganisations(seed);
    const hasRecords = scenario.screening.stages[PROVENANCE.name];
    this.handle = {
      seed,
      scenario,
      subscribers,
      organisations,
      records: hasRecords ? makeBenignRecords(seed, subscribers, organisations) : null,
      benignMessages: makeBenignMessages(this.catalogue),
      hosts: makeHostLists(protectedDomains),
      phraseBank,
    };
    const labels = protectedDomains
      .map(({ domain }) => domain.split(".")[0]!)
      .filter((label) => /^[a-z0-9]{4,}$/.test(label));
    const policies = new GangPolicies(scenario);
    this.policies = policies;
    this.economy = new Economy(scenario, policies);
    const { ledger } = this.economy;
    this.books = new GangBooks(scenario, (gang) => ledger.spentYuan(gang));
    const hoursOf = (gang: number): number => levelIn(policies.of(gang), "accounts") ?? ACCOUNT_DAYS * HOURS_PER_DAY;
    this.trade = scenario.cards.traded ? new CardTrade(scenario, seed, ledger, hoursOf) : null;
    const pay = (gang: number): void => this.economy.payAccount(gang);
    this.strategist = new Strategist(scenario, seed, {
      ledger,
      policies,
      setYuan: () => this.trade?.priceYuan ?? null,
    });
    this.accounts = this.trade?.accounts ?? new Accounts(seed, hoursOf, pay);
    this.gangs = new Gangs(scenario, seed, this.catalogue, labels, {
      trade: this.trade,
      sizeOf: (gang) => this.economy.sizes.of(gang),
      policies,
    });
    this.apps = new GangApps(
      scenario,
      seed,
      this.gangs.all.map(({ typology }) => typology),
    );
    this.#gangTables = new GangTables(this.gangs.all, hasRecords);
    this.#numbers = new NumberTable(subscribers.number);
    this.#sealedNumbers = subscribers.number;
    const hasGroups = scenario.operators.groups.by !== "none";
    const means = {
      organisations,
      policies,
      subscriberOf: (number: number) => this.#numbers.holderOf(number),
      numberOf: (subscriber: number) => this.numberOf(subscriber),
      sellerOf: (number: CanonicalIdentity) => this.trade?.sellerOf(number) ?? null,
    };
    this.register = hasGroups ? new RegisteredLines(scenario, seed, means) : null;
    this.#volume = new RandomStream(seed, "traffic-volume");
    this.#recycling = new RandomStream(seed, "recycling");
  }

  /** Brings gangs and numbers to `tick`, once for each tick, in order. Returns what is new and what was given up. */
  advance(tick: number): GangNews {
    this.trade?.advance(tick);
    for (const gang of this.economy.advance(tick)) this.#foundAgain(gang, tick);
    const news = this.gangs.advance(tick);
    news.openedApps.push(...this.apps.advance(tick));
    this.economy.noteNews(tick, news);
    this.#gangTables.note(news);
    this.register?.note(news);
    for (const { line } of news.retiredLines) {
      if (isMobile(line.technology)) this.#scheduleRecycling(line.identity, tick);
    }
    for (const { subscriber, number } of this.#dueNumbers.takeBefore(tick + 1)) {
      this.#numbers.assign(subscriber, number);
      news.recycledNumbers.push(number);
    }
    return news;
  }

  seal(tick: number): WorldTickHandle {
    this.#sealedNumbers = this.#numbers.seal(tick);
    return { tick, numbers: this.#sealedNumbers, gangs: this.#gangTables.seal(tick) };
  }

  /**
   * The tick's events, as slices; once for each tick, after `advance(tick)`. Overdue follow-ups are made at its start.
   * The slowest to make and screen come first (messages of gangs), so no worker keeps the tick waiting with a slow last
   * batch.
   */
  plan(tick: number, followUps: readonly FollowUp[], { benign, firstContacts }: PlanSwitches): Int32Array[] {
    const obfuscation = ({ campaign }: FollowUp): number => this.policies.of(campaign.gang).obfuscation;
    return [
      ...followUps.map((followUp) => followUpSlice(followUp, offsetMs(followUp.dueMs, tick), obfuscation(followUp))),
      ...(firstContacts ? [this.gangs.plan(tick)] : []),
      ...(benign ? planTraffic(this.handle.scenario, this.#volume, tick).toReversed() : []),
    ];
  }

  /** Lets gangs react to how their contacts of `tick` fared (reaction.ts), at tick + 2 at the earliest. */
  react(tick: number, counts: Uint32Array): void {
    this.economy.noteContacts(counts);
    this.gangs.react(tick, counts);
    for (const turn of this.policies.follow(tick)) this.gangs.adopt(turn, tick);
    for (const turn of this.strategist.follow(tick, counts)) this.gangs.adopt(turn, tick);
    this.books.note(tick);
  }

  obey(orders: readonly CardOrder[], tick: number): void {
    if (orders.length === 0) return;
    for (const order of orders) this.trade?.obey(order, tick + 2);
    this.gangs.cutSims(tick + 2);
  }

  cardStatement(crackdown: CrackdownCounts): CardStatement | null {
    const { weeks, sizes } = this.economy;
    return (
      this.trade && {
        ...this.trade.statement(this.handle.scenario.hours),
        weeks: weeks.all(),
        crackdown,
        broke: sizes.broke,
      }
    );
  }

  #foundAgain(gang: number, tick: number): void {
    this.trade?.gangCards.renew(gang);
    this.gangs.foundAgain(gang, tick);
  }

  get blocking(): BlockingCounts {
    const { refusedByGang, replacedByGang } = this.apps;
    const { replacedDomains } = this.gangs;
    const prices = { domainYuan: DOMAIN_YUAN, appYuan: APP_YUAN };
    return { refusedApps: refusedByGang, replacedDomains, replacedApps: replacedByGang, ...prices };
  }

  numberOf(subscriber: number): Identity {
    return this.#sealedNumbers[subscriber]! as Identity;
  }

  /** out[i] = who has numbers[i] now, for i in [0, count). had[i]: who had it when it was called. */
  subscribersInto(numbers: Float64Array, had: Uint32Array, count: number, out: Int32Array): void {
    this.#numbers.holdersInto(numbers, had, count, out);
  }

  scriptOf(labels: Labels, row: number): string {
    const { gang, campaign } = truthOf(labels);
    return this.gangs.campaignOf(gang[row]!, campaign[row]!).script.id;
  }

  #scheduleRecycling(number: Identity, tick: number): void {
    const { share } = this.handle.scenario.recycling;
    // Keyed by the number, so that one line more or less does not change the recycling of others.
    const words = this.#recycling.drawByKey(number);
    if (unit(words[0]!) >= share) return;
    const subscriber = below(words[1]!, this.handle.subscribers.count);
    this.#dueNumbers.add(tick + RECYCLED_AFTER_DAYS * HOURS_PER_DAY, { subscriber, number });
  }
}

function offsetMs(dueMs: number, tick: number): number {
  const offset = Math.max(0, Math.floor(dueMs - tick * HOUR_MS));
  assert(offset < HOUR_MS, () => `a follow-up due at ${dueMs} ms is not of tick ${tick}`);
  return offset;
}
