/**
 * The world, on the main thread: it plans each tick, lets gangs turn over their lines, and recycles numbers. Events are
 * made elsewhere, by workers, from what is handed out here (synthesise.ts).
 */
import { HOURS_PER_DAY } from "../core/time.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type GangNews, GangRoster } from "./gang.ts";
import { type GangTableHandle, GangTables } from "./gang-table.ts";
import { type HostLists, type ProtectedDomain, makeHostLists } from "./hosts.ts";
import { isRecyclable } from "./line.ts";
import { NumberBook } from "./number-book.ts";
import { type Organisations, makeOrganisations } from "./organisations.ts";
import { type Subscribers, makeSubscribers } from "./subscribers.ts";
import { buildPhraseBank } from "./text/build-phrase-bank.ts";
import { type Catalogue, describeScripts } from "./text/catalogue.ts";
import { loadGrammar } from "./text/grammar.ts";
import type { PhraseBankHandle } from "./text/phrase-bank.ts";
import { type BenignMessages, makeBenignMessages, planTraffic } from "./traffic.ts";

/** What never changes during a run: handed to each worker once. Structured-cloneable; the bulk is shared memory. */
export interface WorldHandle {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly subscribers: Subscribers;
  readonly organisations: Organisations;
  readonly benignMessages: BenignMessages;
  readonly hosts: HostLists;
  readonly phraseBank: PhraseBankHandle;
}

/** What holds for one tick, sealed: nobody writes it while the tick is made. */
export interface WorldTickHandle {
  readonly tick: number;
  /** Who has which number: by subscriber. */
  readonly numbers: Float64Array;
  readonly gangs: GangTableHandle;
}

export class World {
  readonly handle: WorldHandle;
  readonly catalogue: Catalogue;
  readonly #roster: GangRoster;
  readonly #gangTables: GangTables;
  readonly #numbers: NumberBook;
  readonly #volume: RandomStream;
  readonly #recycling: RandomStream;
  /** Numbers to be given out again, by tick. */
  readonly #dueNumbers = new Map<number, { readonly subscriber: number; readonly number: number }[]>();

  constructor(scenario: Scenario, seed: number, protectedDomains: readonly ProtectedDomain[]) {
    const grammar = loadGrammar();
    this.catalogue = describeScripts(grammar);
    const subscribers = makeSubscribers(scenario, seed);
    this.handle = {
      seed,
      scenario,
      subscribers,
      organisations: makeOrganisations(scenario, seed),
      benignMessages: makeBenignMessages(this.catalogue),
      hosts: makeHostLists(protectedDomains),
      phraseBank: buildPhraseBank(grammar),
    };
    const labels = protectedDomains
      .map(({ domain }) => domain.split(".")[0]!)
      .filter((label) => /^[a-z0-9]{4,}$/.test(label));
    this.#roster = new GangRoster(scenario, seed, this.catalogue, labels);
    this.#gangTables = new GangTables(scenario.gangs.count);
    this.#numbers = new NumberBook(subscribers.number);
    this.#volume = new RandomStream(seed, "traffic-volume");
    this.#recycling = new RandomStream(seed, "recycling");
  }

  /** Brings gangs and numbers to `tick` and says what came into use and what was given up. Once for each tick, in order. */
  advance(tick: number): GangNews {
    const news = this.#roster.advance(tick);
    for (const { line } of news.retiredLines) {
      if (isRecyclable(line.technology)) this.#scheduleRecycling(line.identity, tick);
    }
    for (const { subscriber, number } of this.#dueNumbers.get(tick) ?? []) this.#numbers.assign(subscriber, number);
    this.#dueNumbers.delete(tick);
    return news;
  }

  /** What workers need of this tick. After `advance(tick)`. */
  seal(tick: number): WorldTickHandle {
    return { tick, numbers: this.#numbers.seal(tick), gangs: this.#gangTables.seal(tick, this.#roster.gangs) };
  }

  /** The tick's events, as slices. After `advance(tick)`. */
  plan(tick: number): Int32Array[] {
    return [...planTraffic(this.handle.scenario, this.#volume, tick), ...this.#roster.plan(tick)];
  }

  #scheduleRecycling(number: number, tick: number): void {
    const { share, afterDays } = this.handle.scenario.recycling;
    // Keyed by the number itself, so that one line more or less moves nobody else's.
    const words = this.#recycling.draw(number % 4294967296, Math.floor(number / 4294967296));
    if (unit(words[0]!) >= share) return;
    const subscriber = below(words[1]!, this.handle.subscribers.count);
    const due = tick + Math.max(1, Math.round(afterDays * HOURS_PER_DAY));
    const dueNow = this.#dueNumbers.get(due) ?? [];
    dueNow.push({ subscriber, number });
    this.#dueNumbers.set(due, dueNow);
  }
}
