/** One world of a live run: the real simulation, counted as it goes. */
import { sideOf } from "../../core/time.ts";
import { RunningCounts } from "../../metrics/running-counts.ts";
import { RunningLoop } from "../../metrics/running-loop.ts";
import {
  type LoopState,
  type Observer,
  type SimulationOptions,
  type SimulationResult,
  simulate,
} from "../../engine/simulation.ts";
import type { SimulationPool } from "../../engine/simulation-pool.ts";
import type { LockStep } from "./lock-step.ts";

interface WatchedWorldOptions extends Omit<SimulationOptions, "observer" | "pool" | "workers"> {
  readonly lockStep: LockStep;
  /** It may do an hour, whose tables still stand. */
  readonly onTurn?: (hour: number) => void;
  /** An hour is done; counts and state are as of its end. */
  readonly onHour?: (hour: number, world: WatchedWorld) => void;
}

export class WatchedWorld {
  /** Totals, and of the last hour that was done. */
  readonly total = new RunningCounts();
  lastHour = new RunningCounts();
  readonly loop = new RunningLoop();
  /** As of the end of the last hour that was done; null before. */
  state: LoopState | null = null;
  /** The last hour that it has come to, and that it has done. */
  settled = -1;
  done = -1;
  isOver = false;
  readonly #options: WatchedWorldOptions;
  /** What has been counted of each of the two ticks in flight. */
  readonly #inFlight: [RunningCounts, RunningCounts] = [new RunningCounts(), new RunningCounts()];

  constructor(options: WatchedWorldOptions) {
    this.#options = options;
  }

  /** Resolves when the last outcome is known, or soon after the signal. */
  async run(started: Promise<SimulationPool>): Promise<SimulationResult> {
    const { lockStep, onTurn, onHour: _, ...options } = this.#options;
    const observer: Observer = {
      onTally: (tick, tally) => this.#inFlight[sideOf(tick)].addTally(tally),
      onSettled: async (tick) => {
        this.settled = tick;
        lockStep.tell();
        await lockStep.mayDo(tick);
        onTurn?.(tick);
      },
      onConcluded: (tick, state) => this.#conclude(tick, state),
    };
    try {
      const pool = await started;
      return await simulate({ ...options, workers: pool.workers, observer, pool });
    } finally {
      this.isOver = true;
      this.lastHour = new RunningCounts();
      lockStep.tell();
    }
  }

  #conclude(tick: number, state: LoopState): void {
    const side = sideOf(tick);
    const spare = this.lastHour;
    this.lastHour = this.#inFlight[side];
    this.total.add(this.lastHour);
    spare.clear();
    this.#inFlight[side] = spare;
    this.loop.update(state);
    this.state = state;
    this.#options.onHour?.(tick, this);
    this.done = tick;
    this.#options.lockStep.tell();
  }
}
