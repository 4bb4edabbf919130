/**
 * A search for the least value of a function of a few numbers, of which each evaluation is dear and nothing is known:
 * random starts, then a pattern search (Hooke and Jeeves 1961, Journal of the ACM 8, 212). Numbers are taken on the
 * scale of logarithms where they are above 0. Deterministic: the draws depend on the seed alone.
 */
import { RandomStream, unit } from "../core/random.ts";

/** Of one number: from low to high, and where it is now. */
interface Dimension {
  readonly low: number;
  readonly high: number;
  readonly start: number;
  /** Whole numbers alone. */
  readonly isWhole: boolean;
}

interface SearchOptions {
  readonly dimensions: readonly Dimension[];
  /** Evaluations at most, with the start. */
  readonly budget: number;
  /** From 0 to MAX_SEED. */
  readonly seed: number;
}

interface Evaluation {
  readonly point: readonly number[];
  /** From 0 to 1 on each range. */
  readonly place: readonly number[];
  readonly value: number;
}

/** Of the evaluations, so many are for random starts beside the one that is given. */
const START_SHARE = 0.25;
/** And so many at most to put numbers back. */
const BACK_SHARE = 1 / 3;
/** Steps, in shares of each range: the first, and the one at which the search ends. */
const FIRST_STEP = 0.125;
const LAST_STEP = 1 / 512;

/**
 * The best point found. A number that the value does not feel stays where it is: in the end each that moved is put back
 * where that is no worse. Points that were evaluated already are not again.
 */
export async function searchLeast(
  { dimensions, budget, seed }: SearchOptions,
  evaluate: (point: readonly number[]) => Promise<number>,
): Promise<Evaluation> {
  const known = new Map<string, number>();
  // Of one number alone nothing is to be put back: what is no better than the start is not taken.
  const kept = dimensions.length < 2 ? 0 : Math.min(dimensions.length, Math.floor(budget * BACK_SHARE));
  const isOver = (): boolean => known.size >= budget - kept;
  const at = async (place: readonly number[]): Promise<Evaluation> => {
    const point = dimensions.map((dimension, i) => valueAt(dimension, place[i]!));
    const key = point.join(" ");
    const value = known.get(key) ?? (await evaluate(point));
    known.set(key, value);
    return { point, place, value };
  };

  let best = await at(dimensions.map(startOf));
  const isBetter = async (place: readonly number[]): Promise<boolean> => {
    const found = await at(place);
    if (found.value >= best.value) return false;
    best = found;
    return true;
  };
  const draws = new RandomStream(seed, "pattern-search");
  const starts = Math.floor((budget - 1) * START_SHARE);
  for (let start = 0; start < starts && !isOver(); start++) {
    await isBetter(dimensions.map((_, i) => unit(draws.draw(start, i)[0]!)));
  }
  for (let step = FIRST_STEP; step >= LAST_STEP && !isOver();) {
    const before = best;
    for (const i of dimensions.keys()) {
      for (const by of [step, -step]) {
        if (isOver() || (await isBetter(best.place.with(i, within(best.place[i]! + by))))) break;
      }
    }
    if (best === before) step /= 2;
    // As far again in the direction of all that has helped.
    else if (!isOver()) await isBetter(best.place.map((place, i) => within(2 * place - before.place[i]!)));
  }
  for (const [i, dimension] of dimensions.entries()) {
    const isWithin = dimension.start >= dimension.low && dimension.start <= dimension.high;
    if (!isWithin || best.place[i] === startOf(dimension) || known.size >= budget) continue;
    const found = await at(best.place.with(i, startOf(dimension)));
    if (found.value <= best.value) best = found;
  }
  return best;
}

function within(place: number): number {
  return Math.min(1, Math.max(0, place));
}

/** From a place between 0 and 1 to the number there: of four digits, to be read and typed. */
function valueAt({ low, high, isWhole }: Dimension, place: number): number {
  const value = low > 0 ? low * Math.exp(place * Math.log(high / low)) : low + place * (high - low);
  const rounded = isWhole ? Math.round(value) : Number(value.toPrecision(4));
  const [least, most] = isWhole ? [Math.ceil(low), Math.floor(high)] : [low, high];
  return Math.min(most, Math.max(least, rounded));
}

function startOf({ low, high, start }: Dimension): number {
  const at = Math.min(high, Math.max(low, start));
  if (high === low) return 0;
  return low > 0 ? Math.log(at / low) / Math.log(high / low) : (at - low) / (high - low);
}
