/**
 * The digest of a run: a 64-bit sum of hashes, one for each event and for each record of the closed loop. A sum does not
 * depend on order, so neither batches nor workers show in it.
 *
 * It covers of each event its identity and its decision, and of a text the template that matched, with edit distance and length.
 * Two runs agree in it exactly when, up to a chance of about 2^-64, they agree in these for every event. It does not cover scores,
 * evidence, links or what the blocklist, look-alike and behaviour stages found, save where these changed a decision; nor
 * the events' own content, which follows from scenario and seed. Of the loop it covers every field of every episode, warning
 * and delivery (loop-digest.ts).
 *
 * The upper and the lower half of a hash come from two mixers with constants of their own: MurmurHash3 x86_32
 * (Appleby 2011) and the same rounds with the constants of its 128-bit form and of `lowbias32` (Wellons 2018).
 */
import { assert } from "../core/assert.ts";

/** A sum as two unsigned words: [low, high]. */
export type DigestWords = Uint32Array;

const LOW_SEED = 0x52696e67;
const HIGH_SEED = 0x66656e63;

/** Adds one event's hash to `digest`, modulo 2^64. About 15 ns; allocates nothing. */
export function addToDigest(
  digest: DigestWords,
  idLow: number,
  idHigh: number,
  decision: number,
  template: number,
  distance: number,
  length: number,
): void {
  const similarity = (distance << 16) | (length & 0xffff);
  let low = mixLow(LOW_SEED, idLow);
  low = mixLow(low, idHigh);
  low = mixLow(low, decision);
  low = mixLow(low, template);
  low = finishLow(mixLow(low, similarity));
  let high = mixHigh(HIGH_SEED, idLow);
  high = mixHigh(high, idHigh);
  high = mixHigh(high, decision);
  high = mixHigh(high, template);
  high = finishHigh(mixHigh(high, similarity));
  addWords(digest, low >>> 0, high >>> 0);
}

/**
 * Adds the hash of a record: its kind and its words, whole numbers of at most 2^53 either way, of which the first name
 * it. About 15 ns a word.
 */
export function addRecordToDigest(digest: DigestWords, kind: number, words: readonly number[]): void {
  let low = mixLow(LOW_SEED, kind);
  let high = mixHigh(HIGH_SEED, kind);
  for (const word of words) {
    assert(Number.isSafeInteger(word), () => `a digest takes whole numbers, got ${word}`);
    const upper = Math.floor(word / 4294967296) | 0;
    low = mixLow(mixLow(low, word | 0), upper);
    high = mixHigh(mixHigh(high, word | 0), upper);
  }
  // With its length, a record is never the beginning of another.
  low = finishLow(mixLow(low, words.length));
  high = finishHigh(mixHigh(high, words.length));
  addWords(digest, low >>> 0, high >>> 0);
}

/** Adds one digest to another, modulo 2^64: how the digests of batches become the digest of a run. */
export function mergeDigest(into: DigestWords, from: DigestWords): void {
  addWords(into, from[0]!, from[1]!);
}

/** A digest as 16 hexadecimal digits. */
export function formatDigest(digest: DigestWords): string {
  assert(digest.length === 2, `a digest has two words, got ${digest.length}`);
  return hexWord(digest[1]!) + hexWord(digest[0]!);
}

function addWords(digest: DigestWords, low: number, high: number): void {
  const sum = digest[0]! + low;
  digest[0] = sum;
  digest[1] = digest[1]! + high + (sum > 0xffffffff ? 1 : 0);
}

function mixLow(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finishLow(hash: number): number {
  let h = hash ^ 20;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixHigh(hash: number, word: number): number {
  let k = Math.imul(word, 0x239b961b);
  k = Math.imul((k << 16) | (k >>> 16), 0xab0e9789);
  const h = hash ^ k;
  return (Math.imul((h << 19) | (h >>> 13), 5) + 0x561ccd1b) | 0;
}

function finishHigh(hash: number): number {
  let h = hash ^ 20;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

function hexWord(word: number): string {
  return word.toString(16).padStart(8, "0");
}
