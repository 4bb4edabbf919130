/** One world of a live run: the real simulation, counted as it goes. */
import { sideOf } from "../../core/side.ts";
import { RunningCounts } from "../../metrics/running-counts.ts";
import { RunningLoop } from "../../metrics/running-loop.ts";
import type { Walker } from "./lock-step.ts";
import type { IdlePools } from "./idle-pools.ts";
import type { CrackdownSwitch, LoopState, Observer } from "../../engine/observer.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "../../engine/simulation.ts";

interface WatchedWorldOptions extends Omit<SimulationOptions, "observer" | "onPrepared" | "pool" | "workerUrl"> {
  /** Where its threads come from. */
  readonly pools: IdlePools;
  /** Whether decisions are counted: of a world without defences there are none. */
  readonly isCounted: boolean;
  /** Its side of the lock-step. It leaves with the last hour. */
  readonly walker: Walker;
  /** An hour is settled, before it is held up and concluded. */
  readonly onSettled?: (hour: number) => void;
  /** An hour is done; counts and state are as of its end. */
  readonly onHour: (hour: number, world: WatchedWorld) => void;
}

export class WatchedWorld {
  /** Totals, and of the last hour that was done. */
  readonly total = new RunningCounts();
  lastHour = new RunningCounts();
  readonly loop = new RunningLoop();
  /** As of the end of the last hour that was done; null before. */
  state: LoopState | null = null;
  /** What may be begun in it; null before it is prepared. */
  crackdown: CrackdownSwitch | null = null;
  /** Whether the world has come to its end: no hour follows. */
  isOver = false;
  readonly #options: WatchedWorldOptions;
  /** What has been counted of each of the two ticks in flight. */
  readonly #inFlight: [RunningCounts, RunningCounts] = [new RunningCounts(), new RunningCounts()];

  constructor(options: WatchedWorldOptions) {
    this.#options = options;
  }

  /** Resolves when the last outcome is known, or soon after the signal. */
  async run(): Promise<SimulationResult> {
    const { walker, isCounted, onSettled, onHour: _, pools, ...options } = this.#options;
    const observer: Observer = {
      onTally: (tick, tally) => {
        if (isCounted) this.#inFlight[sideOf(tick)].addTally(tally);
      },
      onSettled: (tick) => {
        onSettled?.(tick);
        return walker.settle(tick);
      },
      onConcluded: (tick, state) => this.#conclude(tick, state),
    };
    const onPrepared = (crackdown: CrackdownSwitch): void => {
      this.crackdown = crackdown;
    };
    try {
      return await pools.lend(options.workers, (pool) => simulate({ ...options, observer, onPrepared, pool }));
    } finally {
      this.isOver = true;
      this.lastHour = new RunningCounts();
      walker.leave();
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
    this.#options.onHour(tick, this);
    this.#options.walker.finish(tick);
  }
}
