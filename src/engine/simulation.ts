/**
 * The simulation, on the main thread: the closed loop, tick by tick (an hour each). In each phase it calls the
 * participants (loop/participants.ts) in order:
 *
 *     start(t)    world           gangs turn over lines, domains and scripts; numbers are recycled
 *                 episodes        follow-ups fall due
 *                 leads           gangs approach victims whom they bought
 *                 traffic         all that, first contacts and benign traffic become slices
 *                 tables          blocklist, templates and caller memory are fixed for the tick
 *                   -> workers    each batch: synthesise, screen, observe, tally (engine/pipeline.ts)
 *     settle(t)   world           contacts that took hold, and how follow-ups fared, become episodes
 *                 banks           hear of calls with suspect numbers; the innocent pay each other
 *                 warnings        are delivered by message, telephone, visit; some are heeded
 *                 episodes        transfers fall due; people call back, reply, look up; gangs plan on
 *                 leads           victims who lost money are sold on
 *                 observation     the platform gets to see a share of what people did and reported
 *                 signals         what it saw becomes signals
 *                 investigation   complaints become cases, cases become listings and templates
 *                 tracing         police trace cards, freeze accounts and raid dealers
 *                 gangs           give up lines and domains that no longer get through
 *     conclude(t) banks           hear of accounts that victims named
 *                 warnings        exposure rises; early warnings are pushed: once workers have t + 2
 *                 signals         are counted for the report, by truth
 *
 * Tick t starts when tick t - 2 is settled, while workers are busy with tick t - 1. So the tables of a tick depend only
 * on t, not on the number of workers or the size of batches. After the last hour the run drains: until every episode
 * has ended, gangs make no first contacts and there is no benign traffic.
 */
import { performance } from "node:perf_hooks";
import { interruptible } from "../core/module/interruptible.ts";
import type { Tally } from "../metrics/tally.ts";
import { requireEnd } from "../world/episodes/episode-table.ts";
import type { Participant } from "./loop/participant.ts";
import { type Statements, type States, gatherParticipants } from "./loop/participants.ts";
import { type Scene, type SceneOptions, prepareScene } from "./loop/scene.ts";
import { Tick } from "./loop/tick.ts";
import { TickResult } from "./loop/tick-result.ts";
import type { Observer } from "./observer.ts";
import { type PooledSimulation, type StartedPool, TICKS_IN_FLIGHT, withPool } from "./simulation-pool.ts";
import { beginIn } from "./worker-start.ts";

/** Options of a simulation. Batches, workers and deadlines never change a result. */
export interface SimulationOptions extends SceneOptions {
  readonly workers: number;
  readonly batchEvents?: number;
  /** After each completed tick. */
  readonly onTick?: (completedTicks: number, events: number) => void;
  /** Watches the run, and may hold it up. It changes no result. */
  readonly observer?: Observer;
  /** The id of an event that is always reported. */
  readonly watched?: { readonly low: number; readonly high: number };
  /** Stops the run: no further tick starts, and ticks in flight are still settled. */
  readonly signal?: AbortSignal;
  /** A pool with the same number of workers. Default: a new one, which ends with the simulation. */
  readonly pool?: StartedPool;
  /** For tests. */
  readonly workerUrl?: string;
  /** As in RunOptions. Ignored if a pool is given. */
  readonly workerDeadlineSeconds?: number;
}

/**
 * Counts and the statements of all participants. Depends only on scenario and seed, except for wallSeconds and
 * mainThreadBusy.
 */
export interface SimulationResult extends Statements {
  readonly tally: Tally;
  /** Events that the main thread planned, to check the tally. */
  readonly planned: number;
  /** Includes the ticks of the drain. */
  readonly ticks: number;
  /** From the preparation of the first tick to the last outcome. */
  readonly wallSeconds: number;
  /** Share of the wall time, 0 to 1. */
  readonly mainThreadBusy: number;
}

/** Throws RingfenceError "usage" for options out of range, and "io" if workers do not start or keep dying. */
export function simulate(options: SimulationOptions): Promise<SimulationResult> {
  return withPool(options, async (pool) => {
    const scene = await prepareScene(options);
    const simulation = new Simulation(options, scene);
    const threads = await beginIn(pool, scene, options);
    try {
      return await simulation.toEnd(threads);
    } finally {
      await threads.end();
    }
  });
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #participants: readonly Participant[];
  readonly #episodes: Scene["episodes"];
  readonly #results: readonly TickResult[];
  #events = 0;

  constructor(options: SimulationOptions, scene: Scene) {
    this.#options = options;
    this.#participants = gatherParticipants(scene, options.observer !== undefined);
    this.#episodes = scene.episodes;
    this.#results = Array.from({ length: TICKS_IN_FLIGHT }, () => new TickResult(scene.world));
  }

  async toEnd(threads: PooledSimulation): Promise<SimulationResult> {
    const startedMs = performance.now();
    const idleBefore = performance.eventLoopUtilization();

    const inFlight: Promise<Tick>[] = [];
    let [ticks, hasFailed] = [0, false];
    for (; !this.#isOver(ticks); ticks++) {
      requireEnd(ticks, this.#options.scenario.hours, this.#episodes.open);
      const due = ticks < TICKS_IN_FLIGHT ? await Promise.resolve(null) : await this.#settle(inFlight.shift()!);
      // Each round awaits something, so a failed start is noticed before another tick starts.
      if (hasFailed) break;
      const started = this.#start(ticks, threads);
      // The error is thrown where the tick is awaited.
      started.catch(() => (hasFailed = true));
      inFlight.push(started);
      if (due) this.#conclude(due);
    }
    // Settles the ticks in flight. No tick follows.
    for (const started of inFlight) this.#conclude(await this.#settle(started));
    this.#each((one) => one.finish?.(ticks));
    const wallSeconds = (performance.now() - startedMs) / 1000;
    const mainThreadBusy = performance.eventLoopUtilization(idleBefore).utilization;
    const statements = this.#each((one) => one.statement?.(ticks));
    const { tally, planned } = threads;
    const counts = { tally, planned, ticks, wallSeconds, mainThreadBusy };
    return Object.assign(counts, ...statements) as typeof counts & Statements;
  }

  #isOver(ticks: number): boolean {
    if (this.#options.signal?.aborted) return true;
    // The last first contacts may begin episodes, so they must be settled.
    const areContactsSettled = ticks >= this.#options.scenario.hours + TICKS_IN_FLIGHT;
    return areContactsSettled && !this.#participants.some((participant) => participant.isBusy?.());
  }

  /** Runs a phase for each participant. It may run users' code, so Ctrl-C must end it. */
  #each<Result>(phase: (participant: Participant) => Result): Result[] {
    return interruptible(() => this.#participants.map(phase));
  }

  /** Prepares a tick, gives its batches to the workers and resolves when all are done. */
  async #start(number: number, threads: PooledSimulation): Promise<Tick> {
    const tick = new Tick(number, this.#options.scenario.hours, this.#results[number % TICKS_IN_FLIGHT]!);
    this.#each((one) => one.start?.(tick));
    if (tick.tables === null) return tick;
    await threads.screen(tick.slices, tick.tables, (output) => {
      this.#options.observer?.onTally(number, output.tally);
      tick.result.add(output);
      this.#each((one) => one.receive?.(tick, output));
      this.#events += output.events;
    });
    return tick;
  }

  /** Settles a screened tick. Resolves when the observer lets the run go on. */
  async #settle(started: Promise<Tick>): Promise<Tick> {
    const tick = await started;
    this.#each((one) => one.settle?.(tick));
    await this.#options.observer?.onSettled(tick.number);
    return tick;
  }

  /** Does work that no tick in flight needs, while workers are busy with their next tick. */
  #conclude(tick: Tick): void {
    for (const participant of this.#participants) participant.conclude?.(tick);
    const { onTick, observer } = this.#options;
    onTick?.(tick.number + 1, this.#events);
    if (!observer) return;
    const states = this.#each((one) => one.state?.(tick));
    observer.onConcluded(tick.number, Object.assign({}, ...states) as States);
  }
}
