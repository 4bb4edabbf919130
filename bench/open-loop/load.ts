/** One run under load: what is offered, and what the threads bring back of it. */
import type { ArrivalKind } from "../harness/latency/arrivals.ts";
import type { EncodedHistogram } from "../harness/latency/latency-histogram.ts";
import type { Window } from "../harness/latency/latency-recorder.ts";

export interface Load {
  readonly arrivals: ArrivalKind;
  readonly ratePerSecond: number;
  readonly seed: number;
  /** Events due in this time are sent and not measured. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
  readonly lingerMs: number;
  /** The generator sleeps so long after each round of sending: a test's way of making it too slow. */
  readonly generatorPauseMs: number;
}

export interface StartedLoad {
  readonly load: Load;
  /** Of the clock (latency/clock.ts): when the first event may be due. */
  readonly startMs: number;
}

export function windowOf({ warmUpMs, measuredMs }: Load): Window {
  return { fromMs: warmUpMs, untilMs: warmUpMs + measuredMs };
}

const MIN_PATIENCE_MS = 5000;

/**
 * Sending goes on until then at most: a system that is twice too slow has been sent all, and a machine that stalls in a
 * short run too.
 */
export function giveUpMs({ warmUpMs, measuredMs }: Load): number {
  const endMs = warmUpMs + measuredMs;
  return endMs + Math.max(endMs, MIN_PATIENCE_MS);
}

export interface Sent {
  /** Of those that it gave up on, none that still waited to be screened. */
  readonly sent: number;
  /** Whether that was all: false when it gave up. */
  readonly complete: boolean;
  readonly offered: number;
  readonly lag: EncodedHistogram;
}

export interface Screened {
  readonly events: number;
  /** Of those due within the measured time: completed by its end. */
  readonly completedInTime: number;
  /** Of the events due in each third of the measured time. */
  readonly thirds: readonly EncodedHistogram[];
  readonly service: EncodedHistogram;
  /** Of all its verdicts, those of the warm-up too. */
  readonly digest: Uint32Array;
}
