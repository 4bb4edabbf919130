/**
 * The simulation, on the main thread: the closed loop, tick by tick (an hour each).
 *
 *     start(t)    world.advance        gangs turn over lines, domains and scripts; numbers are recycled
 *                 world.plan           first contacts, follow-ups of episodes and benign traffic, as slices
 *                 platform.seal        blocklist, templates and caller memory are fixed for the tick
 *                   -> workers         each batch: synthesise, screen, observe, tally (engine/pipeline.ts)
 *     settle(t)   episodes.take        contacts that took hold, and how follow-ups fared
 *                 centre.advance       warnings are delivered by message, telephone, visit; some are heeded
 *                 episodes.advance     transfers fall due; people call back, reply, look up; gangs plan on
 *                 signalReader.read    what the platform saw of it, as signals
 *                 desk.advance         complaints become cases, cases become listings and templates
 *                 world.react          gangs give up lines and domains that no longer get through
 *     conclude(t) centre.note          exposure rises; early warnings are pushed: once workers have t + 2
 *
 * Tick t is started once tick t - 2 is settled: workers have tick t - 1 meanwhile, and what a tick is screened with
 * depends on t alone, not on the number of workers or the size of batches. After the last hour the run drains: gangs
 * make no first contacts and nobody else calls, until every episode has ended.
 */
import { Agenda } from "../core/agenda.ts";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import { loadEngines } from "../detect/engines.ts";
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import type { Act } from "../record/act.ts";
import { isApp } from "../record/app.ts";
import type { AdversaryStatement } from "../record/adversary.ts";
import type { Complaint } from "../record/complaint.ts";
import type { BlockingCounts } from "../record/blocking.ts";
import { type NoticeCounts, OPERATORS } from "../record/operator.ts";
import type { InvestigationCounts } from "../record/investigation.ts";
import type { CardStatement } from "../record/cards.ts";
import type { MoneyStatement } from "../record/money.ts";
import type { RetrainingStatement } from "../record/retraining.ts";
import type { ListingUpdate } from "../record/listing-update.ts";
import type { Signals } from "../record/signals.ts";
import type { TeamStatistics, Delivery, WarningRecord } from "../record/warning.ts";
import { TracingDesk } from "../respond/tracing/tracing-desk.ts";
import { InvestigationDesk } from "../respond/investigation/investigation-desk.ts";
import { allowedDrawOf } from "./allowed-messages.ts";
import { gangStateOf } from "./gang-state.ts";
import type { LoopState, Observer, Sample, Switches } from "./observer.ts";
import { SAMPLED, type SealedTables } from "./pipeline.ts";
import { type TableStatistics, Platform } from "./platform.ts";
import type { FilterTrial } from "../record/filter-trial.ts";
import type { Tally, TallyDimensions } from "../metrics/tally.ts";
import type { TextSample } from "../metrics/text-trial.ts";
import { retrains } from "../scenario/retrains.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { WorkerOutput } from "./worker-output.ts";
import {
  DEFAULT_BATCH_EVENTS,
  type PooledSimulation,
  type StartedPool,
  TICKS_IN_FLIGHT,
  withPool,
} from "./simulation-pool.ts";
import { TEXT_SAMPLED, sampleText, textSamplingOf } from "./text-sampling.ts";
import { TestTelephones } from "./test-telephones.ts";
import { TickResult } from "./tick-result.ts";
import { expectedLossYuan } from "../respond/warning/expected-loss.ts";
import { WarningCentre } from "../respond/warning/warning-centre.ts";
import { writeWarning } from "../respond/warning/warning-message.ts";
import { SignalReader } from "../respond/signals/signal-reader.ts";
import { Retraining } from "../training/retraining.ts";
import { PriorKnowledge } from "../world/prior-knowledge.ts";
import { requireEnd } from "../world/episodes/drain-limit.ts";
import { EpisodeTable } from "../world/episodes/episode-table.ts";
import { Leads } from "../world/gangs/leads.ts";
import { FollowUpPlan } from "../world/episodes/follow-up-plan.ts";
import { GroundTruth } from "../world/truth/ground-truth.ts";
import { domainsPerGang } from "../world/gangs/domain.ts";
import { Observation } from "../world/people/observation.ts";
import { Residents } from "../world/people/residents.ts";
import { countPlanned } from "../world/slice.ts";
import { LANGUAGES, attachPhraseBank } from "../world/text/phrase-bank.ts";
import { World } from "../world/world.ts";

/** What is simulated, and how; batches, workers and deadlines never change a result. */
export interface SimulationOptions {
  readonly scenario: Scenario;
  /** From 0 to MAX_SEED. */
  readonly seed: number;
  /** From 1 to MAX_WORKERS. */
  readonly workers: number;
  /** From 1 to MAX_BATCH_EVENTS. */
  readonly batchEvents?: number;
  /** Count contacts by week too, as is done where gangs change, or the model does. */
  readonly countsWeeks?: boolean;
  /** Leave benign traffic out: for worlds without defences, where nobody looks at it. */
  readonly fraudOnly?: boolean;
  /** Called after each completed tick. */
  readonly onTick?: (completedTicks: number, events: number) => void;
  /**
   * Called for every sampled event, in no particular order within two ticks. What it holds is valid during the call
   * alone.
   */
  readonly onSample?: (sample: Sample) => void;
  /** Told once, before the first tick, how to begin something while the run goes on. */
  readonly onPrepared?: (switches: Switches) => void;
  /** Watches the run, and may hold it up. It changes no result. */
  readonly observer?: Observer;
  /** Where the texts of some messages are to go. */
  readonly textSample?: TextSample;
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

/** What a simulation came to: counts, records and the digest, which is the same for the same scenario and seed. */
export interface SimulationResult {
  readonly tally: Tally;
  /** Events that the main thread planned: to be balanced against the tally. */
  readonly planned: number;
  /** Ticks run, those of the drain included. */
  readonly ticks: number;
  /** How every episode ended, by gang and target. */
  readonly episodes: ReturnType<EpisodeTable["records"]>;
  readonly warnings: readonly WarningRecord[];
  /** Of each warning, in their order, the gang whose number or host it names; null where it names nobody's. */
  readonly namedGangs: readonly (number | null)[];
  readonly deliveries: readonly Delivery[];
  readonly teams: readonly TeamStatistics[];
  readonly investigations: InvestigationCounts;
  /** What blocking of domains and apps cost gangs. */
  readonly blocking: BlockingCounts;
  /** Where the money of victims and gangs went. */
  readonly money: MoneyStatement;
  /** What became of notices to operators and stores; null where all enact every notice at once. */
  readonly notices: readonly NoticeCounts[] | null;
  /** Null where the model stays as it is. */
  readonly retraining: RetrainingStatement | null;
  /** What happened to cards and accounts; null where none are traded. */
  readonly cards: CardStatement | null;
  /** What gangs changed about how they work; null where they keep their habit. */
  readonly adversary: AdversaryStatement | null;
  readonly languageOf: (subscriber: number) => "zh" | "en";
  /**
   * Tries the blocklist's filter as of the last tick, on a million numbers; null where there is none. Throws
   * RingfenceError "invariant" where the blocklist denies what is listed.
   */
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
    options.onPrepared?.(simulation);
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

const HOURS_PER_WEEK = 7 * HOURS_PER_DAY;
const HELD_TICKS = TICKS_IN_FLIGHT + 1;

class Simulation implements Switches {
  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #platform: Platform;
  /** The world's side of the loop. */
  readonly #priorKnowledge: PriorKnowledge;
  readonly #groundTruth = new GroundTruth();
  readonly #episodes: EpisodeTable;
  readonly #followUps = new FollowUpPlan();
  readonly #observation: Observation;
  readonly #leads: Leads;
  /** What the curious are about to do, and what is about to be reported. */
  readonly #curious = new Agenda<Act>();
  readonly #complaints = new Agenda<Complaint>();
  /** The platform's. */
  readonly #signalReader: SignalReader;
  readonly #centre: WarningCentre;
  readonly #desk: InvestigationDesk;
  /** Null where the model stays as it is. */
  readonly #retraining: Retraining | null;
  /** The police's; null where there are no cards to trace. */
  readonly #tracing: TracingDesk | null;
  /** What has come in of each tick in flight. */
  readonly #tickResult: readonly TickResult[];
  /**
   * What ticks are screened with, of a run that is watched: those in flight, and the one that is concluded meanwhile.
   */
  readonly #tableStatistics: TableStatistics[] = [];
  readonly #scriptOf: World["scriptOf"] = (labels, row) => this.#world.scriptOf(labels, row);
  #generated = 0;
  /** Ticks that came to what they come to. */
  #settled = 0;

  private constructor(options: SimulationOptions, world: World, priorKnowledge: PriorKnowledge, platform: Platform) {
    const { scenario, seed } = options;
    const { subscribers } = world.handle;
    this.#options = options;
    this.#world = world;
    this.#platform = platform;
    this.#tickResult = Array.from({ length: TICKS_IN_FLIGHT }, () => new TickResult(world));
    this.#priorKnowledge = priorKnowledge;
    this.#observation = new Observation(scenario, seed);
    this.#episodes = new EpisodeTable({
      scenario,
      seed,
      subscribers,
      onEngaged: (gang, timeMs) => world.adversary.noteEngaged(gang, timeMs),
      onReturned: (gang, engagedMs, yuan) => world.adversary.noteReturned(gang, engagedMs, yuan),
      typologyOf: (gang) => world.gangs.all[gang]!.typology,
      // Stores block apps, whoever's resolver a telephone asks.
      refuses: (subscriber, host) =>
        platform.blocksHost(host, subscriber) && (isApp(host) || this.#observation.asksOperator(subscriber)),
      siteOf: (gang, word) => world.gangs.siteOf(gang, word),
      apps: world.apps,
      bank: world.economy.ledger,
      accounts: world.trade?.accounts,
      attempts: (gang, usual) => world.adversary.strategies.attempts(gang, usual),
    });
    this.#leads = new Leads(scenario, seed);
    this.#signalReader = new SignalReader(scenario.signals, subscribers.count, {
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
    this.#retraining = retrains(scenario) ? platform.retraining(scenario, seed) : null;
    this.#desk = new InvestigationDesk(scenario.investigations, seed, this.#groundTruth, (complaints, isFraud) =>
      this.#retraining?.noteDecided(complaints, isFraud),
    );
    const { trade } = world;
    this.#tracing = trade && new TracingDesk(scenario.crackdown, seed, trade, (dealer) => trade.raid(dealer));
  }

  static async prepare(options: SimulationOptions): Promise<Simulation> {
    const { scenario, seed } = options;
    await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
    const platform = new Platform(scenario, seed);
    const world = new World(scenario, seed, platform.protectedDomains, new TestTelephones(platform));
    const priorKnowledge = new PriorKnowledge(scenario, seed, attachPhraseBank(world.handle.phraseBank));
    platform.learn(priorKnowledge.recallPast(world.handle.subscribers, world.catalogue));
    return new Simulation(options, world, priorKnowledge, platform);
  }

  get earliestHour(): number {
    return this.#settled + 1;
  }

  startCrackdown(fromHour: number): void {
    assert(fromHour >= this.earliestHour, () => `hour ${fromHour} has passed at ${this.#settled}`);
    this.#tracing?.begin(fromHour);
  }

  letGangsAdapt(fromHour: number): void {
    assert(fromHour >= this.earliestHour, () => `hour ${fromHour} has passed at ${this.#settled}`);
    this.#world.adversary.adaptFrom(fromHour);
  }

  /** Tells the threads of the simulation. To be called when it is prepared: they load meanwhile. */
  async beginIn(pool: StartedPool): Promise<PooledSimulation> {
    const { scenario, seed, workers, batchEvents = DEFAULT_BATCH_EVENTS, watched = null, textSample } = this.#options;
    const started = await pool;
    if (started.workers !== workers) {
      throw new RingfenceError("usage", `workers: ${workers} are asked for, and the pool has ${started.workers}`);
    }
    return started.begin({
      batchEvents,
      dimensions: {
        ...dimensionsOf(this.#options),
        operators: this.#platform.workerStart.operators ? OPERATORS.length : 0,
      },
      world: this.#world.handle,
      signals: scenario.warnings.enabled ? scenario.signals : null,
      sampling: {
        every: scenario.report.sampleEvery,
        watched,
        textEvery: textSample ? textSamplingOf(scenario) : 0,
        allowed: allowedDrawOf(scenario, seed),
      },
      ...this.#platform.workerStart,
    });
  }

  async toEnd(threads: PooledSimulation): Promise<SimulationResult> {
    const startedMs = performance.now();
    const idleBefore = performance.eventLoopUtilization();

    const inFlight: Promise<TickResult>[] = [];
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
    const warnings = this.#centre.records();
    return {
      tally: threads.tally,
      planned: threads.planned,
      ticks: tick,
      episodes: this.#episodes.records(),
      warnings,
      namedGangs: warnings.map((warning) => this.#groundTruth.gangOf(warning)),
      deliveries: this.#centre.deliveries,
      teams: this.#centre.statistics(this.#options.scenario.hours),
      investigations: this.#desk.statistics(),
      blocking: this.#world.blocking,
      money: this.#world.economy.statement(),
      notices: this.#platform.noticeCounts(),
      retraining: this.#retraining && this.#retraining.statement(),
      cards: this.#tracing && this.#world.cardStatement(this.#tracing.counts()),
      adversary: this.#world.adversary.statement(),
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
  async #start(tick: number, threads: PooledSimulation): Promise<TickResult> {
    const { scenario, fraudOnly = false, observer } = this.#options;
    const news = this.#world.advance(tick);
    this.#groundTruth.note(news);
    this.#platform.learn(this.#priorKnowledge.discover(tick, news));
    const isDraining = tick >= scenario.hours;
    const leads = isDraining ? [] : this.#leads.takeDue(tick).map((lead) => this.#world.approach(lead));
    const slices = this.#world.plan(tick, [...this.#followUps.takeDue(tick), ...leads], {
      benign: !fraudOnly && !isDraining,
      firstContacts: !isDraining,
    });
    this.#platform.takeModel(this.#retraining?.advance(tick) ?? null);
    const world = this.#world.seal(tick);
    const tickResult = this.#tickResult[tick % TICKS_IN_FLIGHT]!;
    tickResult.clear();
    const planned = countPlanned(slices);
    // Most hours of the drain. Who watches is shown what they would have been screened with.
    if (planned === 0 && !observer) {
      this.#platform.pass(tick);
      return tickResult;
    }
    const tables = this.#platform.seal(tick);
    if (observer) this.#tableStatistics[tick % HELD_TICKS] = this.#platform.tableStatistics(tick);
    const observations = this.#platform.observationsOf(tick, planned);
    const recent = this.#platform.recentListings();
    await threads.screen(slices, { world, tables, observations, recent }, (output) => {
      observer?.onTally(tick, output.tally);
      tickResult.add(output);
      if (this.#options.onSample) this.#report(tick, output, tables);
      if (this.#options.textSample) this.#sampleTexts(output, this.#options.textSample);
      this.#generated += output.events;
    });
    return tickResult;
  }

  #report(tick: number, { kept, marks }: WorkerOutput, tables: SealedTables): void {
    for (let row = 0; row < kept.events.count; row++) {
      if (marks[row] !== SAMPLED) continue;
      this.#options.onSample!({ tick, view: kept, row, tables, platform: this.#platform, scriptOf: this.#scriptOf });
    }
  }

  #sampleTexts({ kept, marks }: WorkerOutput, sample: TextSample): void {
    for (let row = 0; row < kept.events.count; row++) {
      if ((marks[row]! & TEXT_SAMPLED) !== 0) sampleText(sample, kept, row, this.#scriptOf);
    }
  }

  /**
   * Closes the loop over a tick that was screened: what comes of it takes effect two ticks later. Resolves to what the
   * platform saw of it, when whoever watches lets the run go on.
   */
  async #settle(tick: number, tickResult: TickResult): Promise<Signals> {
    const [startMs, endMs] = [tick * HOUR_MS, (tick + 1) * HOUR_MS];
    this.#episodes.take(tickResult.contacts);
    this.#centre.advance(endMs);
    this.#episodes.advance(endMs);
    this.#followUps.add(this.#episodes.takeFollowUps(), tick + TICKS_IN_FLIGHT);
    this.#leads.sell(this.#episodes.ended, tick + TICKS_IN_FLIGHT);
    this.#world.adversary.noteEnded(this.#episodes.ended);

    for (const act of tickResult.acts) this.#curious.add(act.timeMs, act);
    const done = [...this.#curious.takeBefore(endMs), ...this.#episodes.takeActs()];
    const acts = inOrder(done.filter((act) => this.#observation.seesAct(act)));
    for (const complaint of [...tickResult.complaints, ...this.#episodes.takeComplaints()]) {
      this.#complaints.add(complaint.timeMs, complaint);
    }
    const complaints = this.#complaints.takeBefore(endMs);
    const listed = this.#platform.newlyListed;
    const { notedEvents } = tickResult;
    const signals = this.#signalReader.read({ notedEvents, acts, complaints, listed, startMs, endMs });

    this.#retraining?.noteComplaints(complaints);
    this.#retraining?.noteAllowed(tickResult.drawn);
    this.#desk.take(complaints);
    const earliestTick = tick + TICKS_IN_FLIGHT;
    const listings = this.#desk.advance(endMs, earliestTick);
    this.#platform.learn(listings, earliestTick);
    this.#trace(tick, listings, complaints);
    this.#world.react(tick, tickResult.reactions);
    this.#settled = tick + 1;
    await this.#options.observer?.onSettled(tick);
    return signals;
  }

  #trace(tick: number, listings: readonly ListingUpdate[], complaints: readonly Complaint[]): void {
    if (this.#tracing === null) return;
    const endMs = (tick + 1) * HOUR_MS;
    this.#tracing.take(listings, complaints, endMs);
    this.#world.obey(this.#tracing.advance(endMs), tick);
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
      teams: this.#centre.teams,
      tableStatistics: this.#tableStatistics[tick % HELD_TICKS]!,
      gangs: () => gangStateOf(this.#world, this.#tracing?.counts() ?? null, tick),
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

function dimensionsOf(options: SimulationOptions): TallyDimensions {
  const { scenario } = options;
  const { gangs, hours } = scenario;
  const changes = scenario.adversary.mode !== "fixed" || retrains(scenario);
  const weeks = options.countsWeeks === true || changes ? Math.ceil(hours / HOURS_PER_WEEK) : 0;
  return { gangs: gangs.count, domains: gangs.count * domainsPerGang(scenario), weeks };
}
