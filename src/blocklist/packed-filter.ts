/**
 * The packed filter: a Bloom filter whose probes of one key all lie in one 64-byte cache line (blocked Bloom filter, Putze,
 * Sanders and Singler 2007; one word in each half of the block is the "sectorised" form of Lang et al. 2019). A key costs one
 * cache miss at most, and a batch has many misses under way at once.
 *
 * Layout, in 32-bit words: MASKS random patterns, then the blocks of 16 words. Patterns lie in the same array so that a
 * probe reads one array only.
 */
import { RandomStream } from "../core/random.ts";
import { firstHash, secondHash, spread } from "./key-hash.ts";
import { MASKS } from "./packed-rate.ts";

export const BLOCK_WORDS = 16;
/** BLOCK_WORDS as a shift: the product of two numbers would be a double. */
const BLOCK_SHIFT = 4;
/** Keys hashed before their lines are touched: enough misses in flight, and the positions stay in the first-level cache. */
const CHUNK = 256;
const UNROLL = 8;
const WORD_RANGE = 4294967296;

/** Positions and second hashes of a chunk. Of the module: a thread looks up one batch at a time. */
const positions = new Int32Array(CHUNK);
const seconds = new Int32Array(CHUNK);
/** Keeps the touching loop from being optimised away. */
export const touched = new Int32Array(1);

export function packedWords(blocks: number): number {
  return MASKS + blocks * BLOCK_WORDS;
}

/** Writes the patterns of `bitsAWord` bits, the same for every filter. */
export function fillMasks(words: Int32Array, bitsAWord: number): void {
  const stream = new RandomStream(0, "packed-filter-masks");
  for (let entry = 0; entry < MASKS; entry++) {
    let mask = 0;
    let bits = 0;
    for (let draw = 0; bits < bitsAWord; draw++) {
      const bit = 1 << (stream.draw(entry, draw)[0]! & 31);
      if ((mask & bit) === 0) bits++;
      mask |= bit;
    }
    words[entry] = mask;
  }
}

/** First word of the block of a key. `scale` is blocks / 2^32. */
function blockStart(first: number, scale: number): number {
  return ((((spread(first) * scale) | 0) << BLOCK_SHIFT) + MASKS) | 0;
}

/**
 * Of the second hash: 3 bits choose the lower word, 10 its pattern, 3 the upper word, 10 its pattern. As shifts and masks rather than
 * functions: the test of a key is a fifth faster for it.
 */
const LOWER_WORD = 29;
const LOWER_MASK = 19;
const UPPER_WORD = 16;
const UPPER_MASK = 6;
const WORD = 7;
const MASK = MASKS - 1;
const UPPER_HALF = 8;

export function insertPacked(words: Int32Array, blocks: number, key: number): void {
  const first = firstHash(key);
  const second = secondHash(key, first);
  const start = blockStart(first, blocks / WORD_RANGE);
  words[start + (second >>> LOWER_WORD)]! |= words[(second >>> LOWER_MASK) & MASK]!;
  words[start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD)]! |= words[(second >>> UPPER_MASK) & MASK]!;
}

/** out[i] = 1 where keys[i] may be in the set, 0 where it is not. Returns how many may be. No branch on an answer. */
export function filterPacked(
  words: Int32Array,
  blocks: number,
  keys: Float64Array,
  count: number,
  out: Uint8Array,
): number {
  const scale = blocks / WORD_RANGE;
  let perhaps = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    hashChunk(keys, from, size, scale, positions, seconds);
    touchChunk(words, positions, size);
    perhaps += testChunk(words, positions, seconds, from, size, out);
  }
  return perhaps;
}

// The arrays of the module are handed on as arguments: faster than read where they are used.

function hashChunk(
  keys: Float64Array,
  from: number,
  size: number,
  scale: number,
  starts: Int32Array,
  hashes: Int32Array,
): void {
  for (let i = 0; i < size; i++) {
    const key = keys[from + i]!;
    const first = firstHash(key);
    starts[i] = blockStart(first, scale);
    hashes[i] = secondHash(key, first);
  }
}

/** Loads a word of each block, eight independent loads at a time: the misses overlap instead of queueing behind the tests. */
function touchChunk(words: Int32Array, starts: Int32Array, size: number): void {
  let sink = 0;
  // The tail of a short chunk touches positions of an earlier filter, perhaps out of range: those read as 0.
  for (let i = 0; i < size; i += UNROLL) {
    sink ^=
      words[starts[i]!]! ^
      words[starts[i + 1]!]! ^
      words[starts[i + 2]!]! ^
      words[starts[i + 3]!]! ^
      words[starts[i + 4]!]! ^
      words[starts[i + 5]!]! ^
      words[starts[i + 6]!]! ^
      words[starts[i + 7]!]!;
  }
  touched[0] = sink;
}

function testChunk(
  words: Int32Array,
  starts: Int32Array,
  hashes: Int32Array,
  from: number,
  size: number,
  out: Uint8Array,
): number {
  let perhaps = 0;
  for (let i = 0; i < size; i++) {
    const start = starts[i]!;
    const second = hashes[i]!;
    const missing =
      (words[(second >>> LOWER_MASK) & MASK]! & ~words[(start + (second >>> LOWER_WORD)) | 0]!) |
      (words[(second >>> UPPER_MASK) & MASK]! & ~words[(start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD)) | 0]!);
    // clz32(0) is 32, every other count is below: the shift turns "nothing missing" into 1.
    const answer = Math.clz32(missing) >>> 5;
    out[from + i] = answer;
    perhaps = (perhaps + answer) | 0;
  }
  return perhaps;
}

/** Where one key looks: the block, and in it two words with the bits asked of each. */
export function locatePacked(
  words: Int32Array,
  blocks: number,
  key: number,
): { block: number; words: { index: number; bits: number; set: boolean }[] } {
  const first = firstHash(key);
  const second = secondHash(key, first);
  const start = blockStart(first, blocks / WORD_RANGE);
  const asked = [
    { index: start + (second >>> LOWER_WORD), bits: words[(second >>> LOWER_MASK) & MASK]! },
    { index: start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD), bits: words[(second >>> UPPER_MASK) & MASK]! },
  ];
  return {
    block: (start - MASKS) / BLOCK_WORDS,
    words: asked.map(({ index, bits }) => ({
      index: index - MASKS,
      bits: bits >>> 0,
      set: (bits & ~words[index]!) === 0,
    })),
  };
}

/** Bits set in the blocks: of each word by pairs, fours, bytes. */
export function countSetBits(words: Int32Array): number {
  let count = 0;
  for (let at = MASKS; at < words.length; at++) {
    let bits = words[at]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(bits, 0x01010101) >>> 24;
  }
  return count;
}
