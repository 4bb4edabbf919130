/** Seeds as they are typed: "1-4" or "3,7,101-108". */
import { InvalidArgumentError } from "commander";
import { RingfenceError } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";

export const MAX_SEEDS = 10_000;
const PART = /^(\d+)(?:-(\d+))?$/;

/**
 * In the order in which they were typed. Throws InvalidArgumentError for anything else than whole numbers and runs of
 * them, and for a seed that is typed twice: a run counted twice would look like two.
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

/** The same of an option that is kept as it was typed. Throws RingfenceError "usage" that names `option`. */
export function readSeeds(written: string, option: string): number[] {
  try {
    return parseSeeds(written);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new RingfenceError("usage", `${option}: ${error.message}`);
    throw error;
  }
}

/** As short as they can be typed. */
export function seedWords(seeds: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < seeds.length;) {
    let end = at;
    while (end + 1 < seeds.length && seeds[end + 1] === seeds[end]! + 1) end++;
    parts.push(end === at ? String(seeds[at]) : `${seeds[at]}-${seeds[end]}`);
    at = end + 1;
  }
  return parts.join(",");
}
