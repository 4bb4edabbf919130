/**
 * Groups of near-duplicates: messages that share most of their wording, as campaigns do that change a number or a name.
 * A split by row would put one of them into training and its twin into the test. MinHash over runs of five normalised
 * units (Broder 1997), bands to find candidates, their Jaccard similarity to decide, and groups by connected
 * components.
 */
import { RandomStream } from "../core/random.ts";

/** From this share of common runs on, two texts are near-duplicates. */
export const NEAR_SIMILARITY = 0.6;
const RUN_UNITS = 5;
const BANDS = 16;
const ROWS_A_BAND = 3;
const HASHES = BANDS * ROWS_A_BAND;
/** A bucket of more texts than this is common wording: each is compared with the first ones only. */
const MAX_COMPARED = 32;

/**
 * The group of each text, by number: groups are numbered in the order of their first text. Texts that are the same are
 * of one group. About 20 us a text; some 100 us where thousands have half of their wording in common.
 */
export function groupNearDuplicates(texts: readonly string[]): Int32Array {
  const places = new Map<string, number>();
  for (const text of texts) if (!places.has(text)) places.set(text, places.size);
  const groups = groupDistinct([...places.keys()]);
  return Int32Array.from(texts, (text) => groups[places.get(text)!]!);
}

function groupDistinct(texts: readonly string[]): Int32Array {
  const parent = Int32Array.from(texts.keys());
  const runs = runsOf(texts);
  const sketches = sketchesOf(runs, texts.length);
  // By a hash of the band: the first texts that have it.
  const bands = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  // By text: the last that it was compared with. Two texts meet in many bands.
  const comparedWith = new Int32Array(texts.length).fill(-1);
  for (let text = 0; text < texts.length; text++) {
    for (const [at, band] of bands.entries()) {
      const hash = hashOfBand(sketches, text * HASHES + at * ROWS_A_BAND);
      const met = band.get(hash);
      if (met === undefined) {
        band.set(hash, [text]);
        continue;
      }
      for (const other of met) {
        if (comparedWith[other] === text || rootOf(parent, other) === rootOf(parent, text)) continue;
        comparedWith[other] = text;
        if (areNear(runs, other, text)) join(parent, other, text);
      }
      if (met.length < MAX_COMPARED) met.push(text);
    }
  }
  const numbers = new Map<number, number>();
  return parent.map((_, text) => {
    const root = rootOf(parent, text);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}

function hashOfBand(sketches: Uint32Array, from: number): number {
  let hash = 0;
  for (let at = from; at < from + ROWS_A_BAND; at++) hash = Math.imul(hash ^ sketches[at]!, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

/** Of text t the hashes of its runs, each once, ascending: [start[t], end[t]) of `hashes`. */
interface Runs {
  readonly hashes: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** A text that is shorter than a run is one. */
function runsOf(texts: readonly string[]): Runs {
  const start = new Uint32Array(texts.length);
  const end = new Uint32Array(texts.length);
  const hashes = new Uint32Array(texts.reduce((sum, { length }) => sum + Math.max(1, length), 0));
  let from = 0;
  texts.forEach((text, at) => {
    const last = Math.max(0, text.length - RUN_UNITS);
    for (let begin = 0; begin <= last; begin++) {
      let hash = 0x811c9dc5;
      for (let i = begin; i < Math.min(begin + RUN_UNITS, text.length); i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      }
      hashes[from + begin] = hash ^ (hash >>> 15);
    }
    const behind = from + last + 1;
    hashes.subarray(from, behind).sort();
    let to = from + 1;
    for (let i = to; i < behind; i++) if (hashes[i] !== hashes[i - 1]) hashes[to++] = hashes[i]!;
    start[at] = from;
    end[at] = to;
    from = to;
  });
  return { hashes, start, end };
}

const MULTIPLIERS = Int32Array.from({ length: HASHES }, (_, at) => new RandomStream(1, "minhash").draw(at, 0)[0]! | 1);
const ADDENDS = Int32Array.from({ length: HASHES }, (_, at) => new RandomStream(1, "minhash").draw(at, 1)[0]! | 0);

/** By text the least of each hash over all its runs. */
function sketchesOf({ hashes, start, end }: Runs, texts: number): Uint32Array {
  const sketches = new Uint32Array(texts * HASHES);
  for (let text = 0, out = 0; text < texts; text++) {
    const [from, to] = [start[text]!, end[text]!];
    for (let at = 0; at < HASHES; at++) {
      const [multiplier, addend] = [MULTIPLIERS[at]!, ADDENDS[at]!];
      // With the first bit turned round, whole numbers with a sign are in the order of those without.
      let least = 0x7fffffff;
      for (let i = from; i < to; i++) {
        const hash = (Math.imul(hashes[i]!, multiplier) + addend) | 0;
        const turned = hash ^ (hash >>> 16) ^ 0x80000000;
        if (turned < least) least = turned;
      }
      sketches[out++] = least ^ 0x80000000;
    }
  }
  return sketches;
}

/** Of texts that are near-duplicates, the share of runs at most that one of the two has alone. */
const MOST_APART = (1 - NEAR_SIMILARITY) / (1 + NEAR_SIMILARITY);

/**
 * Whether what two texts share of their runs, over what they have (Jaccard), is enough. Stops where it cannot be
 * any more: of texts with a common phrase, many are compared that are unlike.
 */
function areNear({ hashes, start, end }: Runs, one: number, other: number): boolean {
  let [i, j] = [start[one]!, start[other]!];
  const [endOfOne, endOfOther] = [end[one]!, end[other]!];
  const begin = i + j;
  const all = endOfOne + endOfOther - begin;
  const mostApart = Math.ceil(all * MOST_APART);
  let shared = 0;
  while (i < endOfOne && j < endOfOther) {
    const difference = hashes[i]! - hashes[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
    if (i + j - begin - 2 * shared > mostApart) return false;
  }
  return shared / (all - shared) >= NEAR_SIMILARITY;
}

function rootOf(parent: Int32Array, text: number): number {
  let at = text;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

function join(parent: Int32Array, one: number, other: number): void {
  const [first, second] = [rootOf(parent, one), rootOf(parent, other)];
  parent[Math.max(first, second)] = Math.min(first, second);
}
