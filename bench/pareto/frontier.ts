/** Which points are worth choosing: those that no other point beats in one respect without being worse in the other. */

/** More is better in both. */
export interface Position {
  readonly eventsPerSecond: number;
  /** Null: the precision floor is out of reach, and the point has no place. */
  readonly recall: number | null;
}

/**
 * For each point: "frontier", or "dominated" where another is at least as good in both respects and better in one, or "below floor". By the
 * middle of the intervals: whether a lead is to be believed, they say themselves. Equal points are both on the frontier.
 */
export function rankPoints(points: readonly Position[]): ("frontier" | "dominated" | "below floor")[] {
  return points.map((point) => {
    if (point.recall === null) return "below floor";
    return points.some((other) => dominates(other, point)) ? "dominated" : "frontier";
  });
}

function dominates(a: Position, b: Position): boolean {
  if (a.recall === null || b.recall === null) return false;
  const isNoWorse = a.recall >= b.recall && a.eventsPerSecond >= b.eventsPerSecond;
  return isNoWorse && (a.recall > b.recall || a.eventsPerSecond > b.eventsPerSecond);
}
