export interface EventPlace {
  readonly timeMs: number;
  readonly idHigh: number;
  readonly idLow: number;
}

export function compareEvents(a: EventPlace, b: EventPlace): number {
  return a.timeMs - b.timeMs || a.idHigh - b.idHigh || a.idLow - b.idLow;
}
