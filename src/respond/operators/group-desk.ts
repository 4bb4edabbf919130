/**
 * The group desk of operators: some time after a number was confirmed, all numbers of its holder are blocked, or in its
 * device, and for a while those that come into the group. It knows records alone, so innocents' numbers are blocked too.
 */
import { Agenda } from "../../core/agenda.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import { type CanonicalIdentity, canonicalIdentity } from "../../event/identity.ts";
import type { ListingUpdate } from "../../record/investigation.ts";
import { type LineGroup, type LineRegister, MEMBERS, type Member } from "../../record/line-group.ts";
import type { Scenario } from "../../scenario/schema.ts";

type Settings = Scenario["operators"]["groups"];
type Appeal = (number: CanonicalIdentity, nowMs: number) => void;

export class GroupDesk {
  readonly #settings: Settings;
  readonly #register: LineRegister;
  readonly #appeal: Appeal;
  /** Numbers that were confirmed and not cleared. */
  readonly #confirmed = new Map<LineGroup, Set<CanonicalIdentity>>();
  readonly #untilMs = new Map<LineGroup, number>();
  readonly #due = new Agenda<LineGroup>();
  readonly #blocked = new Map<CanonicalIdentity, Member>();
  /** They are not blocked so again. */
  readonly #cleared = new Set<CanonicalIdentity>();

  /** `appeal`: called once for each innocent. */
  constructor(settings: Settings, register: LineRegister, appeal: Appeal) {
    this.#settings = settings;
    this.#register = register;
    this.#appeal = appeal;
  }

  /** Takes the listings of an hour that ended at `nowMs`, and returns those of groups. */
  advance(listings: readonly ListingUpdate[], nowMs: number): ListingUpdate[] {
    const updates: ListingUpdate[] = [];
    for (const listing of listings) {
      if (listing.what === "identity" && listing.isConfirmed) this.#confirm(canonicalIdentity(listing.identity), nowMs);
      if (listing.what === "cleared") this.#clear(listing.key as CanonicalIdentity);
    }
    for (const number of this.#register.takeOpened()) {
      const group = this.#groupsOf(number).find((each) => nowMs < (this.#untilMs.get(each) ?? 0));
      if (group !== undefined) this.#block(group, number, nowMs, updates);
    }
    while (this.#due.nextMs <= nowMs) this.#blockAll(this.#due.take()!, nowMs, updates);
    return updates;
  }

  /** Distinct numbers that were blocked. */
  counts(): Readonly<Record<Member, number>> {
    const whose = [...this.#blocked.values()];
    const counts = MEMBERS.map((member) => [member, whose.filter((each) => each === member).length]);
    return Object.fromEntries(counts) as Record<Member, number>;
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

  #clear(number: CanonicalIdentity): void {
    this.#cleared.add(number);
    for (const group of this.#groupsOf(number)) this.#confirmed.get(group)?.delete(number);
  }

  #blockAll(group: LineGroup, nowMs: number, updates: ListingUpdate[]): void {
    const confirmed = this.#confirmed.get(group)!;
    if (confirmed.size < (group.startsWith("c") ? this.#settings.companyNumbers : 1)) return;
    this.#untilMs.set(group, nowMs + this.#settings.days * DAY_MS);
    for (const number of this.#register.membersOf(group)) {
      if (!confirmed.has(number)) this.#block(group, number, nowMs, updates);
    }
  }

  #block(group: LineGroup, number: CanonicalIdentity, nowMs: number, updates: ListingUpdate[]): void {
    if (this.#cleared.has(number)) return;
    updates.push({ what: "identity", identity: number, fromTick: Math.ceil(nowMs / HOUR_MS) });
    if (this.#blocked.has(number)) return;
    const whose = this.#register.whoseIn(group, number);
    this.#blocked.set(number, whose);
    if (whose !== "gang") this.#appeal(number, nowMs);
  }
}
