/** How gangs react to what is blocked: they notice a line or domain once, and give it up some time later. */
import { assert } from "../../core/assert.ts";
import { exponential } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { type Domain, GIVEN_UP_HOURS } from "./domain.ts";
import { MAX_DOMAINS, MAX_LINES } from "./gang-table.ts";
import type { Line, LineUse } from "./line.ts";

/** Mean time from noticing to giving up a line that calls. Assumed; changes no headline figure. */
const LINE_HOURS = 92;
/** From the decision to give up a domain until another is set up. Assumed; changes no headline figure. */
const READY_HOURS = 12;

const PART_LINE = 0;
const PART_DOMAIN = 1;

export class GangReaction {
  readonly #draws: RandomStream;
  readonly #settings: Scenario["reaction"];

  constructor({ reaction }: Scenario, seed: number) {
    this.#draws = new RandomStream(seed, "reaction");
    this.#settings = reaction;
  }

  isLineAmiss(counts: Uint32Array, pair: number): boolean {
    const { blockedShare, minContacts } = this.#settings;
    const [contacts, blocked] = [counts[pair]!, counts[pair + 1]!];
    return blocked > 0 && contacts >= minContacts && blocked >= blockedShare * contacts;
  }

  isDomainAmiss(counts: Uint32Array, pair: number): boolean {
    return counts[pair + 1]! > 0 && counts[pair]! >= this.#settings.minContacts;
  }

  /** The line after an hour in which it was blocked: unchanged unless the gang notices now. */
  reviewLine(gang: number, use: LineUse, line: Line, tick: number): Line {
    if (line.noticed || line.openedTick > tick) return line;
    const meanHours = use === "call" ? LINE_HOURS : this.#settings.senderHours;
    const word = this.#draws.draw(gang, line.serial, PART_LINE)[0]!;
    return { ...line, noticed: true, retiresTick: Math.min(line.retiresTick, givenUpTick(tick, word, meanHours)) };
  }

  /** The domain after such an hour; it stays in use until another one is ready. */
  reviewDomain(gang: number, domain: Domain, tick: number): Domain {
    if (domain.noticed || domain.openedTick > tick) return domain;
    const word = this.#draws.draw(gang, domain.ordinal, PART_DOMAIN)[0]!;
    const readyTick = givenUpTick(tick, word, GIVEN_UP_HOURS) + READY_HOURS;
    return { ...domain, noticed: true, retiresTick: Math.min(domain.retiresTick, readyTick) };
  }
}

/** Some time after the end of `tick`; in tick + 2 at the earliest, for tick + 1 is under way when this is known. */
function givenUpTick(tick: number, word: number, meanHours: number): number {
  return tick + 1 + Math.ceil(exponential(word, meanHours));
}

// Counts of a tick, as gangs see them: a pair of integers for each line and domain. They add up in any order.

/** Contacts (or messages that name the domain), and of these the blocked ones (because of the domain). */
const PAIR_WORDS = 2;
const USE_WORDS = MAX_LINES * PAIR_WORDS;
const GANG_WORDS = 2 * USE_WORDS + MAX_DOMAINS * PAIR_WORDS;

export function allocateReactionCounts(gangs: number): SharedArrayBuffer {
  return new SharedArrayBuffer(gangs * GANG_WORDS * 4);
}

export function callPair(gang: number, slot: number): number {
  return gang * GANG_WORDS + slot * PAIR_WORDS;
}

export function messagePair(gang: number, slot: number): number {
  return gang * GANG_WORDS + USE_WORDS + slot * PAIR_WORDS;
}

export function domainPair(gang: number, slot: number): number {
  return gang * GANG_WORDS + 2 * USE_WORDS + slot * PAIR_WORDS;
}

/** Over the lines of a use, from its first pair on: contacts, or from its second word on those that were blocked. */
export function sumPairs(counts: Uint32Array, from: number): number {
  let sum = 0;
  for (let slot = 0; slot < MAX_LINES; slot++) sum += counts[from + PAIR_WORDS * slot]!;
  return sum;
}

export function addReactionCounts(into: Uint32Array, from: Uint32Array): void {
  assert(into.length === from.length, "reaction counts of different worlds");
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + from[i]!;
}
