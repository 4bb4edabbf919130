/**
 * A live run: one scenario and seed in three worlds, with all defences, with interception alone and with none, in step.
 * Its results are those of `ringfence run`: watching, pausing and stepping change nothing.
 */
import { withoutDefences, withoutWarnings } from "../../study/variants/arms.ts";
import { RingfenceError } from "../../core/errors.ts";
import { blamedOnModule } from "../../core/module/user-modules.ts";
import { HOUR_MS } from "../../core/time.ts";
import { balanceLedger } from "../../metrics/ledger.ts";
import { digestRun } from "../../report/sections/run/make.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { expectedEventsAnHour } from "./controls.ts";
import {
  type BesideHour,
  type DefendedHour,
  type FrameTotals,
  besideHour,
  defendedHour,
  frameOf,
  latestWarnings,
} from "./frame.ts";
import { LockStep } from "./lock-step.ts";
import { outcomeSoFar } from "./outcome-so-far.ts";
import { Pacer } from "./pacer.ts";
import type { IdlePools } from "./idle-pools.ts";
import type {
  Command,
  ExplainedEvent,
  Frame,
  Hello,
  HistoryPoint,
  PushedWarning,
  RunRequest,
  Status,
} from "./protocol.ts";
import { SampledEvents } from "./sampled-events.ts";
import { CrackdownStart } from "./crackdown-start.ts";
import { WatchedWorld } from "./watched-world.ts";

/** Events of an hour that are considered for being shown. */
const CONSIDERED_AN_HOUR = 48;
/** Lead of the other, quicker worlds at full speed: a day. */
const LEAD_HOURS = 24;
/** Memory is allotted by the batch, and a lesson starts many runs: small ones take small batches. */
const SMALL_BATCH_EVENTS = 512;
const SMALL_HOUR_EVENTS = 4 * SMALL_BATCH_EVENTS;

export type Change = "hour" | "status";

interface LiveRunOptions {
  readonly id: string;
  readonly request: RunRequest;
  /** The command that repeats the run, with `settings` on top of the request's. */
  readonly reproduce: (settings: readonly string[]) => string;
  readonly scenario: Scenario;
  /** Threads of each world that screens; the other has one. */
  readonly workers: number;
  readonly pools: IdlePools;
  /** The latest sampled events, which can be explained. */
  readonly eventsKept: number;
  /** Faults of the server, which the page does not show. */
  readonly onFault: (fault: unknown) => void;
}

export class LiveRun {
  readonly id: string;
  readonly stopped: Promise<void>;
  readonly #options: LiveRunOptions;
  readonly #pacer: Pacer;
  readonly #sampledEvents: SampledEvents;
  readonly #lockStep: LockStep;
  readonly #crackdown: CrackdownStart;
  readonly #stop = new AbortController();
  readonly #defended: WatchedWorld;
  readonly #unwarned: WatchedWorld;
  readonly #undefended: WatchedWorld;
  #defendedHour: DefendedHour | null = null;
  readonly #unwarnedHours: BesideHour[] = [];
  readonly #undefendedHours: BesideHour[] = [];
  readonly #history: HistoryPoint[] = [];
  #last: FrameTotals | null = null;
  #hasBegun = false;
  #isEnded = false;
  #digest: string | null = null;
  #problem: string | null = null;
  readonly #listeners = new Set<(what: Change) => void>();

  constructor(options: LiveRunOptions) {
    const { id, request, scenario, workers, pools } = options;
    this.id = id;
    this.#options = options;
    this.#crackdown = new CrackdownStart(scenario);
    this.#pacer = new Pacer(request.playing, request.hoursPerSecond);
    this.#sampledEvents = new SampledEvents(options.eventsKept, () => this.#pacer.isFast);
    this.#lockStep = new LockStep({ turn: () => this.#turn(), onHour: (hour) => this.#show(hour) });
    const isSmall = expectedEventsAnHour(scenario) <= SMALL_HOUR_EVENTS;
    const common = {
      seed: request.seed,
      pools,
      signal: this.#stop.signal,
      ...(isSmall ? { batchEvents: SMALL_BATCH_EVENTS } : {}),
    };
    this.#defended = new WatchedWorld({
      ...common,
      scenario: sampledMore(scenario),
      workers,
      isCounted: true,
      walker: this.#lockStep.join(() => 0),
      onSample: (sample) => this.#sampledEvents.consider(sample),
      onSettled: (hour) => this.#sampledEvents.settle(hour),
      onHour: (hour, world) => (this.#defendedHour = defendedHour(hour, world)),
    });
    const lead = (): number => (this.#pacer.isFast ? LEAD_HOURS : 0);
    this.#unwarned = new WatchedWorld({
      ...common,
      scenario: withoutWarnings(scenario),
      workers,
      isCounted: false,
      walker: this.#lockStep.join(lead),
      onHour: (_, world) => this.#unwarnedHours.push(besideHour(world)),
    });
    this.#undefended = new WatchedWorld({
      ...common,
      scenario: withoutDefences(scenario),
      fraudOnly: true,
      workers: 1,
      isCounted: false,
      walker: this.#lockStep.join(lead),
      onHour: (_, world) => this.#undefendedHours.push(besideHour(world)),
    });
    this.stopped = this.#run();
  }

  get status(): Status {
    const { hoursPerSecond } = this.#pacer;
    const { reproduce } = this;
    const { state: crackdown } = this.#crackdown;
    return { state: this.#state, hoursPerSecond, problem: this.#problem, digest: this.#digest, crackdown, reproduce };
  }

  get #state(): Status["state"] {
    if (this.#problem !== null) return "failed";
    if (this.#digest !== null) return "ended";
    if (!this.#hasBegun) return "starting";
    return this.#pacer.playing ? "playing" : "paused";
  }

  get reproduce(): string {
    return this.#options.reproduce(this.#crackdown.settings);
  }

  get isStopped(): boolean {
    return this.#isEnded;
  }

  get isFast(): boolean {
    return this.#pacer.isFast;
  }

  get hour(): number {
    return this.#last?.hour ?? -1;
  }

  /** Calls `listener` at every change; returns how to stop. */
  onChange(listener: (what: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hello(): Hello {
    const { request, scenario } = this.#options;
    return {
      run: this.id,
      request,
      status: this.status,
      hours: scenario.hours,
      history: this.#history,
      frame: this.#firstFrame(),
    };
  }

  /**
   * The last hour, with points and latest warnings of all since `sinceHour`, and the sampled events of the last sampled
   * hour, if it is among them; null before the first is done.
   */
  frame(sinceHour: number): Frame | null {
    if (this.#last === null) return null;
    const points = this.#history.slice(sinceHour + 1);
    const sampledHour = this.#sampledEvents.lastHour(this.hour);
    const samples = sampledHour > sinceHour ? this.#sampledEvents.ofHour(sampledHour) : [];
    return { ...this.#last, points, samples, warnings: this.#warnings(sinceHour + 1) };
  }

  /** For a new page: one point, as the history has the others, and events, even of an earlier hour. */
  #firstFrame(): Frame | null {
    const points = this.#history.slice(-1);
    const samples = this.#sampledEvents.ofHour(this.#sampledEvents.lastHour(this.hour));
    return this.#last && { ...this.#last, points, samples, warnings: this.#warnings(0) };
  }

  /** The latest since an hour. The world may be one hour ahead of the shown one. */
  #warnings(fromHour: number): PushedWarning[] {
    return latestWarnings(this.#defended.state!, fromHour, this.hour);
  }

  /** Null for events that are not kept. */
  explain(id: string): ExplainedEvent | null {
    const sample = this.#sampledEvents.explain(id);
    if (sample === null) return null;
    const { event, timeMs, explanation, truth } = sample;
    const { state } = this.#defended;
    // The hour of the event itself has happened, though it may not be shown yet.
    const untilMs = (Math.max(this.hour, event.hour) + 1) * HOUR_MS;
    const outcome = truth.fraud && state !== null ? outcomeSoFar(truth, timeMs, state, untilMs) : null;
    return { event, explanation, truth, outcome };
  }

  command(command: Command): Status {
    if (command.do === "crackdown") this.#beginCrackdown();
    else if (command.do === "pace") this.#pacer.setPace(command.hoursPerSecond);
    else this.#pacer[command.do]();
    this.#tell("status");
    return this.status;
  }

  #beginCrackdown(): void {
    const worlds = [this.#defended, this.#unwarned, this.#undefended].flatMap(({ crackdown, isOver }) =>
      crackdown === null || isOver ? [] : [crackdown],
    );
    // The worlds do not go back.
    if (worlds.length < 3 || !this.#hasBegun) {
      throw new RingfenceError("usage", "crackdown cannot begin: the run has not begun, or a world of it is over");
    }
    this.#crackdown.begin(worlds);
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    this.#abort();
    this.#tell("status");
    await this.stopped;
  }

  async #run(): Promise<void> {
    const parts = [this.#defended.run(), this.#unwarned.run(), this.#undefended.run(), this.#lockStep.walk()] as const;
    // If one fails, the others would wait for ever.
    for (const part of parts) part.catch(() => this.#abort());
    try {
      await Promise.allSettled(parts);
      const [defended] = await Promise.all(parts);
      if (this.#isEnded) return;
      balanceLedger(defended.tally, defended.planned);
      this.#digest = digestRun(defended.tally, defended);
    } catch (fault) {
      const known = blamedOnModule(fault) ?? fault;
      this.#problem = known instanceof RingfenceError ? known.message : "the run failed: see the server's own output";
      this.#options.onFault(fault);
    }
    this.#tell("status");
  }

  #turn(): Promise<void> {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#tell("status");
    }
    // Two hours are in flight. A run paused at full speed passes hours without events: each step has its own then.
    const next = this.hour + 1;
    return this.#pacer.turn(() => this.#sampledEvents.isLeftOut(next) || this.#sampledEvents.isLeftOut(next + 1));
  }

  #show(hour: number): void {
    // Once stopped, one world may do its first hour when another has ended without any.
    if (this.#stop.signal.aborted) return;
    const isDefendedOver = this.#defendedHour!.hour < hour;
    const defended = isDefendedOver ? defendedHour(hour, this.#defended) : this.#defendedHour!;
    const [unwarned, undefended] = [this.#unwarnedHours, this.#undefendedHours];
    const overBefore = (hours: readonly BesideHour[]): number | null => (hours.length <= hour ? hours.length : null);
    this.#last = frameOf(defended, unwarned[hour] ?? unwarned.at(-1)!, undefended[hour] ?? undefended.at(-1)!, {
      defended: isDefendedOver ? this.#defendedHour!.hour + 1 : null,
      unwarned: overBefore(unwarned),
      undefended: overBefore(undefended),
    });
    this.#history.push(this.#last.point);
    this.#tell("hour");
  }

  #abort(): void {
    this.#stop.abort();
    this.#pacer.release();
  }

  #tell(what: Change): void {
    for (const listener of this.#listeners) listener(what);
  }
}

/** More events are reported one by one; the results stay the same. */
function sampledMore(scenario: Scenario): Scenario {
  const sampleEvery = Math.max(1, Math.round(expectedEventsAnHour(scenario) / CONSIDERED_AN_HOUR));
  return { ...scenario, report: { ...scenario.report, sampleEvery } };
}
