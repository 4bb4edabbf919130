/**
 * A live run: the same scenario and seed in two worlds, with all defences and with none, hour by hour in step. What it comes to is what
 * `ringfence run` comes to: watching, pausing and stepping change nothing.
 */
import { withoutDefences } from "../arms.ts";
import { RingfenceError } from "../core/errors.ts";
import { balanceLedger } from "../report/ledger.ts";
import { digestRun } from "../report/report.ts";
import type { Scenario } from "../scenario/schema.ts";
import { expectedEventsAnHour } from "./controls.ts";
import { type FrameTotals, frameOf } from "./frame.ts";
import { LockStep } from "./lock-step.ts";
import { Pacer } from "./pacer.ts";
import type { Command, ExplainedEvent, Frame, Hello, HistoryPoint, RunRequest, Status } from "./protocol.ts";
import { SampleShelf } from "./sample-shelf.ts";
import { WatchedWorld } from "./watched-world.ts";

/** Events of an hour that are considered for being shown. */
const CONSIDERED_AN_HOUR = 48;

export interface LiveRunOptions {
  readonly id: string;
  readonly request: RunRequest;
  readonly reproduce: string;
  readonly scenario: Scenario;
  /** Threads of the defended world; the other has one. */
  readonly workers: number;
  /** So many sampled events can be explained, the latest. */
  readonly eventsKept: number;
  /** Told of what is no fault of a scenario: for whoever runs the server, not for the page. */
  readonly onFault: (fault: unknown) => void;
}

export class LiveRun {
  readonly id: string;
  readonly reproduce: string;
  /** Resolves when both worlds have stopped, for whatever reason. */
  readonly stopped: Promise<void>;
  readonly #options: LiveRunOptions;
  readonly #pacer: Pacer;
  readonly #shelf: SampleShelf;
  readonly #lockStep: LockStep;
  readonly #stop = new AbortController();
  readonly #defended: WatchedWorld;
  readonly #undefended: WatchedWorld;
  readonly #history: HistoryPoint[] = [];
  #last: FrameTotals | null = null;
  #sampledHour = -1;
  #hasBegun = false;
  #isEnded = false;
  #digest: string | null = null;
  #problem: string | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(options: LiveRunOptions) {
    const { id, reproduce, request, scenario, workers } = options;
    this.id = id;
    this.reproduce = reproduce;
    this.#options = options;
    this.#pacer = new Pacer(request.playing, request.hoursPerSecond);
    this.#shelf = new SampleShelf(options.eventsKept, () => this.#pacer.isFast);
    this.#lockStep = new LockStep(2, () => this.#turn());
    const common = { seed: request.seed, signal: this.#stop.signal, onHour: (hour: number) => this.#onHour(hour) };
    this.#defended = new WatchedWorld({
      ...common,
      scenario: sampledMore(scenario),
      workers,
      isCounted: true,
      onSample: (sample) => this.#shelf.consider(sample),
      hold: (hour) => {
        this.#shelf.settle(hour);
        return this.#lockStep.meet();
      },
    });
    this.#undefended = new WatchedWorld({
      ...common,
      scenario: withoutDefences(scenario),
      fraudOnly: true,
      workers: 1,
      isCounted: false,
      hold: () => this.#lockStep.meet(),
    });
    this.stopped = this.#run();
  }

  get status(): Status {
    const { playing, hoursPerSecond } = this.#pacer;
    const problem = this.#problem;
    if (problem !== null) return { state: "failed", hoursPerSecond, problem, digest: null };
    if (this.#digest !== null) return { state: "ended", hoursPerSecond, problem, digest: this.#digest };
    const state = !this.#hasBegun ? "starting" : playing ? "playing" : "paused";
    return { state, hoursPerSecond, problem, digest: null };
  }

  /** Whether it was ended before its time: nothing more will be told. */
  get isStopped(): boolean {
    return this.#isEnded;
  }

  /** The last hour that was done; -1 before. */
  get hour(): number {
    return this.#last?.hour ?? -1;
  }

  /** Calls `listener` at every change of hour or status, until the function that is returned is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hello(): Hello {
    const { request, scenario } = this.#options;
    return {
      run: this.id,
      request,
      reproduce: this.reproduce,
      status: this.status,
      hours: scenario.hours,
      history: this.#history,
      frame: this.#firstFrame(),
    };
  }

  /**
   * The last hour, with the points of all since `sinceHour`, and events of the last hour that some were taken of, if that is one of them;
   * null before the first is done.
   */
  frame(sinceHour: number): Frame | null {
    if (this.#last === null) return null;
    const points = this.#history.slice(sinceHour + 1);
    return {
      ...this.#last,
      points,
      samples: this.#sampledHour > sinceHour ? this.#shelf.ofHour(this.#sampledHour) : [],
    };
  }

  /** What a page that has nothing needs: one point, as all others are in the history, and events, though they be of an hour before. */
  #firstFrame(): Frame | null {
    const points = this.#history.slice(-1);
    return this.#last && { ...this.#last, points, samples: this.#shelf.ofHour(this.#sampledHour) };
  }

  /** Of the events sampled lately; null for any other. */
  explain(event: string): ExplainedEvent | null {
    return this.#shelf.explain(event);
  }

  command(command: Command): Status {
    if (command.do === "pace") this.#pacer.setPace(command.hoursPerSecond);
    else this.#pacer[command.do]();
    this.#tell();
    return this.status;
  }

  /** Ends it before its time, and its threads. */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#abort();
    this.#tell();
    await this.stopped;
  }

  async #run(): Promise<void> {
    const worlds = [this.#defended, this.#undefended];
    try {
      const [defended] = await allOf(worlds.map((world) => this.#runOne(world)));
      if (this.#isEnded) return;
      const { tally, planned, episodes, warnings, deliveries } = defended!;
      balanceLedger(tally, planned);
      this.#digest = digestRun({ tally, loop: { episodes, warnings, deliveries } });
    } catch (fault) {
      this.#problem = fault instanceof RingfenceError ? fault.message : "the run failed: see the server's own output";
      this.#options.onFault(fault);
    }
    this.#tell();
  }

  async #runOne(world: WatchedWorld): ReturnType<WatchedWorld["run"]> {
    try {
      return await world.run();
    } catch (fault) {
      // The other world would wait for this one for ever.
      this.#abort();
      throw fault;
    } finally {
      world.isOver = true;
      this.#lockStep.leave();
    }
  }

  #turn(): Promise<void> {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#tell();
    }
    return this.#pacer.turn();
  }

  /** One of the worlds has done an hour. */
  #onHour(hour: number): void {
    // Once stopped, one of them may do its first hour when the other is over without any.
    if (this.#stop.signal.aborted) return;
    if ([this.#defended, this.#undefended].some((world) => !world.isOver && world.hour < hour)) return;
    this.#last = frameOf(hour, this.#defended, this.#undefended);
    this.#history.push(this.#last.point);
    this.#sampledHour = this.#shelf.sampledHour;
    this.#tell();
  }

  #abort(): void {
    this.#stop.abort();
    this.#pacer.release();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** As Promise.all, but nothing is left running when it rejects. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** More events are reported one by one; what happens stays the same. */
function sampledMore(scenario: Scenario): Scenario {
  const sampleEvery = Math.max(1, Math.round(expectedEventsAnHour(scenario) / CONSIDERED_AN_HOUR));
  return { ...scenario, report: { ...scenario.report, sampleEvery } };
}
