/**
 * The group desk of operators: some time after a number was confirmed, all numbers of its holder are blocked, or in its
 * device, and for a while those that come into the group. It knows records alone, so innocents' numbers are blocked too.
 */
import { Agenda } from "../../core/agenda.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import { type CanonicalIdentity, canonicalIdentity } from "../../event/identity.ts";
import type { ListingUpdate } from "../../record/investigation.ts";
import { BLOCKED_WITH, type GroupStatement, type LineGroup, type LineRegister } from "../../record/line-group.ts";
import type { Scenario } from "../../scenario/schema.ts";

export class GroupDesk {
  readonly #settings: Scenario["operators"]["groups"];
  readonly #register: LineRegister;
  readonly #hours: number;
  readonly #listedMs: number;
  readonly #appeal: (number: CanonicalIdentity, nowMs: number) => void;
  /** Numbers that were confirmed and not cleared; and until when groups and numbers are blocked. */
  readonly #confirmed = new Map<LineGroup, Set<CanonicalIdentity>>();
  readonly #untilMs = new Map<LineGroup | CanonicalIdentity, number>();
  readonly #due = new Agenda<LineGroup>();
  readonly #innocents = Object.fromEntries(BLOCKED_WITH.map((because) => [because, { numbers: 0, days: 0 }]));
  readonly #costs = new Map<CanonicalIdentity, { days: number }>();
  #gangNumbers = 0;

  /** `appeal`: called for those who are no gangs; `take` hears when they are cleared. */
  constructor(
    { operators, blocklist, hours }: Scenario,
    register: LineRegister,
    appeal: (number: CanonicalIdentity, nowMs: number) => void,
  ) {
    this.#settings = operators.groups;
    this.#register = register;
    this.#hours = hours;
    this.#listedMs = blocklist.lifeDays * DAY_MS;
    this.#appeal = appeal;
  }

  /** Takes the listings of an hour that ended at `nowMs`, and returns those of groups. */
  advance(listings: readonly ListingUpdate[], nowMs: number): ListingUpdate[] {
    const blocked: ListingUpdate[] = [];
    for (const listing of listings) {
      if (listing.what === "identity" && listing.isConfirmed) this.#confirm(canonicalIdentity(listing.identity), nowMs);
      if (listing.what === "cleared") this.#clear(listing.key as CanonicalIdentity, nowMs);
    }
    for (const number of this.#register.takeOpened()) {
      const group = this.#groupsOf(number).find((each) => nowMs < (this.#untilMs.get(each) ?? 0));
      if (group !== undefined) this.#block(group, number, nowMs, blocked);
    }
    while (this.#due.nextMs <= nowMs) this.#blockAll(this.#due.take()!, nowMs, blocked);
    return blocked;
  }

  statement(): GroupStatement {
    return { gangNumbers: this.#gangNumbers, innocents: this.#innocents as GroupStatement["innocents"] };
  }

  #groupsOf(number: CanonicalIdentity): readonly LineGroup[] {
    const { by } = this.#settings;
    const isAsked = (group: LineGroup) => by === "both" || (by === "device") === group.startsWith("d");
    return this.#register.groupsOf(number).filter(isAsked);
  }

  #confirm(number: CanonicalIdentity, nowMs: number): void {
    for (const group of this.#groupsOf(number)) {
      const confirmed = this.#confirmed.get(group) ?? new Set();
      this.#confirmed.set(group, confirmed.add(number));
      this.#due.add(nowMs + this.#settings.delayHours * HOUR_MS, group);
    }
  }

  /** Who has been cleared is not blocked so again. */
  #clear(number: CanonicalIdentity, nowMs: number): void {
    for (const group of this.#groupsOf(number)) this.#confirmed.get(group)?.delete(number);
    const cost = this.#costs.get(number);
    if (cost === undefined) return;
    cost.days -= this.#daysIn(nowMs, this.#untilMs.get(number)!);
    this.#costs.delete(number);
    this.#untilMs.set(number, Infinity);
  }

  #blockAll(group: LineGroup, nowMs: number, blocked: ListingUpdate[]): void {
    const confirmed = this.#confirmed.get(group)!;
    if (confirmed.size < (group.startsWith("c") ? this.#settings.companyNumbers : 1)) return;
    this.#untilMs.set(group, nowMs + this.#settings.days * DAY_MS);
    for (const number of this.#register.membersOf(group)) {
      if (!confirmed.has(number)) this.#block(group, number, nowMs, blocked);
    }
  }

  #block(group: LineGroup, number: CanonicalIdentity, nowMs: number, blocked: ListingUpdate[]): void {
    if (nowMs < (this.#untilMs.get(number) ?? 0)) return;
    const untilMs = nowMs + this.#listedMs;
    this.#untilMs.set(number, untilMs);
    blocked.push({ what: "identity", identity: number, fromTick: Math.ceil(nowMs / HOUR_MS) });
    const because = this.#register.innocentIn(group, number);
    if (because === null) {
      this.#gangNumbers++;
      return;
    }
    const cost = this.#innocents[because]!;
    cost.numbers++;
    cost.days += this.#daysIn(nowMs, untilMs);
    this.#costs.set(number, cost);
    this.#appeal(number, nowMs);
  }

  /** Of the scenario's hours. */
  #daysIn(fromMs: number, untilMs: number): number {
    return Math.max(0, Math.min(this.#hours * HOUR_MS, untilMs) - fromMs) / DAY_MS;
  }
}
