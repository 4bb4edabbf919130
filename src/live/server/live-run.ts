/**
 * A live run: one scenario and seed in three worlds, with all defences, with interception alone and with none, in step.
 * Its results are those of `ringfence run`: watching, pausing and stepping change nothing.
 */
import { randomUUID } from "node:crypto";
import { without, withoutDefences } from "../../study/variants/arms.ts";
import { RingfenceError } from "../../core/errors.ts";
import { blamedOnModule } from "../../core/module/user-modules.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { SimulationPool } from "../../engine/simulation-pool.ts";
import { balanceLedger } from "../../metrics/ledger.ts";
import { digestRun } from "../../report/head.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { Changes } from "./changes.ts";
import { expectedEventsAnHour } from "./controls.ts";
import {
  type DefendedHour,
  defendedHour,
  type Frame,
  type HistoryPoint,
  intervalsOf,
  latestWarnings,
  otherWorlds,
} from "./frame.ts";
import { LockStep } from "./lock-step.ts";
import { outcomeSoFar } from "./outcome-so-far.ts";
import { Pacer } from "./pacer.ts";
import type { Command, RunRequest } from "./requests.ts";
import { SampledEvents } from "./sampled-events.ts";
import { WatchedWorld } from "./watched-world.ts";

/** Events of an hour that are considered for being shown. */
const CONSIDERED_AN_HOUR = 48;
/** Memory is allotted by the batch, and a lesson starts many runs: small ones take small batches. */
const SMALL_BATCH_EVENTS = 512;
const SMALL_HOUR_EVENTS = 4 * SMALL_BATCH_EVENTS;

/** A pool for each of its worlds. */
export type Threads = Readonly<Record<"defended" | "unwarned" | "undefended", Promise<SimulationPool>>>;

export interface LiveRunOptions {
  readonly request: RunRequest;
  readonly scenario: Scenario;
  /** The command that repeats the run. */
  readonly reproduce: string;
  readonly threads: Promise<Threads>;
  /** Faults of the server, which the page does not show. */
  readonly onFault: (fault: unknown) => void;
}

export type Status = LiveRun["status"];
/** The first message of every connection: enough to draw the run from nothing. */
export type Hello = ReturnType<LiveRun["hello"]>;
export type ExplainedEvent = NonNullable<ReturnType<LiveRun["explain"]>>;

export class LiveRun {
  readonly id: string = randomUUID();
  readonly changes = new Changes();
  isStopped = false;
  /** Resolves when its threads are free: true if they are fit for another run. */
  readonly stopped: Promise<boolean>;
  readonly #options: LiveRunOptions;
  readonly #pacer: Pacer;
  readonly #sampledEvents: SampledEvents;
  readonly #stop = new AbortController();
  readonly #lockStep = new LockStep();
  readonly #defended: WatchedWorld;
  readonly #unwarned: WatchedWorld;
  readonly #undefended: WatchedWorld;
  #defendedHour: DefendedHour | null = null;
  readonly #history: HistoryPoint[] = [];
  /** The totals of the shown hour. */
  #last: DefendedHour["totals"] | null = null;
  #watchers = 0;
  #hasBegun = false;
  #digest: string | null = null;
  #problem: string | null = null;

  constructor(options: LiveRunOptions) {
    const { request, scenario } = options;
    this.#options = options;
    this.#pacer = new Pacer(request.hoursPerSecond);
    this.#sampledEvents = new SampledEvents(() => this.#pacer.isFast);
    const isSmall = expectedEventsAnHour(scenario) <= SMALL_HOUR_EVENTS;
    const common = {
      seed: request.seed,
      lockStep: this.#lockStep,
      signal: this.#stop.signal,
      ...(isSmall ? { batchEvents: SMALL_BATCH_EVENTS } : {}),
    };
    this.#defended = new WatchedWorld({
      ...common,
      scenario: sampledMore(scenario),
      onSample: (sample) => this.#sampledEvents.consider(sample),
      onTurn: (hour) => this.#sampledEvents.keep(hour),
      onHour: (hour, world) => (this.#defendedHour = defendedHour(hour, world)),
    });
    this.#unwarned = new WatchedWorld({ ...common, scenario: without("warnings")(scenario) });
    this.#undefended = new WatchedWorld({ ...common, scenario: withoutDefences(scenario), fraudOnly: true });
    this.stopped = this.#run();
  }

  get status() {
    return {
      state: this.#state,
      hoursPerSecond: this.#pacer.hoursPerSecond,
      /** Null unless the run failed. */
      problem: this.#problem,
      /** As in the report of the same run; null before the end. */
      digest: this.#digest,
      reproduce: this.#options.reproduce,
    };
  }

  get #state(): "starting" | "playing" | "paused" | "ended" | "failed" {
    if (this.#problem !== null) return "failed";
    if (this.#digest !== null) return "ended";
    if (!this.#hasBegun) return "starting";
    return this.#pacer.isPlaying ? "playing" : "paused";
  }

  get isFast(): boolean {
    return this.#pacer.isFast;
  }

  /** The shown hour; -1 before the first. */
  get hour(): number {
    return this.#last?.hour ?? -1;
  }

  /** It goes on while somebody watches. Returns how to stop. */
  watch(): () => void {
    this.#watchers++;
    this.changes.tell();
    return () => void this.#watchers--;
  }

  hello() {
    const { request, scenario } = this.#options;
    return {
      run: this.id,
      request,
      status: this.status,
      /** With first contacts; the run goes on until its last episode has ended. */
      hours: scenario.hours,
      /** Names of the stages that the scenario switches off. */
      off: Object.entries(scenario.screening.stages).flatMap(([name, isOn]) => (isOn ? [] : [name])),
      history: this.#history as readonly HistoryPoint[],
      frame: this.frame(-1, this.hour - 1),
    };
  }

  /**
   * The last hour, with points and latest warnings of all since `sinceHour`, and the sampled events of the last sampled
   * hour, if it is among them; null before the first is done.
   */
  frame(sinceHour: number, pointsSince = sinceHour): Frame | null {
    const last = this.#last;
    return (
      last && {
        ...last,
        intervals: intervalsOf(last.hour, this.#defended, this.#unwarned),
        points: this.#history.slice(pointsSince + 1),
        samples: this.#sampledEvents.lastOf(sinceHour + 1, last.hour),
        // The world may be one hour ahead of the shown one.
        warnings: latestWarnings(this.#defended.state!, sinceHour + 1, last.hour),
      }
    );
  }

  /** Null for events that are not kept. */
  explain(id: string) {
    const sample = this.#sampledEvents.explain(id);
    if (sample === null) return null;
    const { timeMs, ...explained } = sample;
    const { state } = this.#defended;
    // The hour of the event itself has happened, though it may not be shown yet.
    const untilMs = (Math.max(this.hour, explained.event.hour) + 1) * HOUR_MS;
    const outcome = explained.truth.fraud && state ? outcomeSoFar(explained.truth, timeMs, state, untilMs) : null;
    return { ...explained, outcome };
  }

  command(command: Command): Status {
    if (command.do === "pace") this.#pacer.setPace(command.hoursPerSecond);
    else this.#pacer[command.do]();
    this.changes.tell();
    return this.status;
  }

  /** Resolves when its threads are free. */
  async end(): Promise<void> {
    this.isStopped = true;
    this.#abort();
    await this.stopped;
  }

  async #run(): Promise<boolean> {
    const { defended: first, unwarned, undefended } = await this.#options.threads;
    const walk = this.#lockStep.walk(
      [this.#defended, this.#unwarned, this.#undefended],
      () => this.#turn(),
      (hour) => this.#show(hour),
    );
    const parts = [
      this.#defended.run(first),
      this.#unwarned.run(unwarned),
      this.#undefended.run(undefended),
      walk,
    ] as const;
    // If one fails, the others would wait for ever.
    for (const part of parts) part.catch(() => this.#abort());
    try {
      await Promise.allSettled(parts);
      const [defended] = await Promise.all(parts);
      if (!this.isStopped) {
        balanceLedger(defended.tally, defended.planned);
        this.#digest = digestRun(defended.tally, defended);
      }
    } catch (fault) {
      const known = blamedOnModule(fault) ?? fault;
      this.#problem = known instanceof RingfenceError ? known.message : "the run failed: see the server's own output";
      this.#options.onFault(fault);
    }
    this.changes.tell();
    return this.#problem === null;
  }

  async #turn(): Promise<void> {
    this.#hasBegun = true;
    this.changes.tell();
    await this.changes.until(() => this.#watchers > 0 || this.#stop.signal.aborted);
    await this.#pacer.turn();
  }

  #show(hour: number): void {
    // Once stopped, one world may do its first hour when another has ended without any.
    if (this.#stop.signal.aborted) return;
    if (this.#defendedHour!.point.hour < hour) this.#defendedHour = defendedHour(hour, this.#defended);
    const { totals, point } = this.#defendedHour!;
    this.#last = totals;
    this.#history.push({ ...point, ...otherWorlds(this.#unwarned, this.#undefended) });
    this.changes.tell();
  }

  #abort(): void {
    this.#stop.abort();
    this.#pacer.release();
    this.changes.tell();
  }
}

/** More events are reported one by one; the results stay the same. */
function sampledMore(scenario: Scenario): Scenario {
  const sampleEvery = Math.max(1, Math.round(expectedEventsAnHour(scenario) / CONSIDERED_AN_HOUR));
  return { ...scenario, report: { ...scenario.report, sampleEvery } };
}
