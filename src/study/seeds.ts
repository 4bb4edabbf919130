/** Seeds as the sample of a study: each a world of its own. */
import { RingfenceError } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";

/** Throws RingfenceError "usage" for no seeds, an invalid one, or a repeated one. */
export function checkSeeds(seeds: readonly number[]): void {
  if (seeds.length === 0) throw new RingfenceError("usage", "expected one seed or more, found none");
  const seen = new Set<number>();
  for (const seed of seeds) {
    if (!Number.isSafeInteger(seed) || seed < 0 || seed > MAX_SEED) {
      throw new RingfenceError("usage", `expected seeds that are whole numbers from 0 to ${MAX_SEED}, found ${seed}`);
    }
    if (seen.has(seed)) {
      throw new RingfenceError("usage", `seed ${seed} is there twice: it would count as two worlds, and is one`);
    }
    seen.add(seed);
  }
}

/** Seeds as short as they can be typed: "1-4,7". */
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
