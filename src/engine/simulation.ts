/**
 * The simulation, on the main thread: the closed loop, tick by tick (an hour each).
 *
 *     start(t)    world.advance        gangs turn over lines, domains and scripts; numbers are recycled
 *                 world.plan           first contacts, follow-ups of episodes and honest traffic, as slices
 *                 platform.seal        blocklist, templates and caller memory are fixed for the tick
 *                   -> workers         each batch: synthesise, screen, observe, tally (engine/pipeline.ts)
 *     settle(t)   episodes.take        contacts that took hold, and how follow-ups fared
 *                 centre.advance       warnings are delivered by text, telephone, visit; some are heeded
 *                 episodes.advance     transfers fall due; people call back, reply, look up; gangs plan on
 *                 watch.read           what the platform saw of it, as signals
 *                 desk.advance         complaints become cases, cases become listings and templates
 *                 world.react          gangs give up lines and domains that no longer get through
 *     conclude(t) centre.note          exposure rises; early warnings are pushed: once workers have t + 2
 *
 * Tick t is started once tick t - 2 is settled: workers have tick t - 1 meanwhile, and what a tick is screened with
 * depends on t alone, not on the number of workers or the size of batches. After the last hour the run drains: gangs
 * make no first contacts and nobody else calls, until every episode has ended.
 */
import { Agenda } from "../core/agenda.ts";
import { RingfenceError } from "../core/errors.ts";
import { HOUR_MS } from "../core/time.ts";
import { loadEngines } from "../detect/engines.ts";
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import type { Act } from "../event/act.ts";
import type { Complaint } from "../event/complaint.ts";
import type { InvestigationCounts } from "../event/investigation.ts";
import type { Signals } from "../event/signals.ts";
import type { CrewStatistics, Delivery, WarningRecord } from "../event/warning.ts";
import { InvestigationDesk } from "../respond/investigation/investigation-desk.ts";
import type { LoopState, Observer, Sample } from "./observer.ts";
import { SAMPLED, type SealedTables } from "./pipeline.ts";
import { type Holdings, Platform } from "./platform.ts";
import type { FilterTrial } from "../event/filter-trial.ts";
import type { Tally } from "../metrics/tally.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Share } from "./share.ts";
import {
  DEFAULT_BATCH_EVENTS,
  type PooledSimulation,
  type StartedPool,
  TICKS_IN_FLIGHT,
  withPool,
} from "./simulation-pool.ts";
import { Takings } from "./takings.ts";
import { expectedLossYuan } from "../respond/warning/expected-loss.ts";
import { WarningCentre } from "../respond/warning/warning-centre.ts";
import { writeWarning } from "../respond/warning/warning-message.ts";
import { Watch } from "../respond/signals/watch.ts";
import { Informant } from "../world/informant.ts";
import { requireEnd } from "../world/drain-limit.ts";
import { EpisodeBook } from "../world/episode-book.ts";
import { FollowUpPlan } from "../world/follow-up-plan.ts";
import { Inspector } from "../world/inspector.ts";
import { domainsPerGang } from "../world/domain.ts";
import { Residents } from "../world/residents.ts";
import { countPlanned } from "../world/slice.ts";
import { LANGUAGES, attachPhraseBank } from "../world/text/phrase-bank.ts";
import { World } from "../world/world.ts";

export interface SimulationOptions {
  readonly scenario: Scenario;
  /** From 0 to MAX_SEED. */
  readonly seed: number;
  /** From 1 to MAX_WORKERS. */
  readonly workers: number;
  /** From 1 to MAX_BATCH_EVENTS. */
  readonly batchEvents?: number;
  /** Leave honest traffic out: for worlds without defences, where nobody looks at it. */
  readonly fraudOnly?: boolean;
  /** Called after each completed tick. */
  readonly onTick?: (completedTicks: number, events: number) => void;
  /**
   * Called for every sampled event, in no particular order within two ticks. What it holds is valid during the call
   * alone.
   */
  readonly onSample?: (sample: Sample) => void;
  /** Watches the run, and may hold it up. It changes no result. */
  readonly observer?: Observer;
  /** An event to be reported whatever the sampling says, by its identity. */
  readonly watched?: { readonly low: number; readonly high: number };
  /**
   * Stops the run: no further tick is started, and those in flight are still settled. A worker that does not answer is
   * ended soon.
   */
  readonly signal?: AbortSignal;
  /** Of as many workers, for one simulation after the other. Without it the simulation starts its own, and ends it. */
  readonly pool?: StartedPool;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string;
  /** As in RunOptions. A pool that is given has its own. */
  readonly workerDeadlineSeconds?: number;
}

export interface SimulationResult {
  readonly tally: Tally;
  /** Events that the main thread planned: to be balanced against the tally. */
  readonly planned: number;
  /** Ticks run, those of the drain included. */
  readonly ticks: number;
  /** How every episode ended, by gang and target. */
  readonly episodes: ReturnType<EpisodeBook["records"]>;
  readonly warnings: readonly WarningRecord[];
  readonly deliveries: readonly Delivery[];
  readonly crews: readonly CrewStatistics[];
  readonly investigations: InvestigationCounts;
  readonly languageOf: (subscriber: number) => "zh" | "en";
  /** Tries the blocklist's filter as of the last tick, on a million numbers; null where there is none. */
  readonly tryFilter: () => FilterTrial | null;
  /** Tries an approximate matcher on some hundred messages; null where the engine decides exactly as `scan`. */
  readonly tryMatcher: () => MatcherTrial | null;
  /** From the preparation of the first tick to the last outcome. */
  readonly wallSeconds: number;
  /** Share of it that the main thread was busy. */
  readonly mainThreadBusy: number;
}

/** Throws RingfenceError "usage" for options out of range, and "io" where workers do not start or are lost. */
export function simulate(options: SimulationOptions): Promise<SimulationResult> {
  return withPool(options, async (pool) => {
    const simulation = await Simulation.prepare(options);
    const threads = await simulation.beginIn(pool);
    const hurry = (): void => threads.hurry();
    options.signal?.addEventListener("abort", hurry);
    try {
      return await simulation.toEnd(threads);
    } finally {
      options.signal?.removeEventListener("abort", hurry);
      await threads.end();
    }
  });
}

const HELD_TICKS = TICKS_IN_FLIGHT + 1;

class Simulation {
  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #platform: Platform;
  /** The world's side of the loop. */
  readonly #informant: Informant;
  readonly #inspector = new Inspector();
  readonly #episodes: EpisodeBook;
  readonly #followUps = new FollowUpPlan();
  /** What the curious are about to do, and what is about to be reported. */
  readonly #curious = new Agenda<Act>();
  readonly #complaints = new Agenda<Complaint>();
  /** The platform's. */
  readonly #watch: Watch;
  readonly #centre: WarningCentre;
  readonly #desk: InvestigationDesk;
  /** What has come in of each tick in flight. */
  readonly #takings: readonly Takings[];
  /**
   * What ticks are screened with, of a run that is watched: those in flight, and the one that is concluded meanwhile.
   */
  readonly #holdings: Holdings[] = [];
  readonly #scriptOf: World["scriptOf"] = (labels, row) => this.#world.scriptOf(labels, row);
  #generated = 0;

  private constructor(options: SimulationOptions, world: World, informant: Informant, platform: Platform) {
    const { scenario, seed } = options;
    const { subscribers } = world.handle;
    this.#options = options;
    this.#world = world;
    this.#platform = platform;
    this.#takings = Array.from({ length: TICKS_IN_FLIGHT }, () => new Takings(world));
    this.#informant = informant;
    this.#episodes = new EpisodeBook({
      scenario,
      seed,
      subscribers,
      typologyOf: (gang) => world.roster.gangs[gang]!.typology,
      blocksHost: (host) => platform.blocksHost(host),
    });
    this.#watch = new Watch(scenario.watch, {
      subscribersInto: (numbers, had, count, out) => world.subscribersInto(numbers, had, count, out),
      isListed: (key) => platform.isListed(key),
      isListedHost: (host) => platform.isListedHost(host),
      listedInto: (keys, were, count, out) => platform.listedInto(keys, were, count, out),
    });
    this.#centre = new WarningCentre({
      warnings: scenario.warnings,
      dissuasion: scenario.dissuasion,
      seed,
      people: new Residents(scenario, seed, this.#episodes),
      expectedLossYuan: (subscriber) => expectedLossYuan(subscribers.ageBand[subscriber]!),
    });
    this.#desk = new InvestigationDesk(scenario.investigations, seed, this.#inspector);
  }

  static async prepare(options: SimulationOptions): Promise<Simulation> {
    const { scenario, seed } = options;
    await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
    const platform = new Platform(scenario, seed);
    const world = new World(scenario, seed, platform.protectedDomains);
    const informant = new Informant(scenario, seed, attachPhraseBank(world.handle.phraseBank));
    platform.learn(informant.recallPast(world.handle.subscribers, world.catalogue));
    return new Simulation(options, world, informant, platform);
  }

  /** Tells the threads of the simulation. To be called when it is prepared: they load meanwhile. */
  async beginIn(pool: StartedPool): Promise<PooledSimulation> {
    const { scenario, workers, batchEvents = DEFAULT_BATCH_EVENTS, watched = null } = this.#options;
    const started = await pool;
    if (started.workers !== workers) {
      throw new RingfenceError("usage", `workers: ${workers} are asked for, and the pool has ${started.workers}`);
    }
    return started.begin({
      batchEvents,
      dimensions: dimensionsOf(scenario),
      world: this.#world.handle,
      watch: scenario.warnings.enabled ? scenario.watch : null,
      sampling: { every: scenario.report.sampleEvery, watched },
      ...this.#platform.workerStart,
    });
  }

  async toEnd(threads: PooledSimulation): Promise<SimulationResult> {
    const startedMs = performance.now();
    const idleBefore = performance.eventLoopUtilization();

    const inFlight: Promise<Takings>[] = [];
    let tick = 0;
    for (; !this.#isOver(tick); tick++) {
      requireEnd(tick, this.#options.scenario.hours, this.#episodes.open);
      const due = tick - TICKS_IN_FLIGHT;
      const signals = due < 0 ? null : await this.#settle(due, await inFlight.shift()!);
      const screened = this.#start(tick, threads);
      // Its failure is met where it is awaited, which may be after another tick has failed first.
      screened.catch(() => {});
      inFlight.push(screened);
      if (signals) this.#conclude(due, signals);
    }
    // The platform comes to no further tick: nobody is engaged, so nothing needs it, save in a run that was stopped.
    for (let due = tick - inFlight.length; due < tick; due++) {
      this.#conclude(due, await this.#settle(due, await inFlight.shift()!));
    }
    this.#centre.finish(tick * HOUR_MS);
    const wallSeconds = (performance.now() - startedMs) / 1000;
    const mainThreadBusy = performance.eventLoopUtilization(idleBefore).utilization;
    return {
      tally: threads.tally,
      planned: threads.planned,
      ticks: tick,
      episodes: this.#episodes.records(),
      warnings: this.#centre.records(),
      deliveries: this.#centre.deliveries,
      crews: this.#centre.statistics(this.#options.scenario.hours),
      investigations: this.#desk.statistics(),
      languageOf: (subscriber) => this.#languageOf(subscriber),
      tryFilter: () => this.#platform.tryFilter(this.#options.seed),
      tryMatcher: () => this.#platform.tryMatcher(this.#options.seed, tick),
      wallSeconds,
      mainThreadBusy,
    };
  }

  #isOver(tick: number): boolean {
    if (this.#options.signal?.aborted) return true;
    // Before the last first contacts are settled, nobody knows whom they engaged.
    const areContactsSettled = tick >= this.#options.scenario.hours + TICKS_IN_FLIGHT;
    return areContactsSettled && this.#episodes.open === 0 && this.#followUps.isEmpty;
  }

  /** Prepares a tick, hands its batches to the workers and resolves to what they brought back. */
  async #start(tick: number, threads: PooledSimulation): Promise<Takings> {
    const { scenario, fraudOnly = false, observer } = this.#options;
    const news = this.#world.advance(tick);
    this.#inspector.note(news);
    this.#platform.learn(this.#informant.discover(tick, news));
    const isDraining = tick >= scenario.hours;
    const slices = this.#world.plan(tick, this.#followUps.takeDue(tick), {
      honest: !fraudOnly && !isDraining,
      firstContacts: !isDraining,
    });
    const world = this.#world.seal(tick);
    const takings = this.#takings[tick % TICKS_IN_FLIGHT]!;
    takings.clear();
    const planned = countPlanned(slices);
    // Most hours of the drain. Who watches is shown what they would have been screened with.
    if (planned === 0 && !observer) {
      this.#platform.pass(tick);
      return takings;
    }
    const tables = this.#platform.seal(tick);
    if (observer) this.#holdings[tick % HELD_TICKS] = this.#platform.holdings(tick);
    const observations = this.#platform.observationsOf(tick, planned);
    await threads.screen(slices, { world, tables, observations }, (share) => {
      observer?.onTally(tick, share.tally);
      takings.add(share);
      if (this.#options.onSample) this.#report(tick, share, tables);
      this.#generated += share.events;
    });
    return takings;
  }

  #report(tick: number, { kept, marks }: Share, tables: SealedTables): void {
    for (let row = 0; row < kept.events.count; row++) {
      if (marks[row] !== SAMPLED) continue;
      this.#options.onSample!({ tick, view: kept, row, tables, platform: this.#platform, scriptOf: this.#scriptOf });
    }
  }

  /**
   * Closes the loop over a tick that was screened: what comes of it takes effect two ticks later. Resolves to what the
   * platform saw of it, when whoever watches lets the run go on.
   */
  async #settle(tick: number, takings: Takings): Promise<Signals> {
    const [startMs, endMs] = [tick * HOUR_MS, (tick + 1) * HOUR_MS];
    this.#episodes.take(takings.contacts);
    this.#centre.advance(endMs);
    this.#episodes.advance(endMs);
    this.#followUps.add(this.#episodes.takeFollowUps(), tick + TICKS_IN_FLIGHT);

    for (const act of takings.acts) this.#curious.add(act.timeMs, act);
    const acts = [...this.#curious.takeBefore(endMs), ...this.#episodes.takeActs()];
    for (const complaint of [...takings.complaints, ...this.#episodes.takeComplaints()]) {
      this.#complaints.add(complaint.timeMs, complaint);
    }
    const complaints = this.#complaints.takeBefore(endMs);
    const listed = this.#platform.newlyListed;
    const { sightings } = takings;
    const signals = this.#watch.read({ sightings, acts: inOrder(acts), complaints, listed, startMs, endMs });

    this.#desk.take(complaints);
    const earliestTick = tick + TICKS_IN_FLIGHT;
    this.#platform.learn(this.#desk.advance(endMs, earliestTick), earliestTick);
    this.#world.react(tick, takings.reactions);
    await this.#options.observer?.onSettled(tick);
    return signals;
  }

  /** The rest, on which no tick in flight depends: workers have their next by now. */
  #conclude(tick: number, signals: Signals): void {
    this.#centre.note(signals, (tick + 1) * HOUR_MS);
    this.#options.onTick?.(tick + 1, this.#generated);
    this.#options.observer?.onConcluded(tick, this.#state(tick));
  }

  #state(tick: number): LoopState {
    return {
      openEpisodes: this.#episodes.open,
      episodesUnderWay: () => this.#episodes.underWay(),
      endedEpisodes: this.#episodes.ended,
      warnings: this.#centre.warnings,
      deliveries: this.#centre.deliveries,
      crews: this.#centre.crews,
      holdings: this.#holdings[tick % HELD_TICKS]!,
      levelAt: (warning, timeMs) => this.#centre.levelAt(warning, timeMs),
      describe: (warning) => ({
        text: writeWarning(warning, this.#languageOf(warning.subscriber)),
        number: this.#world.numberOf(warning.subscriber),
      }),
    };
  }

  #languageOf(subscriber: number): "zh" | "en" {
    return LANGUAGES[this.#world.handle.subscribers.language[subscriber]!]!;
  }
}

function inOrder<T extends { readonly timeMs: number }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.timeMs - b.timeMs);
}

function dimensionsOf(scenario: Scenario): { gangs: number; domains: number } {
  const { count } = scenario.gangs;
  return { gangs: count, domains: count * domainsPerGang(scenario) };
}
