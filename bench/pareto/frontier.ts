/** Which points are worth choosing: those that no other point beats in one respect without being worse in the other. */

/** One setting is called faster without error bars only by more than this: short passes of equals differ by as much. */
export const UNSURE_FACTOR = 2;

/** More is better in both. */
export interface Position {
  /** With its error bar; null where there were too few rounds for one. */
  readonly eventsPerSecond: number;
  readonly eventsPerSecondLow: number | null;
  readonly eventsPerSecondHigh: number | null;
  /** Null where no score was chosen. */
  readonly recall: number | null;
  /**
   * Why it is out of the running, null where it is in it: it neither has a place on the frontier nor takes one from
   * another.
   */
  readonly exclusion: Exclusion | null;
}

/**
 * What keeps a setting from the frontier. "below floor": no score reaches the precision floor where it is chosen. "too
 * few": only scores do that take too few events for fraud to tell. "floor missed": one was chosen, and where it is
 * judged precision is surely below.
 */
export type Exclusion = "below floor" | "too few" | "floor missed";
export type Place = "frontier" | "dominated" | Exclusion;

/**
 * For each point: "dominated" where another is at least as good in both respects and better in one, else "frontier", or
 * its exclusion. Speeds whose error bars overlap count as equal, and where one has no error bar those within
 * `UNSURE_FACTOR`: a setting must not lose its place to the noise of the machine. Recalls are judged on the same
 * events, so they are compared as they are; equal points keep their places.
 */
export function rankPoints(points: readonly Position[]): Place[] {
  return points.map((point) => {
    if (point.exclusion !== null) return point.exclusion;
    return points.some((other) => dominates(other, point)) ? "dominated" : "frontier";
  });
}

function dominates(a: Position, b: Position): boolean {
  if (a.exclusion !== null || a.recall === null || b.recall === null) return false;
  const speed = compareSpeeds(a, b);
  return a.recall >= b.recall && speed >= 0 && (a.recall > b.recall || speed > 0);
}

/** Positive where `a` is surely faster, negative where `b` is. */
function compareSpeeds(a: Position, b: Position): number {
  if (isFaster(a, b)) return 1;
  return isFaster(b, a) ? -1 : 0;
}

function isFaster(a: Position, b: Position): boolean {
  return a.eventsPerSecondLow === null || b.eventsPerSecondHigh === null
    ? a.eventsPerSecond > b.eventsPerSecond * UNSURE_FACTOR
    : a.eventsPerSecondLow > b.eventsPerSecondHigh;
}
