/**
 * The tracing desk: police trace listed numbers, and accounts that victims name, to the people who opened them. A
 * holder is penalised and may name the dealer. A dealer named by enough holders is raided. Leads are worked off first
 * come first served. Notices tell people the price of selling cards. The desk knows registers and statements, and
 * nothing of gangs or of who is innocent.
 */
import { Agenda } from "../../core/agenda.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import type { CardLead, CardOrder, CardRegister, CrackdownCounts } from "../../record/cards.ts";
import type { Complaint } from "../../record/complaint.ts";
import { canonicalIdentity } from "../../event/identity.ts";
import type { ListingUpdate } from "../../record/investigation.ts";
import type { Scenario } from "../../scenario/schema.ts";

type Due =
  | { readonly what: "trace"; readonly lead: CardLead }
  | { readonly what: "raid"; readonly dealer: number }
  | { readonly what: "appeal"; readonly person: number }
  | { readonly what: "freeze"; readonly account: number };

const NOTICE_DAYS = 14;

export class TracingDesk {
  readonly #settings: Scenario["crackdown"];
  readonly #register: CardRegister;
  readonly #draws: RandomStream;
  readonly #appealDraws: RandomStream;
  readonly #fromMs: number;
  readonly #untilMs: number;
  #nextNoticeMs: number;
  readonly #due = new Agenda<Due>();
  #waiting: CardLead[] = [];
  #freeMs: number;
  readonly #known = new Set<string>();
  readonly #penalisedMs = new Map<number, number>();
  readonly #namedBy = new Map<number, Set<number>>();
  readonly #tracedAt = new Map<number, number>();
  readonly #counts = {
    leads: 0,
    traced: 0,
    dealersDestroyed: 0,
    suspectsArrested: 0,
    holdersPenalised: 0,
    appeals: 0,
    appealsGranted: 0,
    outletsShut: 0,
    accountsFrozen: 0,
  };

  constructor(settings: Scenario["crackdown"], seed: number, register: CardRegister) {
    this.#settings = settings;
    this.#register = register;
    this.#draws = new RandomStream(seed, "tracing");
    this.#appealDraws = new RandomStream(seed, "appeal");
    this.#fromMs = settings.fromHour * HOUR_MS;
    this.#untilMs = this.#fromMs + settings.days * DAY_MS;
    this.#freeMs = this.#nextNoticeMs = this.#fromMs;
  }

  /** Takes the listings and complaints of an hour that ended at `nowMs`, in an order that depends on no batch. */
  take(listings: readonly ListingUpdate[], complaints: readonly Complaint[], nowMs: number): void {
    if (!this.#settings.enabled || nowMs < this.#fromMs || nowMs >= this.#untilMs) return;
    for (const listing of listings) {
      if (listing.what === "identity") this.#note({ number: canonicalIdentity(listing.identity) });
    }
    for (const { account } of complaints) {
      if (account === null || !this.#note({ account })) continue;
      this.#due.add(nowMs + this.#settings.freezeHours * HOUR_MS, { what: "freeze", account });
    }
  }

  hear(appeals: readonly number[], nowMs: number): void {
    this.#counts.appeals += appeals.length;
    for (const person of appeals) {
      this.#due.add(nowMs + this.#settings.appealDays * DAY_MS, { what: "appeal", person });
    }
  }

  advance(untilMs: number): CardOrder[] {
    const orders: CardOrder[] = [];
    this.#takeUp(untilMs);
    this.#notify(untilMs, orders);
    while (this.#due.nextMs < untilMs) {
      const nowMs = this.#due.nextMs;
      const due = this.#due.take()!;
      if (due.what === "trace") this.#trace(due.lead, nowMs, orders);
      else if (due.what === "freeze") this.#freeze(due.account, untilMs, orders);
      else if (due.what === "appeal") this.#decide(due.person, orders);
      else this.#raidDealer(due.dealer);
    }
    return orders;
  }

  counts(): CrackdownCounts {
    return { ...this.#counts };
  }

  #note(lead: CardLead): boolean {
    const name = "number" in lead ? `n${lead.number}` : `a${lead.account}`;
    if (this.#known.has(name)) return false;
    this.#known.add(name);
    this.#counts.leads++;
    this.#waiting.push(lead);
    return true;
  }

  /** Investigators take up what waits, one every day / casesPerDay, while the crackdown lasts. */
  #takeUp(untilMs: number): void {
    const { casesPerDay, traceDays } = this.#settings;
    if (casesPerDay === 0) return;
    const endMs = Math.min(untilMs, this.#untilMs);
    let taken = 0;
    while (taken < this.#waiting.length && this.#freeMs < endMs) {
      this.#due.add(this.#freeMs + traceDays * DAY_MS, { what: "trace", lead: this.#waiting[taken]! });
      this.#freeMs += DAY_MS / casesPerDay;
      taken++;
    }
    this.#waiting = this.#waiting.slice(taken);
    // An idle investigator does not catch up later.
    if (this.#waiting.length === 0) this.#freeMs = Math.max(this.#freeMs, untilMs);
  }

  #trace(lead: CardLead, nowMs: number, orders: CardOrder[]): void {
    const found = this.#register.holderOf(lead);
    if (found === null) return;
    this.#counts.traced++;
    const words = this.#draws.drawByKey("number" in lead ? lead.number : lead.account, "number" in lead ? 0 : 1);
    const isNamed = unit(words[1]!) < this.#settings.namesShare;
    this.#penalise(found.person, nowMs, orders);
    if ("account" in lead) this.#noteOutlet(found.outlet, nowMs, orders);
    const dealer = isNamed ? this.#register.dealerOf(lead) : null;
    if (dealer !== null) this.#noteDealer(dealer, found.person, nowMs);
  }

  #penalise(person: number, nowMs: number, orders: CardOrder[]): void {
    if (nowMs < (this.#penalisedMs.get(person) ?? 0)) return;
    const endMs = nowMs + this.#settings.termDays * DAY_MS;
    this.#penalisedMs.set(person, endMs);
    this.#counts.holdersPenalised++;
    orders.push({ what: "penalise", person, untilTick: tickAt(endMs) });
  }

  /** A person cleared by an appeal is never penalised again. */
  #decide(person: number, orders: CardOrder[]): void {
    if (unit(this.#appealDraws.draw(person, 0)[0]!) >= this.#settings.appealsGranted) return;
    this.#counts.appealsGranted++;
    this.#penalisedMs.set(person, Infinity);
    orders.push({ what: "restore", person });
  }

  #notify(untilMs: number, orders: CardOrder[]): void {
    if (!this.#settings.enabled) return;
    for (; this.#nextNoticeMs < Math.min(untilMs, this.#untilMs); this.#nextNoticeMs += NOTICE_DAYS * DAY_MS) {
      orders.push({ what: "notify" });
    }
  }

  #noteOutlet(outlet: number, nowMs: number, orders: CardOrder[]): void {
    const traced = (this.#tracedAt.get(outlet) ?? 0) + 1;
    const isEnough = traced >= this.#settings.outletAccounts;
    this.#tracedAt.set(outlet, isEnough ? 0 : traced);
    if (!isEnough) return;
    this.#counts.outletsShut++;
    const endMs = nowMs + this.#settings.outletDays * DAY_MS;
    orders.push({ what: "shut", outlet, untilTick: tickAt(endMs) });
  }

  #noteDealer(dealer: number, holder: number, nowMs: number): void {
    const named = this.#namedBy.get(dealer) ?? new Set();
    this.#namedBy.set(dealer, named);
    if (named.has(holder)) return;
    named.add(holder);
    if (named.size !== this.#settings.dealerHolders) return;
    this.#due.add(nowMs + this.#settings.raidDays * DAY_MS, { what: "raid", dealer });
  }

  #raidDealer(dealer: number): void {
    const arrested = this.#register.raid(dealer);
    if (arrested === null) return;
    this.#counts.dealersDestroyed++;
    this.#counts.suspectsArrested += arrested;
  }

  #freeze(account: number, untilMs: number, orders: CardOrder[]): void {
    this.#counts.accountsFrozen++;
    orders.push({ what: "freeze", account, timeMs: untilMs });
  }
}

function tickAt(timeMs: number): number {
  return Math.ceil(timeMs / HOUR_MS);
}
