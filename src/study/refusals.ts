/** What a study refuses before it runs anything: RingfenceError "usage". */
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { MAX_SEED } from "../core/random.ts";

export function refuse(message: string): never {
  throw new RingfenceError("usage", message);
}

/** An unknown name, with the nearest of the known ones. */
export function refuseName(message: string, name: string, known: readonly string[]): never {
  const near = nearestTo(name, known);
  return refuse(near === null ? message : `${message}. Did you mean ${near}?`);
}

/** Refuses no seeds, an invalid one, or a repeated one. */
export function checkSeeds(seeds: readonly number[]): void {
  if (seeds.length === 0) refuse("expected one seed or more, found none");
  const wrong = seeds.find((seed) => !Number.isSafeInteger(seed) || seed < 0 || seed > MAX_SEED);
  if (wrong !== undefined) refuse(`expected seeds that are whole numbers from 0 to ${MAX_SEED}, found ${wrong}`);
  const again = repeated(seeds);
  if (again !== undefined) refuse(`seed ${again} is there twice: it would count as two worlds, and is one`);
}

/** The first that was there before. */
export function repeated<Item>(list: readonly Item[]): Item | undefined {
  const seen = new Set<Item>();
  return list.find((item) => seen.size === seen.add(item).size);
}
