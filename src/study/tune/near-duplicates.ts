/**
 * Groups of near-duplicates, so that no message that was seen while something was chosen is met again, reworded, where
 * it is judged. Two texts are near-duplicates where their shingles of three units agree by half or more (Jaccard); a
 * group is all that hang together so, over others too. Sound, not a sketch: every such pair is found, by the prefix
 * filter of set-similarity joins (Chaudhuri, Ganti and Kaushik, ICDE 2006): of two sets that agree so far, the rarest
 * shingles of each hold one in common.
 */
import { DisjointSets } from "./disjoint-sets.ts";

/** Shingles in common, of all that either has: an exact fraction, so that a bound is a whole number. */
const AGREE = { of: 1, in: 2 } as const;
const SHINGLE_UNITS = 3;

/**
 * The number of its group for each text, from 0 in the order of the first of each. Texts as they are to be compared:
 * normalised. Cost: some microseconds a unit for texts that differ; for many that share common words, more.
 */
export function nearDuplicateGroups(texts: readonly string[]): Int32Array {
  const distinct = [...new Set(texts)];
  const sets = byRarity(distinct.map(shinglesOf));
  const joined = new DisjointSets(distinct.length);
  const holders = new Map<number, number[]>();
  const order = [...sets.keys()].toSorted((a, b) => sets[a]!.length - sets[b]!.length);
  for (const at of order) {
    const set = sets[at]!;
    const seen = new Set<number>();
    for (const shingle of set.slice(0, prefixLength(set.length))) {
      const others = holders.get(shingle) ?? [];
      for (const other of others) {
        if (seen.has(other)) continue;
        seen.add(other);
        if (joined.find(at) !== joined.find(other) && areAlike(set, sets[other]!)) joined.join(at, other);
      }
      others.push(at);
      holders.set(shingle, others);
    }
  }
  return numbered(texts, distinct, joined);
}

/** Whether two texts are near-duplicates by themselves: what the groups are made of. */
export function areNearDuplicates(a: string, b: string): boolean {
  const [first, second] = byRarity([shinglesOf(a), shinglesOf(b)]);
  return areAlike(first!, second!);
}

/** Texts that are shorter are one shingle, whole. */
function shinglesOf(text: string): string[] {
  if (text.length <= SHINGLE_UNITS) return [text];
  const found = new Set<string>();
  for (let at = 0; at + SHINGLE_UNITS <= text.length; at++) found.add(text.slice(at, at + SHINGLE_UNITS));
  return [...found];
}

/** Shingles as numbers, ascending: rarest first, and each number the same shingle in all sets. */
function byRarity(sets: readonly (readonly string[])[]): number[][] {
  const counts = new Map<string, number>();
  for (const set of sets) for (const shingle of set) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  const rank = new Map(ranked.map(([shingle], at) => [shingle, at]));
  return sets.map((set) => set.map((shingle) => rank.get(shingle)!).toSorted((a, b) => a - b));
}

/** Of a set, so many of its rarest: another that agrees with it has one of them. */
function prefixLength(size: number): number {
  return size - Math.ceil((size * AGREE.of) / AGREE.in) + 1;
}

function areAlike(a: readonly number[], b: readonly number[]): boolean {
  const [less, more] = [Math.min(a.length, b.length), Math.max(a.length, b.length)];
  if (less * AGREE.in < more * AGREE.of) return false;
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const order = a[i]! - b[j]!;
    if (order === 0) common++;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return common * AGREE.in >= (a.length + b.length - common) * AGREE.of;
}

function numbered(texts: readonly string[], distinct: readonly string[], joined: DisjointSets): Int32Array {
  const at = new Map(distinct.map((text, i) => [text, i]));
  const numbers = new Map<number, number>();
  return Int32Array.from(texts, (text) => {
    const root = joined.find(at.get(text)!);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}
