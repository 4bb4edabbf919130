/**
 * The digest of a run: a 64-bit sum of hashes, one for each event and for each record of the closed loop. A sum does
 * not depend on order, so neither batches nor workers show in it.
 *
 * It covers of each event its identity and its decision, and of a message the template that matched, with edit distance
 * and length. Two runs agree in it exactly when, up to a chance of about 2^-64, they agree in these for every event. It
 * does not cover scores, evidence, links or what the blocklist, look-alike and behaviour stages found, save where these
 * changed a decision; nor the events' own content, which follows from scenario and seed. Of the loop it covers every
 * field of every episode, warning and delivery (loop-digest.ts).
 *
 * The upper and the lower half of a hash come from two mixers with constants of their own: MurmurHash3 x86_32 (Appleby
 * 2011) and the same rounds with the constants of its 128-bit form and of `lowbias32` (Wellons 2018).
 */
import { assert } from "../core/assert.ts";
import { DECISIONS } from "../event/findings.ts";

export type DigestWords = Uint32Array;

const LOW_SEED = 0x52696e67;
const HIGH_SEED = 0x66656e63;
/** Rows at a time. V8 optimises one long loop while it runs, and throws that code away at the end of every call. */
const CHUNK = 128;

interface DigestColumns {
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  readonly decision: Uint8Array;
  /** Of the text's match; -1 where there is none. */
  readonly template: Int32Array;
  readonly distance: Uint16Array;
  readonly length: Uint16Array;
}

/**
 * Adds the hashes of rows [0, count), modulo 2^64, save those of a decision that does not exist. Some 20 ns each. Words
 * are signed throughout: unsigned ones above 2^31 would each become a double.
 */
export function digester(columns: DigestColumns): (digest: DigestWords, count: number) => void {
  const addRows = rowDigester(columns);
  return (digest, count) => {
    for (let from = 0; from < count; from += CHUNK) addRows(digest, from, Math.min(from + CHUNK, count));
  };
}

/** In a loop over them each mixer is called in one place: written out five times, V8 would not inline all the calls. */
const ROW_WORDS = 5;
const rowWords = new Int32Array(ROW_WORDS);

function rowDigester({ idLow, idHigh, decision, template, distance, length }: DigestColumns) {
  return (digest: DigestWords, from: number, to: number): void => {
    let sumLow = 0;
    let sumHigh = 0;
    for (let row = from; row < to; row++) {
      const verdict = decision[row]!;
      if (verdict >= DECISIONS.length) continue;
      const matched = template[row]!;
      rowWords[0] = idLow[row]!;
      rowWords[1] = idHigh[row]!;
      rowWords[2] = verdict;
      rowWords[3] = matched;
      rowWords[4] = matched >= 0 ? (distance[row]! << 16) | length[row]! : 0;
      let low = LOW_SEED;
      let high = HIGH_SEED;
      for (let i = 0; i < ROW_WORDS; i++) {
        low = mixLow(low, rowWords[i]!);
        high = mixHigh(high, rowWords[i]!);
      }
      low = finishLow(low);
      high = finishHigh(high);
      sumLow = (sumLow + low) | 0;
      sumHigh = (sumHigh + high + (sumLow >>> 0 < low >>> 0 ? 1 : 0)) | 0;
    }
    addWords(digest, sumLow >>> 0, sumHigh >>> 0);
  };
}

/** A record's kind and words, whole numbers of at most 2^53 either way, of which the first name it. 15 ns a word. */
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

export function formatDigest(digest: DigestWords): string {
  assert(digest.length === 2, `a digest has two words, got ${digest.length}`);
  return hexDigits(digest[0]!, digest[1]!);
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

export function hexDigits(low: number, high: number): string {
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
