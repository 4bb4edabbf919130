/**
 * The platform's knowledge, and the tables that it seals for each tick. It learns from reports, never from the truth.
 */
import type { BlocklistKey } from "../event/blocklist-key.ts";
import { seededHashKey } from "../core/key-hash.ts";
import { KeyIndex, keySetOf } from "../core/key-index.ts";
import { once } from "../core/once.ts";
import { HOURS_PER_DAY } from "../core/time.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { ActivityMemory } from "../detect/behaviour/activity-memory.ts";
import { attachBlocklist, blocklistEngines } from "../detect/blocklist/engines.ts";
import { ListedHosts } from "../detect/blocklist/listed-hosts.ts";
import type { ListingsHandle } from "../detect/blocklist/listings.ts";
import { BlocklistRegistry } from "../detect/blocklist/registry.ts";
import { requireListed, tryFilter, type FilterTrial } from "../detect/blocklist/try-filter.ts";
import { chooseEngines, portableEngines } from "../detect/engines.ts";
import { domainKey } from "../event/link/domain-key.ts";
import { type Identity, canonicalIdentity, digitIdentity, isListable } from "../event/identity.ts";
import { type ListingUpdate, TEMPLATE_LIFE_DAYS } from "../record/investigation.ts";
import { TemplateLibrary } from "../detect/matcher/library.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import { type MatcherTrial, tryMatcher } from "../detect/matcher/try-matcher.ts";
import type { PipelineStart, SealedTables } from "./pipeline.ts";
import { classifierSettings } from "../detect/classifier/weights.ts";
import type { Scenario } from "../scenario/schema.ts";
import { loadModel } from "../detect/learned/models.ts";
import { BEHAVIOUR } from "../detect/behaviour/stage.ts";
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { LEARNED } from "../detect/learned/stage.ts";
import { MATCH } from "../detect/matcher/stage.ts";
import type { Sealer } from "../detect/stage.ts";
import { lastingTables, openTables, sealTables } from "../detect/tables.ts";
import { type ProtectedDomain, loadProtectedIdentities } from "../detect/lookalike/protected.ts";

/** Room for entries of the scenario's own gangs in force at a time. Generous; the table grows if there are more. */
const OWN_ENTRIES = 4000;

/** Read once: all runs share it. */
const normaliserTable = once(loadNormaliserTable);

export interface FilterStatistics {
  readonly entries: number;
  /** Bits of the filter; 0 for an engine without a filter or without bits. So are the shares and rates below. */
  readonly bits: number;
  /** Share of the bits that are set, counted once a day. */
  readonly filledShare: number;
  /** False-positive rate asked for, and what theory expects at the present fill. */
  readonly promisedRate: number;
  readonly expectedRate: number;
}

const NOTHING = new Float64Array(0);

export class Platform {
  readonly library: TemplateLibrary;
  readonly protectedDomains: readonly ProtectedDomain[];
  readonly workerStart: Pick<PipelineStart, "engines" | "normaliser" | "lasting">;
  readonly #registry: BlocklistRegistry;
  /** Hotlines by key and well-known domains by name, which are never listed. */
  readonly #protectedNumbers: KeyIndex;
  readonly #protectedHosts = ListedHosts.create();
  readonly #listedHosts = ListedHosts.create();
  readonly #activity: ActivityMemory;
  readonly #stages: Scenario["screening"]["stages"];
  readonly #promised: number;
  readonly #matching: { readonly engine: string; readonly thresholdPermille: number };
  #lastBlocklist: ListingsHandle | null = null;
  readonly #ownSealers: ReadonlyMap<string, Sealer<unknown>>;
  /** Last sealed or passed. */
  tick = 0;
  #passedTick: number | null = null;
  /** For an observer: the share of bits set at the start of a day. */
  #filled = { day: -1, share: 0 };

  constructor(scenario: Scenario, seed: number) {
    const { blocklist, templates, screening } = scenario;
    const normaliser = normaliserTable();
    const identities = loadProtectedIdentities();
    this.protectedDomains = identities.domains;
    this.#protectedNumbers = keySetOf(identities.hotlines.map(({ digits }) => digitIdentity("plain", Number(digits))));
    for (const { domain } of identities.domains) this.#protectedHosts.add(domain);
    this.#stages = screening.stages;
    this.#activity = new ActivityMemory(callerHashOf(seed));
    this.#promised = blocklist.falsePositiveRate;
    this.#registry = new BlocklistRegistry({
      engine: blocklist.engine,
      falsePositiveRate: blocklist.falsePositiveRate,
      hashKey: seededHashKey(seed, "blocklist-filter"),
      // Expired entries stay for up to a day, while new ones are added.
      capacity: Math.ceil(blocklist.initialEntries * (1 + 1.2 / blocklist.lifeDays)) + OWN_ENTRIES,
      lifeTicks: Math.max(1, Math.round(blocklist.lifeDays * HOURS_PER_DAY)),
      neighbours: blocklist.neighbours,
    });
    this.#matching = { engine: templates.engine, thresholdPermille: Math.round(templates.threshold * 1000) };
    this.library = new TemplateLibrary({
      ...this.#matching,
      lifeTicks: TEMPLATE_LIFE_DAYS * HOURS_PER_DAY,
      normaliser: attachNormaliser(normaliser),
    });
    // Also of users' modules, which the type does not know.
    const switches: Readonly<Record<string, boolean>> = screening.stages;
    const isOn = (stage: string): boolean => switches[stage] === true;
    this.workerStart = {
      engines: portableEngines(chooseEngines(scenario)),
      normaliser,
      lasting: {
        ...lastingTables(isOn),
        [LEARNED.name]: isOn(LEARNED.name) ? loadModel(screening.model) : null,
        [CLASSIFY.name]: isOn(CLASSIFY.name) ? classifierSettings(scenario.screening) : null,
      },
    };
    this.#ownSealers = openTables(seed, isOn);
  }

  /** Listing updates take effect at their tick, but not before `earliestTick`. */
  learn(updates: readonly ListingUpdate[], earliestTick = Number.NEGATIVE_INFINITY): void {
    for (const update of updates) {
      const fromTick = Math.max(update.fromTick, earliestTick);
      if (update.what === "script") this.library.add(update.text, fromTick);
      else if (update.what === "host") this.#listHost(update.host, fromTick);
      else if (update.what === "cleared") this.#registry.clear(update.key, fromTick);
      else if (update.what === "identity") this.#listAll(Float64Array.of(update.identity), fromTick);
      else this.#listAll(update.identities, fromTick);
    }
  }

  /** Takes a column: a single key passed to a function would become an object each time. */
  #listAll(identities: Float64Array, fromTick: number): void {
    const keys = new Float64Array(identities.length);
    let count = 0;
    for (let i = 0; i < identities.length; i++) {
      const key = canonicalIdentity(identities[i]! as Identity);
      keys[count] = key;
      count += Number(isListable(key) && !this.#protectedNumbers.has(key));
    }
    this.#registry.listAll(keys, count, fromTick);
  }

  #listHost(host: string, fromTick: number): void {
    if (this.#protectedHosts.hasHost(host)) return;
    const key = this.#listedHosts.add(host);
    this.#registry.list(key, fromTick);
  }

  /** True if the key was listed at the tick that was last sealed or passed. */
  isListed(key: BlocklistKey): boolean {
    return this.#stages[BLOCKLIST.name] && this.#registry.has(key);
  }

  isListedHost(host: string): boolean {
    return this.isListed(domainKey(host)) && this.#listedHosts.hasHost(host);
  }

  /**
   * out[i] = 1 if keys[i] is listed, else 0. Keys that were not listed the tick before (`were`) are cheaper to look up.
   */
  listedInto(keys: Float64Array, were: Uint8Array, count: number, out: Uint8Array): void {
    if (this.#stages[BLOCKLIST.name]) this.#registry.inForceInto(keys, were, count, out);
    else out.fill(0, 0, count);
  }

  get newlyListed(): Float64Array {
    return this.#stages[BLOCKLIST.name] ? this.#registry.newest : NOTHING;
  }

  /** True if a domain was listed at the tick before the one that was last sealed or passed. */
  wasListedHost(host: string): boolean {
    return (
      this.#stages[BLOCKLIST.name] && this.#registry.wasInForce(domainKey(host)) && this.#listedHosts.hasHost(host)
    );
  }

  /** For workers' observations of callers; null if the stage is off. Call it after seal(tick). */
  openObservations(tick: number, events: number): SharedArrayBuffer | null {
    return this.#stages[BEHAVIOUR.name] ? this.#activity.open(tick, events) : null;
  }

  /**
   * Of the blocklist that was last sealed; null if it is off. Microseconds; once a day some ten more a megabit of the
   * filter.
   */
  filterStatistics(tick: number): FilterStatistics | null {
    if (this.#lastBlocklist === null) return null;
    const blocklist = attachBlocklist(this.#lastBlocklist.table);
    const { size, filterBits, expectedRate } = blocklist;
    const day = Math.floor(tick / HOURS_PER_DAY);
    if (day !== this.#filled.day) {
      this.#filled = { day, share: filterBits > 0 ? blocklist.countSetBits() / filterBits : 0 };
    }
    const promisedRate = blocklistEngines.of(blocklist.engine).hasFilter ? this.#promised : 0;
    return { entries: size, bits: filterBits, filledShare: this.#filled.share, promisedRate, expectedRate };
  }

  /**
   * Null without a blocklist. Call it after the run: it may write a table. Throws "invariant" if a listed key is
   * denied.
   */
  tryFilter(seed: number): FilterTrial | null {
    if (this.#passedTick !== null) this.#sealBlocklist(this.#passedTick);
    if (this.#lastBlocklist === null) return null;
    const blocklist = attachBlocklist(this.#lastBlocklist.table);
    requireListed(blocklist, this.#registry.keys);
    return tryFilter(blocklist, this.#promised, seed);
  }

  tryMatcher(seed: number, tick: number): MatcherTrial | null {
    const { engine, thresholdPermille } = this.#matching;
    return this.#stages[MATCH.name] ? tryMatcher(engine, thresholdPermille, this.library.inForce(tick), seed) : null;
  }

  /** They do not change until tick + 2 is sealed. Every tick must be sealed or passed, in order. */
  seal(tick: number): SealedTables {
    this.tick = tick;
    this.#sealBlocklist(tick);
    return {
      [BLOCKLIST.name]: this.#lastBlocklist,
      [MATCH.name]: this.#stages[MATCH.name] ? this.library.seal(tick) : null,
      [BEHAVIOUR.name]: this.#stages[BEHAVIOUR.name] ? this.#activity.seal(tick) : null,
      ...sealTables(this.#ownSealers, tick),
    };
  }

  #sealBlocklist(tick: number): void {
    this.#passedTick = null;
    this.#lastBlocklist = this.#stages[BLOCKLIST.name]
      ? {
          table: this.#registry.seal(tick),
          hosts: this.#listedHosts.handle,
          blocks: this.#registry.sealBlocks(),
        }
      : null;
  }

  /** Like `seal`, for a tick in which nothing is screened: no table is written. */
  pass(tick: number): void {
    this.tick = tick;
    this.#passedTick = tick;
    if (this.#stages[BLOCKLIST.name]) this.#registry.advance(tick);
    if (this.#stages[BEHAVIOUR.name]) this.#activity.seal(tick);
  }
}
