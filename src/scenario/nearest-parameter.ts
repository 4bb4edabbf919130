/** Suggestions for a key that a scenario does not have. */
import { nearestTo } from "../core/nearest-word.ts";
import { type Path, keysAt, parameters } from "./keys.ts";

/** A word that is used all over, `share` say, is no hint. */
const MAX_NAMESAKES = 3;

/** A longer word is no slip of a finger. */
const MAX_LETTERS = 60;

/** A first word that is shorter tells little. */
const MIN_FIRST_WORD = 3;

/**
 * Paths that may be meant by `key` in the group at `path`, the likeliest first; empty if none is near. `below`: the
 * rest of the path (`["flagAt"]` of `screning.flagAt`), which is looked for in the near group.
 */
export function nearestParameters(key: string, path: Path, below: Path = []): string[] {
  const near = nearestKey(key, keysAt(path));
  if (near === null) return namesakesOf(below.length === 0 ? key : String(below.at(-1)));
  const found = [...path, near];
  const [next, ...rest] = below;
  const keys = keysAt(found);
  if (next === undefined || keys.length === 0) return [found.join(".")];
  if (keys.includes(String(next))) return nearestWithin([...found, next], rest);
  const within = nearestParameters(String(next), found, rest);
  return within.length === 0 ? [found.join(".")] : within;
}

/** Below an existing key: a near key there, or the key itself. */
function nearestWithin(path: Path, below: Path): string[] {
  const [next, ...rest] = below;
  const keys = keysAt(path);
  if (next === undefined || keys.length === 0) return [path.join(".")];
  return keys.includes(String(next))
    ? nearestWithin([...path, next], rest)
    : nearestParameters(String(next), path, rest);
}

/** By its letters, or else the only one that has the same first word: `flagAt` is near `flagScore`. */
function nearestKey(key: string, valid: readonly string[]): string | null {
  if (key.length > MAX_LETTERS) return null;
  const near = nearestTo(key, valid);
  if (near !== null) return near;
  const [first] = key.split(/(?=[A-Z])/);
  const related = valid.filter((name) => name === first || name.split(/(?=[A-Z])/)[0] === first);
  return first!.length >= MIN_FIRST_WORD && related.length === 1 ? related[0]! : null;
}

function namesakesOf(key: string): string[] {
  if (key.length > MAX_LETTERS) return [];
  const all = parameters().map(({ path }) => ({ path, name: path.split(".").at(-1)! }));
  const near = nearestTo(key, [...new Set(all.map(({ name }) => name))]);
  const found = all.filter(({ name }) => name === near).map(({ path }) => path);
  return found.length > MAX_NAMESAKES ? [] : found;
}
