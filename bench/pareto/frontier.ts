/** Which points are worth choosing: no other of these is better in one respect without being worse in the other. */

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
 * For each point: "frontier"; "dominated" where one on the frontier is at least as good in both respects and better in
 * one; or its exclusion. Speeds whose error bars overlap count as equal, and where one has no error bar those within
 * `UNSURE_FACTOR`: a setting must not lose its place to the noise of the machine. As what is equal to two others may
 * lie between two that are not, what is dominated itself takes nobody's place: the frontier would have holes. Recalls
 * are judged on the same events, so they are compared as they are; equal points keep their places.
 */
export function rankPoints(points: readonly Position[]): Place[] {
  const places = points.map(({ exclusion }): Place => exclusion ?? "dominated");
  // What dominates a point comes before it: it has a higher recall, or the same and is surely faster.
  const order = [...points.keys()]
    .filter((at) => points[at]!.exclusion === null)
    .sort((a, b) => compareRanks(points[b]!, points[a]!));
  for (const at of order) {
    const isDominated = points.some((other, place) => places[place] === "frontier" && dominates(other, points[at]!));
    if (!isDominated) places[at] = "frontier";
  }
  return places;
}

/** By recall, and among equals by speed. */
function compareRanks(a: Position, b: Position): number {
  return (a.recall ?? 0) - (b.recall ?? 0) || a.eventsPerSecond - b.eventsPerSecond;
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
