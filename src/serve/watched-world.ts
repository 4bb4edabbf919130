/** One world of a live run: the real simulation, counted as it goes. */
import { RunningCounts } from "../report/running-counts.ts";
import { RunningLoop } from "../report/running-loop.ts";
import {
  type LoopState,
  type SimulationOptions,
  type SimulationResult,
  type Observer,
  simulate,
} from "../simulation.ts";

/** A batch is what memory is allotted by: worlds that are looked at are small, and a lesson starts many. */
const BATCH_EVENTS = 512;

export interface WatchedWorldOptions extends Omit<SimulationOptions, "observer"> {
  /** Whether decisions are counted: of a world without defences there are none. */
  readonly isCounted: boolean;
  /** Awaited once an hour is settled, before it is concluded. */
  readonly hold: (hour: number) => Promise<void>;
  /** An hour is done; counts and state are as of its end. */
  readonly onHour: (hour: number) => void;
}

export class WatchedWorld {
  /** Totals, and of the last hour that was done. */
  readonly total = new RunningCounts();
  lastHour = new RunningCounts();
  readonly loop = new RunningLoop();
  /** As of the end of the last hour that was done; null before. */
  state: LoopState | null = null;
  /** The last hour that was done; -1 before. */
  hour = -1;
  /** Whether the world has come to its end: no hour follows. */
  isOver = false;
  readonly #options: WatchedWorldOptions;
  /** Of the two ticks in flight. */
  readonly #inFlight: [RunningCounts, RunningCounts] = [new RunningCounts(), new RunningCounts()];

  constructor(options: WatchedWorldOptions) {
    this.#options = options;
  }

  /** Resolves when the last outcome is known, or soon after the signal. */
  async run(): Promise<SimulationResult> {
    const { hold, isCounted, onHour: _, ...options } = this.#options;
    const observer: Observer = {
      onTally: (tick, tally) => {
        if (isCounted) this.#inFlight[sideOf(tick)].addTally(tally);
      },
      onSettled: hold,
      onConcluded: (tick, state) => this.#conclude(tick, state),
    };
    const result = await simulate({ ...options, observer, batchEvents: BATCH_EVENTS });
    this.isOver = true;
    this.lastHour = new RunningCounts();
    return result;
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
    this.hour = tick;
    this.#options.onHour(tick);
  }
}

function sideOf(tick: number): 0 | 1 {
  return tick % 2 === 0 ? 0 : 1;
}
