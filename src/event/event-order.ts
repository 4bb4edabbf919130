/** The order of events, however they were cut into batches. */
export interface EventPlace {
  readonly timeMs: number;
  readonly idHigh: number;
  readonly idLow: number;
}

/** By time, then by identity. */
export function compareEvents(a: EventPlace, b: EventPlace): number {
  return a.timeMs - b.timeMs || a.idHigh - b.idHigh || a.idLow - b.idLow;
}
