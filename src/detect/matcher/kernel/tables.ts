/** Addresses of the tables of the templates, in memory behind the kernel's static data. */
import { BAG_BUCKETS, MASK_CLASS_BITS } from "../places";
import { setLooseUnits } from "./grams";
import { LENGTHS } from "./limits";
import { ListRange, gramIndex, pieceIndex } from "./lists";

/** Filled in by the caller: units of all texts; by row the start of its text (and one for the end), and its number. */
export let text: usize = 0;
export let start: usize = 0;
export let number: usize = 0;

/** Filled in by build.ts, by row: its length, and its bag (bag.ts). */
export let length: usize = 0;
export let bags: usize = 0;
/** By length: the first row of at least that length, and the class. */
export const firstOfLength: usize = memory.data((LENGTHS + 1) * 4, 4);
export const classOf: usize = memory.data(LENGTHS);

/** For one message: pieces found by row, and the rows with enough of them (tally.ts). */
export let counts: usize = 0;
export let candidates: usize = 0;

/** Used only to build tables: occurrences of a gram by its hash, and a list and a posting for each piece. */
export let frequency: usize = 0;
export let piecesCut: usize = 0;

export let rows: i32 = 0;
/** Bits of a hash that choose a mask. More than for a list, since most grams of benign texts end at the mask. */
export let maskBits: i32 = 0;

/** Enough lists to keep unrelated grams apart, but few enough to stay in the cache while templates are few. */
const MIN_LIST_BITS = 10;
const MAX_LIST_BITS = 17;
const MASK_EXTRA = 3;
const MAX_MASK_BITS = 18;

/** Counts are read in blocks, a little beyond the last. */
const COUNTS_BEYOND_BYTES = 64;

const LINE_BYTES = 64;
let end: usize = 0;

function take(bytes: i32): usize {
  const address = (end + LINE_BYTES - 1) & ~(LINE_BYTES - 1);
  end = address + <usize>bytes;
  return address;
}

/** Returns the bytes that the tables need. With many templates loose pieces have 4 units, and classes are finer. */
export function layOut(rowCount: i32, units: i32, isMany: bool): usize {
  end = __heap_base;
  rows = rowCount;
  setLooseUnits(isMany ? 4 : 3);
  const listBits = max(MIN_LIST_BITS, min(MAX_LIST_BITS, 32 - clz(rows * (isMany ? 8 : 2))));
  maskBits = min(MAX_MASK_BITS, listBits + MASK_EXTRA);
  const classBits = MASK_CLASS_BITS + (isMany ? 2 : 0);
  text = take(units * 2);
  start = take((rows + 1) * 4);
  number = take(rows * 4);
  length = take(rows);
  bags = take(rows * BAG_BUCKETS);
  const lists = 1 << (listBits + classBits);
  // Pieces have at least 3 units. A gram starts at each unit, or two if there are two kinds.
  layIndex(pieceIndex, listBits, classBits, lists, units / 3);
  layIndex(gramIndex, listBits, classBits, lists, isMany ? 2 * units : units);
  counts = take(rows * 2 + COUNTS_BEYOND_BYTES);
  candidates = take(rows * 4);
  frequency = take(4 << maskBits);
  piecesCut = take((units / 3) * 8);
  return end;
}

function layIndex(index: ListRange, listBits: i32, classBits: i32, lists: i32, postings: i32): void {
  index.listShift = maskBits - listBits;
  index.classBits = classBits;
  index.lists = lists;
  index.mask = take(4 << maskBits);
  index.listStart = take((lists + 1) * 4);
  index.postings = take(postings * 4);
}
