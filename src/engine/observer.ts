/** What a run shows of itself while it goes on, and what may begin in it meanwhile. */
import type { Tally } from "../metrics/tally.ts";
import type { States } from "./loop/participants.ts";

/** Watches a run. Everything handed over is read-only. */
export interface Observer {
  /** The tally of one task of a tick, in no order within two ticks. Valid during the call alone. */
  onTally(tick: number, tally: Tally): void;
  /** A tick has been screened and settled, and its tables still stand. The run goes on when this resolves. */
  onSettled(tick: number): Promise<void>;
  /** A tick is done. The state is as of its end. */
  onConcluded(tick: number, state: LoopState): void;
}

/** The closed loop as of the end of a tick: what its participants show. */
export interface LoopState extends States {}

/**
 * Begins the crackdown while a run goes on, at a future hour. The result equals that of a run whose scenario names that
 * hour. To be called between ticks.
 */
export interface CrackdownSwitch {
  readonly earliestHour: number;
  /** Police trace cards from `fromHour` on. Once, and only if they do not by then. */
  beginCrackdown(fromHour: number): void;
}
