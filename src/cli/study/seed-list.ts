/** Seeds as they are typed: "1-4" or "3,7,101-108". */
import { InvalidArgumentError } from "commander";
import { MAX_SEED } from "../../core/random.ts";

const MAX_SEEDS = 10_000;
const PART = /^(\d+)(?:-(\d+))?$/;

/**
 * In typed order. Throws InvalidArgumentError for anything else than whole numbers and ranges, and for a repeated seed:
 * a run counted twice would look like two.
 */
export function parseSeeds(written: string): number[] {
  const seeds = new Set<number>();
  for (const part of written.split(",")) {
    const [, first, last = first] = PART.exec(part.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || from > to || to > MAX_SEED || to - from >= MAX_SEEDS) throw unreadable(part);
    for (let seed = from; seed <= to; seed++) {
      if (seeds.has(seed)) throw new InvalidArgumentError(`Expected each seed once, but found ${seed} twice.`);
      seeds.add(seed);
    }
  }
  if (seeds.size <= MAX_SEEDS) return [...seeds];
  throw new InvalidArgumentError(`Expected at most ${MAX_SEEDS} seeds, but found ${seeds.size}.`);
}

function unreadable(part: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected whole numbers from 0 to ${MAX_SEED} or runs of them, as in 1-4 or 3,7,101-108, of at most ${MAX_SEEDS} seeds, but found ${JSON.stringify(part)}.`,
  );
}
