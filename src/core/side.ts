/**
 * Which of two copies. Two ticks are in flight: workers still read what the one before was prepared with while the next
 * is prepared, so whatever they are given exists twice, and its sides take turns.
 */
export type Side = 0 | 1;

/** The side of a tick, or of a span by its number: whole, from 0. */
export function sideOf(tick: number): Side {
  return tick % 2 === 0 ? 0 : 1;
}
