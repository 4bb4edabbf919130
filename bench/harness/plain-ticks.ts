/**
 * The ticks of a scenario without what comes of their contacts: no follow-ups, cases or warnings. For benches of what
 * workers do, with blocklist, templates and the memory of callers as full as they are in earnest.
 */
import { allocateClaims } from "../../src/core/claims.ts";
import { type TickTables, workerStart } from "../../src/engine/simulation-pool.ts";
import type { PipelineStart, Work } from "../../src/engine/pipeline.ts";
import { Platform } from "../../src/engine/platform.ts";
import { LateListings } from "../../src/respond/operators/late-listings.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { PriorKnowledge } from "../../src/world/prior-knowledge.ts";
import { countPlanned, cutSlices } from "../../src/world/slice.ts";
import { attachPhraseBank } from "../../src/world/text/phrase-bank.ts";
import { World } from "../../src/world/world.ts";

/** Ready to be made and screened, as often as one likes, until the tick after the next is made ready. */
export interface PlainTick {
  readonly slices: readonly Int32Array[];
  readonly events: number;
  readonly made: TickTables;
}

/** A whole tick as the work of one worker. */
export function workOf({ slices, made: { world, ...given } }: PlainTick, batchEvents: number): Work {
  const batches = cutSlices(slices, batchEvents);
  const claims = allocateClaims(batches.length);
  return { output: 0, batches, eventsABatch: batchEvents, claims, claimant: 1, tick: world, ...given };
}

export class PlainTicks {
  /** What workers are given once. */
  readonly start: Omit<PipelineStart, "outputs">;
  readonly #platform: Platform;
  readonly #world: World;
  readonly #lateListings: LateListings | null;
  readonly #priorKnowledge: PriorKnowledge;
  #tick = 0;

  constructor(scenario: Scenario, seed: number, batchEvents?: number) {
    const platform = new Platform(scenario, seed);
    const world = new World(scenario, seed, platform.protectedDomains);
    const priorKnowledge = new PriorKnowledge(scenario, seed, attachPhraseBank(world.handle.phraseBank));
    platform.learn(priorKnowledge.recallPast(world.handle.subscribers, world.catalogue));
    this.#platform = platform;
    this.#world = world;
    this.#lateListings = LateListings.of(scenario.operators.delayHours);
    this.#priorKnowledge = priorKnowledge;
    this.start = workerStart(world, platform, { batchEvents });
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
    const observations = this.#platform.openObservations(tick, events);
    this.#lateListings?.note(this.#platform.newlyListed, tick);
    const recent = this.#lateListings && this.#lateListings.seal(tick);
    return { slices, events, made: { world, tables, observations, recent } };
  }
}
