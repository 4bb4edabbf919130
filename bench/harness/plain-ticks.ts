/**
 * The ticks of a scenario without what comes of their contacts: no follow-ups, cases or warnings. For benches of what
 * workers do, with blocklist, templates and the memory of callers as full as they are in earnest.
 */
import { DEFAULT_BATCH_EVENTS, type TickTables } from "../../src/engine/simulation-pool.ts";
import type { PipelineStart } from "../../src/engine/pipeline.ts";
import { Platform } from "../../src/engine/platform.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { OPERATORS } from "../../src/record/operator.ts";
import { PriorKnowledge } from "../../src/world/prior-knowledge.ts";
import { domainsPerGang } from "../../src/world/gangs/domain.ts";
import { countPlanned } from "../../src/world/slice.ts";
import { attachPhraseBank } from "../../src/world/text/phrase-bank.ts";
import { World } from "../../src/world/world.ts";

/** Ready to be made and screened, as often as one likes, until the tick after the next is made ready. */
export interface PlainTick {
  readonly slices: readonly Int32Array[];
  readonly events: number;
  readonly made: TickTables;
}

export class PlainTicks {
  /** What workers are given once. */
  readonly start: Omit<PipelineStart, "outputs">;
  readonly #platform: Platform;
  readonly #world: World;
  readonly #priorKnowledge: PriorKnowledge;
  #tick = 0;

  constructor(scenario: Scenario, seed: number, batchEvents = DEFAULT_BATCH_EVENTS) {
    const platform = new Platform(scenario, seed);
    const world = new World(scenario, seed, platform.protectedDomains);
    const priorKnowledge = new PriorKnowledge(scenario, seed, attachPhraseBank(world.handle.phraseBank));
    platform.learn(priorKnowledge.recallPast(world.handle.subscribers, world.catalogue));
    const { count } = scenario.gangs;
    this.#platform = platform;
    this.#world = world;
    this.#priorKnowledge = priorKnowledge;
    this.start = {
      batchEvents,
      dimensions: {
        gangs: count,
        domains: count * domainsPerGang(scenario),
        operators: platform.workerStart.operators ? OPERATORS.length : 0,
      },
      world: world.handle,
      signals: scenario.warnings.enabled ? scenario.signals : null,
      sampling: { every: scenario.report.sampleEvery, watched: null, textEvery: 0, allowed: null },
      ...platform.workerStart,
    };
  }

  /**
   * Makes the next tick ready, from 0 on. What callers do is remembered if the tick before the last has been screened
   * by now.
   */
  next(): PlainTick {
    const tick = this.#tick++;
    const news = this.#world.advance(tick);
    this.#platform.learn(this.#priorKnowledge.discover(tick, news));
    const tables = this.#platform.seal(tick);
    const world = this.#world.seal(tick);
    const slices = this.#world.plan(tick, [], { benign: true, firstContacts: true });
    const events = countPlanned(slices);
    const observations = this.#platform.observationsOf(tick, events);
    return { slices, events, made: { world, tables, observations, recent: this.#platform.recentListings() } };
  }
}
