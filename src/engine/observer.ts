/** What a run shows an observer while it goes on. */
import type { Tally } from "../metrics/tally.ts";
import type { States } from "./loop/participants.ts";

/** Watches a run. Everything handed over is read-only. */
export interface Observer {
  /** The tally of one task of a tick, in no order within two ticks. Valid only during the call. */
  onTally(tick: number, tally: Tally): void;
  /** A tick has been screened and settled; its tables are still valid. The run goes on when this resolves. */
  onSettled(tick: number): Promise<void>;
  /** A tick is done. `state` shows its end. */
  onConcluded(tick: number, state: LoopState): void;
}

/** The states of all participants at the end of a tick. */
export interface LoopState extends States {}
