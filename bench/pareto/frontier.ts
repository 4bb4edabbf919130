/** Which points are worth choosing: those that no other point beats in one respect without being worse in the other. */

/** More is better in both. */
export interface Position {
  /** With its error bar; null where there were too few rounds for one. */
  readonly eventsPerSecond: number;
  readonly eventsPerSecondLow: number | null;
  readonly eventsPerSecondHigh: number | null;
  /** Null: the precision floor is out of reach, and the point has no place. */
  readonly recall: number | null;
}

export type Place = "frontier" | "dominated" | "below floor";

/**
 * For each point: "dominated" where another is at least as good in both respects and better in one, else "frontier", or "below floor". Speeds
 * whose error bars overlap count as equal: a setting must not lose its place to the noise of the machine. Recalls are judged on the same
 * events, so they are compared as they are; equal points keep their places.
 */
export function rankPoints(points: readonly Position[]): Place[] {
  return points.map((point) => {
    if (point.recall === null) return "below floor";
    return points.some((other) => dominates(other, point)) ? "dominated" : "frontier";
  });
}

function dominates(a: Position, b: Position): boolean {
  if (a.recall === null || b.recall === null) return false;
  const speed = compareSpeeds(a, b);
  return a.recall >= b.recall && speed >= 0 && (a.recall > b.recall || speed > 0);
}

/** Positive where `a` is faster beyond the error bars, negative where `b` is. */
function compareSpeeds(a: Position, b: Position): number {
  const [aLow, aHigh] = [a.eventsPerSecondLow ?? a.eventsPerSecond, a.eventsPerSecondHigh ?? a.eventsPerSecond];
  const [bLow, bHigh] = [b.eventsPerSecondLow ?? b.eventsPerSecond, b.eventsPerSecondHigh ?? b.eventsPerSecond];
  if (aLow > bHigh) return 1;
  return bLow > aHigh ? -1 : 0;
}
