/**
 * Looks keys up in a packed filter (src/detect/blocklist/packed-filter.ts has its layout) and inserts them, in
 * WebAssembly: four keys are hashed at a time, and no access is checked. All threads share the filter's memory, so the
 * kernel has no static data: it uses only the addresses that its caller gives.
 */
import {
  BLOCK_WORDS,
  CHUNK,
  LOWER_MASK,
  LOWER_WORD,
  MASKS,
  BUFFER_ANSWERS,
  BUFFER_BLOCKS,
  BUFFER_SECONDS,
  UPPER_HALF,
  UPPER_MASK,
  UPPER_WORD,
} from "../packed-layout";

/** The words of the hash key (core/key-hash.ts): globals of an instance, which serves one filter. */
let saltWord: i32 = 0;
let lowerWord: i32 = 1;
let middleWord: i32 = 1;
let upperWord: i32 = 1;

export function setHashKey(salt: i32, lower: i32, middle: i32, upper: i32): void {
  saltWord = salt;
  lowerWord = lower;
  middleWord = middle;
  upperWord = upper;
}

/** As in key-hash.ts: the multipliers of `secondHash` and of `spread`. */
const SECOND_MULTIPLIER: i32 = -749064809;
const SPREAD_MULTIPLIER: i32 = -2048144777;

/** Keys that are hashed, and lines that are loaded, together. Counts of keys are rounded up to these within a chunk. */
const LANES: i32 = 4;
const UNROLL: i32 = 8;

/** Added to a number below 2^52, it leaves the number in the lower bits. */
const WHOLE: f64 = 4503599627370496.0;
const WORD_RANGE: f64 = 4294967296.0;

const BLOCK_SHIFT: i32 = ctz(BLOCK_WORDS) + 2;
const MASK_BYTES: i32 = (MASKS - 1) << 2;
const WORD_BYTES: i32 = (UPPER_HALF - 1) << 2;

/** Never read. Without it the compiler would remove the loop that touches blocks. */
let touched: i32 = 0;

/**
 * Of `blocks` blocks behind the patterns at `words`: 1 if a key of the buffer may be in it. Returns how many may be.
 */
export function ask(words: usize, blocks: i32, buffer: usize, count: i32): i32 {
  return goThrough(words, blocks, buffer, count, false);
}

/** Inserts the first `count` keys of the buffer, at most BUFFER_KEYS. */
export function insert(words: usize, blocks: i32, buffer: usize, count: i32): void {
  goThrough(words, blocks, buffer, count, true);
}

/**
 * Inserts the keys of the first `count` slots of the buffer (exact-table.ts): key + 1, or 0 if empty. The keys are
 * first moved together, without a branch, since the processor could not predict it.
 */
export function insertSlots(words: usize, blocks: i32, buffer: usize, count: i32): void {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const stored = load<f64>(buffer + (i << 3));
    store<f64>(buffer + (found << 3), stored - 1);
    found += i32(stored != 0);
  }
  goThrough(words, blocks, buffer, found, true);
}

/** One loop for both: a function that is called in one place is inlined. Otherwise look-ups take 5 % longer. */
function goThrough(words: usize, blocks: i32, buffer: usize, count: i32, inserts: bool): i32 {
  const firstBlock = <i32>words + (MASKS << 2);
  let perhaps = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const size = min(count - from, CHUNK);
    const keys = buffer + (from << 3);
    for (let i = 0; i < size; i += LANES) hashKeys(keys, buffer, i, blocks, firstBlock);
    touchBlocks(buffer, size);
    if (inserts) {
      for (let i = 0; i < size; i++) setBits(words, buffer, i);
      continue;
    }
    const answers = buffer + BUFFER_ANSWERS + from;
    for (let i = 0; i < size; i++) {
      const answer = i32(missingBits(words, buffer, i) == 0);
      store<u8>(answers + i, answer);
      perhaps += answer;
    }
  }
  return perhaps;
}

/** Hashes four keys: the address of the block, and the second hash. key-hash.ts does it for one key. */
function hashKeys(at: usize, buffer: usize, i: i32, blocks: i32, firstBlock: i32): void {
  const keys = v128.load(at + (i << 3));
  const more = v128.load(at + (i << 3), 16);
  const uppers = f64x2.floor(f64x2.mul(keys, f64x2.splat(1 / WORD_RANGE)));
  const moreUppers = f64x2.floor(f64x2.mul(more, f64x2.splat(1 / WORD_RANGE)));
  const upper = lowerWords(uppers, moreUppers);
  const lower = lowerWords(
    f64x2.sub(keys, f64x2.mul(uppers, f64x2.splat(WORD_RANGE))),
    f64x2.sub(more, f64x2.mul(moreUppers, f64x2.splat(WORD_RANGE))),
  );
  let first = i32x4.mul(v128.xor(lower, i32x4.splat(saltWord)), i32x4.splat(lowerWord));
  first = v128.xor(v128.xor(first, i32x4.shr_u(first, 16)), i32x4.mul(upper, i32x4.splat(upperWord)));
  first = i32x4.mul(v128.xor(first, i32x4.shr_u(first, 15)), i32x4.splat(middleWord));
  first = v128.xor(first, i32x4.shr_u(first, 15));
  const second = i32x4.mul(v128.xor(first, upper), i32x4.splat(SECOND_MULTIPLIER));
  const block = upperProducts(i32x4.mul(first, i32x4.splat(SPREAD_MULTIPLIER)), i32x4.splat(blocks));
  const out = buffer + (i << 2);
  v128.store(out, i32x4.add(i32x4.shl(block, BLOCK_SHIFT), i32x4.splat(firstBlock)), BUFFER_BLOCKS);
  v128.store(out, v128.xor(second, i32x4.shr_u(second, 15)), BUFFER_SECONDS);
}

function lowerWords(one: v128, other: v128): v128 {
  const whole = f64x2.splat(WHOLE);
  // prettier-ignore
  return i8x16.shuffle(f64x2.add(one, whole), f64x2.add(other, whole), 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}

function upperProducts(one: v128, other: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(one, other);
  const high = i64x2.extmul_high_i32x4_u(one, other);
  return i8x16.shuffle(low, high, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

/** Loads a word of each block, so that cache misses overlap. */
function touchBlocks(buffer: usize, count: i32): void {
  let sink = 0;
  // Behind the last key lie blocks of earlier keys, or 0. All are valid addresses.
  for (let i = 0; i < count; i += UNROLL) {
    const at = buffer + (i << 2);
    sink ^= wordOf(at) ^ wordOf(at + 4) ^ wordOf(at + 8) ^ wordOf(at + 12);
    sink ^= wordOf(at + 16) ^ wordOf(at + 20) ^ wordOf(at + 24) ^ wordOf(at + 28);
  }
  touched ^= sink;
}

function wordOf(at: usize): i32 {
  return load<i32>(load<u32>(at, BUFFER_BLOCKS));
}

function missingBits(words: usize, buffer: usize, i: i32): i32 {
  const at = buffer + (i << 2);
  const block = <usize>load<u32>(at, BUFFER_BLOCKS);
  const second = load<u32>(at, BUFFER_SECONDS);
  const lowerMask = load<i32>(words + ((second >>> (LOWER_MASK - 2)) & MASK_BYTES));
  const upperMask = load<i32>(words + ((second >>> (UPPER_MASK - 2)) & MASK_BYTES));
  const lower = load<i32>(block + ((second >>> (LOWER_WORD - 2)) & WORD_BYTES));
  const upper = load<i32>(block + ((second >>> (UPPER_WORD - 2)) & WORD_BYTES), UPPER_HALF << 2);
  return (lowerMask & ~lower) | (upperMask & ~upper);
}

function setBits(words: usize, buffer: usize, i: i32): void {
  const at = buffer + (i << 2);
  const block = <usize>load<u32>(at, BUFFER_BLOCKS);
  const second = load<u32>(at, BUFFER_SECONDS);
  const lowerMask = load<i32>(words + ((second >>> (LOWER_MASK - 2)) & MASK_BYTES));
  const upperMask = load<i32>(words + ((second >>> (UPPER_MASK - 2)) & MASK_BYTES));
  const lower = block + ((second >>> (LOWER_WORD - 2)) & WORD_BYTES);
  const upper = block + ((second >>> (UPPER_WORD - 2)) & WORD_BYTES);
  store<i32>(lower, load<i32>(lower) | lowerMask);
  store<i32>(upper, load<i32>(upper, UPPER_HALF << 2) | upperMask, UPPER_HALF << 2);
}
