/** What the main thread and the thread of the generator tell each other. Structured-cloneable. */
import type { ArrivalKind } from "../harness/latency/arrivals.ts";
import type { EncodedHistogram } from "../harness/latency/latency-histogram.ts";
import type { PreparedEvents, Shape } from "./shapes.ts";

/** What the thread is given once. */
export interface ClientStart {
  readonly prepared: PreparedEvents;
}

/** Events to be offered to a server of this machine. */
export interface Offer {
  readonly port: number;
  readonly shape: Shape;
  /** Null: as fast as answers come. */
  readonly ratePerSecond: number | null;
  readonly arrivals: ArrivalKind;
  readonly seed: number;
  /** Events due in this time are sent and not measured. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
  readonly connections: number;
}

/** Counts are of events. */
export interface Offered {
  readonly sent: number;
  /** Due within the measured time. */
  readonly offered: number;
  /** Answered within it, whenever they were due. */
  readonly answered: number;
  /** Of those that were due within it, answered by its end. */
  readonly completedInTime: number;
  /** From when an event was due until its answer was read. */
  readonly response: EncodedHistogram;
  readonly lag: EncodedHistogram;
  /** Processor time that the thread took; null where the system does not tell. */
  readonly clientMs: number | null;
}
