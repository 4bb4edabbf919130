/**
 * The simulation, on the main thread: the closed loop, tick by tick (an hour each). The simulation walks a list of
 * participants (loop/participants.ts), each of which takes part in some phases:
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
 * Tick t is started once tick t - 2 is settled: workers have tick t - 1 meanwhile, and what a tick is screened with
 * depends on t alone, not on the number of workers or the size of batches. After the last hour the run drains: gangs
 * make no first contacts and nobody else calls, until every episode has ended.
 */
import { assert } from "../core/assert.ts";
import { interruptible } from "../core/module/interruptible.ts";
import type { Tally } from "../metrics/tally.ts";
import { requireEnd } from "../world/episodes/drain-limit.ts";
import type { Participant } from "./loop/participant.ts";
import { type Statements, type States, gatherParticipants } from "./loop/participants.ts";
import { type Scene, type SceneOptions, prepareScene } from "./loop/scene.ts";
import { Tick } from "./loop/tick.ts";
import { TickResult } from "./loop/tick-result.ts";
import type { CrackdownSwitch, Observer } from "./observer.ts";
import { type PooledSimulation, type StartedPool, TICKS_IN_FLIGHT, withPool } from "./simulation-pool.ts";
import { beginIn } from "./worker-start.ts";

/** What is simulated, and how; batches, workers and deadlines never change a result. */
export interface SimulationOptions extends SceneOptions {
  readonly workers: number;
  readonly batchEvents?: number;
  /** After each completed tick. */
  readonly onTick?: (completedTicks: number, events: number) => void;
  /** Called once, before the first tick, with a way to begin the crackdown during the run. */
  readonly onPrepared?: (crackdown: CrackdownSwitch) => void;
  /** Watches the run, and may hold it up. It changes no result. */
  readonly observer?: Observer;
  /** An event to report in any case, by its identity. */
  readonly watched?: { readonly low: number; readonly high: number };
  /** Stops the run: no further tick is started, and those in flight are still settled. */
  readonly signal?: AbortSignal;
  /** With as many workers, for one simulation after the other. Default: a new one, which ends with the simulation. */
  readonly pool?: StartedPool;
  /** For tests. */
  readonly workerUrl?: string;
  /** As in RunOptions. A given pool has its own. */
  readonly workerDeadlineSeconds?: number;
}

/** Counts, and what each participant states; the same for the same scenario and seed, the last two aside. */
export interface SimulationResult extends Statements {
  readonly tally: Tally;
  /** Events that the main thread planned, to compare with the tally. */
  readonly planned: number;
  /** With those of the drain. */
  readonly ticks: number;
  /** From the preparation of the first tick to the last outcome. */
  readonly wallSeconds: number;
  /** Share of the wall time. */
  readonly mainThreadBusy: number;
}

/** Throws RingfenceError "usage" for options out of range, and "io" where workers do not start or are lost. */
export function simulate(options: SimulationOptions): Promise<SimulationResult> {
  return withPool(options, async (pool) => {
    const scene = await prepareScene(options);
    const simulation = new Simulation(options, scene);
    options.onPrepared?.(simulation);
    const threads = await beginIn(pool, scene, options);
    try {
      return await simulation.toEnd(threads);
    } finally {
      await threads.end();
    }
  });
}

class Simulation implements CrackdownSwitch {
  readonly #options: SimulationOptions;
  readonly #participants: readonly Participant[];
  readonly #episodes: Scene["episodes"];
  readonly #results: readonly TickResult[];
  #events = 0;
  #settled = 0;

  constructor(options: SimulationOptions, scene: Scene) {
    this.#options = options;
    this.#participants = gatherParticipants(scene, options.observer !== undefined);
    this.#episodes = scene.episodes;
    this.#results = Array.from({ length: TICKS_IN_FLIGHT }, () => new TickResult(scene.world));
  }

  get earliestHour(): number {
    return this.#settled + 1;
  }

  beginCrackdown(fromHour: number): void {
    assert(fromHour >= this.earliestHour, () => `hour ${fromHour} has passed at ${this.#settled}`);
    for (const one of this.#participants) one.beginCrackdown?.(fromHour);
  }

  async toEnd(threads: PooledSimulation): Promise<SimulationResult> {
    const startedMs = performance.now();
    const idleBefore = performance.eventLoopUtilization();

    const inFlight: Promise<Tick>[] = [];
    let [ticks, hasFailed] = [0, false];
    for (; !this.#isOver(ticks); ticks++) {
      requireEnd(ticks, this.#options.scenario.hours, this.#episodes.open);
      const due = ticks < TICKS_IN_FLIGHT ? await Promise.resolve(null) : await this.#settle(inFlight.shift()!);
      // Each round awaits something, so a tick that failed to start is noticed, and no other begins.
      if (hasFailed) break;
      const started = this.#start(ticks, threads);
      // The failure itself is thrown where the tick is awaited.
      started.catch(() => (hasFailed = true));
      inFlight.push(started);
      if (due) this.#conclude(due);
    }
    // No tick follows, so participants have nothing to prepare.
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
    // Before the last first contacts are settled, nobody knows whom they engaged.
    const areContactsSettled = ticks >= this.#options.scenario.hours + TICKS_IN_FLIGHT;
    return areContactsSettled && !this.#participants.some((participant) => participant.isBusy?.());
  }

  /** Runs a phase for each participant in turn. Users' code may run in it: Ctrl-C ends it. */
  #each<Result>(phase: (participant: Participant) => Result): Result[] {
    return interruptible(() => this.#participants.map(phase));
  }

  /** Prepares a tick, hands its batches to the workers and resolves when all are back. */
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

  /** Closes the loop over a screened tick. Resolves when the observer lets the run go on. */
  async #settle(started: Promise<Tick>): Promise<Tick> {
    const tick = await started;
    this.#each((one) => one.settle?.(tick));
    this.#settled = tick.number + 1;
    await this.#options.observer?.onSettled(tick.number);
    return tick;
  }

  /** Does what no tick in flight needs: workers have their next tick by now. */
  #conclude(tick: Tick): void {
    for (const participant of this.#participants) participant.conclude?.(tick);
    const { onTick, observer } = this.#options;
    onTick?.(tick.number + 1, this.#events);
    if (!observer) return;
    const states = this.#each((one) => one.state?.(tick));
    observer.onConcluded(tick.number, Object.assign({}, ...states) as States);
  }
}
