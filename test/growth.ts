/**
 * How the time of some work grows with its size, as a ratio of two times of one process: it depends neither on how fast
 * the machine is nor on what else it does.
 */

const FACTOR = 8;
/** Eight times as much takes linear work about 8 times as long, and work with the square of its size 64 times. */
export const MAX_GROWTH = 24;
/** The first rounds run code that is not compiled yet: both sizes need some to get to their best. */
const MIN_ROUNDS = 6;
const MAX_ROUNDS = 15;

/**
 * How many times longer eight times as much takes: the quickest of several rounds each, both sizes in turn. More rounds
 * are made as long as it is more than work in linear time may take, since a round that was disturbed only lasts longer.
 * `size` should take some microseconds, and eight times as much few enough milliseconds to go undisturbed now and then.
 */
export function growthOf(makeWork: (size: number) => () => void, size: number): number {
  const works = [makeWork(size), makeWork(size * FACTOR)];
  const best = [Infinity, Infinity];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const [which, work] of works.entries()) {
      const startMs = performance.now();
      work();
      best[which] = Math.min(best[which]!, performance.now() - startMs);
    }
    if (round + 1 >= MIN_ROUNDS && best[1]! <= MAX_GROWTH * best[0]!) break;
  }
  return best[1]! / best[0]!;
}
