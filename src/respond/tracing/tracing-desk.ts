/**
 * The tracing desk: police trace listed numbers, and accounts that victims name, to the people who opened them. A
 * holder is penalised and may name the dealer. A dealer whom enough holders name is raided. Leads are worked off first
 * come first served. The desk knows registers and what people say, and nothing of gangs, prices or who deals.
 */
import { Agenda } from "../../core/agenda.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import type { CrackdownCounts, CardOrder, CardRegister, Raid } from "../../record/cards.ts";
import type { Complaint } from "../../record/complaint.ts";
import { type CanonicalIdentity, canonicalIdentity } from "../../event/identity.ts";
import type { ListingUpdate } from "../../record/listing-update.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** A number or an account to be traced. */
type Lead = { readonly number: CanonicalIdentity } | { readonly account: number };

type Due =
  | { readonly what: "trace"; readonly lead: Lead }
  | { readonly what: "raid"; readonly dealer: number }
  | { readonly what: "freeze"; readonly account: number };

export class TracingDesk {
  readonly #settings: Scenario["crackdown"];
  readonly #register: CardRegister;
  readonly #raid: Raid;
  readonly #draws: RandomStream;
  #isEnabled: boolean;
  #fromMs = 0;
  #untilMs = 0;
  readonly #due = new Agenda<Due>();
  /** Leads that wait for an investigator. */
  #waiting: Lead[] = [];
  #freeMs = 0;
  /** Leads taken, by what they are, so that none is taken twice. */
  readonly #known = new Set<string>();
  /** Until when each holder is penalised; the holders who named each dealer; accounts traced to each outlet. */
  readonly #penalisedMs = new Map<number, number>();
  readonly #namedBy = new Map<number, Set<number>>();
  readonly #tracedAt = new Map<number, number>();
  readonly #counts = {
    leads: 0,
    traced: 0,
    dealersDestroyed: 0,
    suspectsArrested: 0,
    holdersPenalised: 0,
    innocentsPenalised: 0,
    outletsShut: 0,
    accountsFrozen: 0,
  };

  constructor(settings: Scenario["crackdown"], seed: number, register: CardRegister, raid: Raid) {
    this.#settings = settings;
    this.#register = register;
    this.#raid = raid;
    this.#draws = new RandomStream(seed, "tracing");
    this.begin(settings.fromHour);
    this.#isEnabled = settings.enabled;
  }

  /** Lets the crackdown begin at `fromHour`, which lies ahead, as if the settings had said so. Once. */
  begin(fromHour: number): void {
    this.#isEnabled = true;
    this.#fromMs = fromHour * HOUR_MS;
    this.#untilMs = this.#fromMs + this.#settings.days * DAY_MS;
    this.#freeMs = this.#fromMs;
  }

  /** Takes what was listed and complained of in an hour that ended at `nowMs`, in an order that depends on no batch. */
  take(listings: readonly ListingUpdate[], complaints: readonly Complaint[], nowMs: number): void {
    if (!this.#isEnabled || nowMs < this.#fromMs || nowMs >= this.#untilMs) return;
    for (const listing of listings) {
      if (listing.what === "identity") this.#note({ number: canonicalIdentity(listing.identity) });
    }
    for (const { account } of complaints) {
      if (account === null || !this.#note({ account })) continue;
      this.#due.add(nowMs + this.#settings.freezeHours * HOUR_MS, { what: "freeze", account });
    }
  }

  /** Works until `untilMs`. What is ordered takes effect from that hour on. */
  advance(untilMs: number): CardOrder[] {
    const orders: CardOrder[] = [];
    this.#takeUp(untilMs);
    while (this.#due.nextMs < untilMs) {
      const nowMs = this.#due.nextMs;
      const due = this.#due.take()!;
      if (due.what === "trace") this.#trace(due.lead, nowMs, orders);
      else if (due.what === "freeze") this.#freeze(due.account, untilMs, orders);
      else this.#raidDealer(due.dealer);
    }
    return orders;
  }

  counts(): CrackdownCounts {
    return { ...this.#counts };
  }

  /** Whether it is new. */
  #note(lead: Lead): boolean {
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

  #trace(lead: Lead, nowMs: number, orders: CardOrder[]): void {
    const found =
      "number" in lead ? this.#register.holderOfNumber(lead.number) : this.#register.holderOfAccount(lead.account);
    if (found === null) return;
    this.#counts.traced++;
    const words = this.#draws.drawByKey("number" in lead ? lead.number : lead.account, "number" in lead ? 0 : 1);
    if (unit(words[0]!) < this.#settings.mistakes) {
      // Somebody of the same name, who never sold a card.
      this.#counts.holdersPenalised++;
      this.#counts.innocentsPenalised++;
      return;
    }
    const isNamed = unit(words[1]!) < this.#settings.namesShare;
    this.#penalise(found.holder, nowMs, orders);
    if ("account" in lead) this.#noteOutlet(found.outlet, nowMs, orders);
    const dealer = isNamed ? this.#register.dealerOf(lead) : null;
    if (dealer !== null) this.#noteDealer(dealer, found.holder, nowMs);
  }

  #penalise(holder: number, nowMs: number, orders: CardOrder[]): void {
    if (nowMs < (this.#penalisedMs.get(holder) ?? 0)) return;
    const { termDays, laterTermDays, laterTermFromDay } = this.#settings;
    const endMs = nowMs + (nowMs < laterTermFromDay * DAY_MS ? termDays : laterTermDays) * DAY_MS;
    this.#penalisedMs.set(holder, endMs);
    this.#counts.holdersPenalised++;
    orders.push({ what: "penalise", holder, untilTick: tickAt(endMs) });
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
    const arrested = this.#raid(dealer);
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
