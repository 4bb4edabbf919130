/**
 * READ SECOND. The simulation, on the main thread: the closed loop, tick by tick (an hour each). In each phase of a tick
 * (start, settle, conclude) it calls the participants (loop/participants.ts) in order; docs/architecture.md shows what
 * each does. Between start and settle, workers screen the events of the tick (pipeline.ts).
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
import { Tick, TickResult } from "./loop/tick.ts";
import { type PooledSimulation, type StartedPool, TICKS_IN_FLIGHT, withPool, beginIn } from "./simulation-pool.ts";

/** Watches a run. Everything handed over is read-only. */
export interface Observer {
  /** The tally of one task of a tick, in no order within two ticks. Valid only during the call. */
  onTally(tick: number, tally: Tally): void;
  /** A tick has been screened and settled; its tables are still valid. The run goes on when this resolves. */
  onSettled(tick: number): Promise<void>;
  /** A tick is done. `state` shows its end. */
  onConcluded(tick: number, state: LoopState): void;
}

export interface LoopState extends States {}

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

/** Depends only on scenario and seed, except for wallSeconds and mainThreadBusy. */
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
