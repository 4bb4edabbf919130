/**
 * The operators' records of numbers: who holds each, and in which device it is. Made only where operators block by
 * groups. A person has the numbers of some subscribers in a row, all in one telephone; a company the numbers of some
 * organisations in a row, but for mobile ones, which are their staff's. Those who sell numbers to gangs are subscribers,
 * and so are those whose names are misused. What is not a parameter is assumed.
 */
import { poisson } from "../core/distributions.ts";
import { fnv1a } from "../core/fnv.ts";
import { NO_VALUE } from "../core/key-index.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import { ROUTE_MOBILE, ROUTE_VIRTUAL } from "../event/event-batch.ts";
import { type CanonicalIdentity, type Identity, canonicalIdentity, identityValue } from "../event/identity.ts";
import { TECHNOLOGIES } from "../event/taxonomy.ts";
import type { LineGroup, LineRegister, Member } from "../record/line-group.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { GangNews, LineInSlot } from "./gangs/gang.ts";
import { type GangPolicies, levelIn } from "./gangs/gang-policy.ts";
import { isDomestic } from "./gangs/line.ts";
import { HAND_DEVICE_PART } from "./gangs/origin.ts";
import type { Organisations } from "./traffic/organisations.ts";

/** Numbers that a gang takes one after the other from one person, where no cards are traded, and from one company. */
const SET_NUMBERS = 3;
const COMPANY_NUMBERS = 10;
/** Shorter numbers are hotlines: several organisations may show one. */
const MIN_NUMBER = 1e8;

const SIM_BOX = TECHNOLOGIES.indexOf("sim-box");

interface Means {
  readonly organisations: Organisations;
  readonly policies: GangPolicies;
  readonly subscriberOf: (number: number) => number;
  readonly numberOf: (subscriber: number) => Identity;
  readonly sellerOf: (number: CanonicalIdentity) => number | null;
}

export class RegisteredLines implements LineRegister {
  readonly #settings: Scenario["operators"]["groups"];
  readonly #means: Means;
  readonly #draws: RandomStream;
  /** By subscriber: the first one of the same person. */
  readonly #personOf: Uint32Array;
  /** Of organisations and gangs. A number that is given up keeps its groups until a subscriber gets it. */
  readonly #groups = new Map<CanonicalIdentity, readonly LineGroup[]>();
  readonly #members = new Map<LineGroup, Set<CanonicalIdentity>>();
  readonly #ofGangs = new Set<CanonicalIdentity>();
  readonly #because = new Map<LineGroup, Member>();
  readonly #counts = new Map<string, number>();
  #opened: CanonicalIdentity[] = [];

  constructor({ operators, population, cards }: Scenario, seed: number, means: Means) {
    this.#settings = operators.groups;
    this.#means = means;
    this.#draws = new RandomStream(seed, "line-register");
    this.#personOf = new Uint32Array(population.subscribers);
    const numbers = new RandomStream(seed, "held-numbers");
    for (let first = 0, end = 0; first < this.#personOf.length; first = end) {
      end = first + 1 + poisson(numbers, first, 0, cards.ownLines - 1);
      this.#personOf.fill(first, first, end);
    }
    this.#registerCompanies(new RandomStream(seed, "held-companies"));
  }

  note({ openedLines, retiredLines }: GangNews): void {
    for (const { line } of retiredLines) {
      const number = canonicalIdentity(line.identity);
      for (const group of this.#groups.get(number) ?? []) this.#members.get(group)!.delete(number);
      this.#ofGangs.delete(number);
    }
    for (const opened of openedLines) if (isDomestic(opened.line.technology)) this.#open(opened);
  }

  groupsOf(number: CanonicalIdentity): readonly LineGroup[] {
    const subscriber = this.#means.subscriberOf(number);
    if (subscriber === NO_VALUE) return this.#groups.get(number) ?? [];
    const person = this.#personOf[subscriber]!;
    return [`p${person}`, `d${person}`];
  }

  membersOf(group: LineGroup): readonly CanonicalIdentity[] {
    const members = [...(this.#members.get(group) ?? [])];
    const first = group.startsWith("c") ? NaN : Number(group.slice(1));
    for (let at = first; this.#personOf[at] === first; at++) {
      members.push(canonicalIdentity(this.#means.numberOf(at)));
    }
    return members;
  }

  takeOpened(): readonly CanonicalIdentity[] {
    return this.#opened.splice(0);
  }

  whoseIn(group: LineGroup, number: CanonicalIdentity): Member {
    return this.#ofGangs.has(number) ? "gang" : (this.#because.get(group) ?? "mistake");
  }

  #registerCompanies(draws: RandomStream): void {
    let company: LineGroup = "c";
    this.#means.organisations.flat().forEach((pool, at) => {
      pool?.identity.forEach((identity, i) => {
        const number = canonicalIdentity(identity as Identity);
        if (isMobile(pool.route[i]!) || identityValue(number) < MIN_NUMBER) return;
        if (company === "c" || unit(draws.draw(at, i)[0]!) < 1 / this.#settings.companyLines) company = `c${at}.${i}`;
        this.#enter(number, [company]);
      });
    });
  }

  #open({ gang, use, slot, line }: LineInSlot): void {
    const number = canonicalIdentity(line.identity);
    const place = line.technology === SIM_BOX ? "box" : `${use}${slot}`;
    const groups: LineGroup[] = isMobile(line.route)
      ? [this.#person(gang, number), this.#device(gang, place)]
      : [`c${gang} ${this.#ordinal(`${gang} company`, COMPANY_NUMBERS)}`];
    this.#enter(number, groups);
    this.#ofGangs.add(number);
    this.#opened.push(number);
  }

  #enter(number: CanonicalIdentity, groups: readonly LineGroup[]): void {
    this.#groups.set(number, groups);
    for (const group of groups) {
      if (!this.#members.has(group)) this.#members.set(group, new Set());
      this.#members.get(group)!.add(number);
    }
  }

  #person(gang: number, number: CanonicalIdentity): LineGroup {
    const seller = this.#means.sellerOf(number);
    const words =
      seller === null
        ? this.#draws.draw(gang, this.#ordinal(`${gang} set`, SET_NUMBERS))
        : this.#draws.draw(seller, 0, 1);
    return this.#ofInnocent("p", words[0]!, unit(words[1]!) < this.#settings.misused ? "misused" : "seller");
  }

  #device(gang: number, place: string): LineGroup {
    const inBox = levelIn(this.#means.policies.of(gang), "devices") ?? this.#settings.boxSims;
    const device = this.#ordinal(`${gang} ${place}`, place === "box" ? inBox : 1 + (inBox - 1) / HAND_DEVICE_PART);
    const words = this.#draws.draw(gang, device, 2, fnv1a(place));
    if (unit(words[0]!) >= this.#settings.cloned) return `d${gang} ${place} ${device}`;
    return this.#ofInnocent("d", words[1]!, "device");
  }

  #ofInnocent(kind: "p" | "d", word: number, because: Member): LineGroup {
    const group: LineGroup = `${kind}${this.#personOf[below(word, this.#personOf.length)]!}`;
    this.#because.set(group, because);
    return group;
  }

  /** Counts what a gang uses, `each` of a kind in a row. */
  #ordinal(what: string, each: number): number {
    const before = this.#counts.get(what) ?? 0;
    this.#counts.set(what, before + 1);
    return Math.floor(before / each);
  }
}

function isMobile(route: number): boolean {
  return route === ROUTE_MOBILE || route === ROUTE_VIRTUAL;
}
