/** Seeds as they are typed: "1-4" or "3,7,101-108". */
import { RingfenceError } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";

const MAX_SEEDS = 1000;
const PART = /^(\d+)(?:-(\d+))?$/;

/** Each once, in the order in which they were typed. Throws RingfenceError "usage" that names `option`. */
export function readSeeds(written: string, option: string): number[] {
  const seeds = new Set<number>();
  for (const part of written.split(",")) {
    const [, first, last = first] = PART.exec(part.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || from > to || to > MAX_SEED || to - from >= MAX_SEEDS) throw unreadable(part, option);
    for (let seed = from; seed <= to; seed++) seeds.add(seed);
  }
  if (seeds.size <= MAX_SEEDS) return [...seeds];
  throw new RingfenceError("usage", `${option}: expected at most ${MAX_SEEDS} seeds, but found ${seeds.size}`);
}

function unreadable(part: string, option: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `${option}: expected seeds from 0 to ${MAX_SEED}, as in 1-4 or 3,7,101-108 (at most ${MAX_SEEDS}), but found ${JSON.stringify(part)}`,
  );
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
