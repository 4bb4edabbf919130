/**
 * Lists of postings, written from those of the build before: what came is merged in, what went is left out, and the
 * rest is copied in order with its rows renumbered. A build takes a third of the time of one that sorts all anew:
 * copying goes through memory from end to end.
 */
import { assert } from "../core/assert.ts";
import { countLists } from "./gram-lists.ts";
import { PLACE_BITS } from "./places.ts";
import type { RowChanges } from "./row-changes.ts";

/** A copy for the hot loop (gram-lists.ts). */
const ROW_SHIFT = 9;
assert(ROW_SHIFT === PLACE_BITS, "the copy must be that of places.ts");

/** A list and a posting in one number, which sort as the pair does: 22 bits and 26 (MAX_TEMPLATES << PLACE_BITS). */
const POSTING_RANGE = 67_108_864;

/** What is added to the postings of a row that is not there any more. */
const GONE = -1;

/** Columns of an index (piece-index.ts): of its pieces, or of its grams. */
export interface PostingLists {
  readonly start: Int32Array;
  readonly posting: Int32Array;
}

/** By row before, what its postings rise by; GONE where it went. */
export function movesOf({ kept }: RowChanges, rowsBefore: number): Int32Array {
  const moves = new Int32Array(rowsBefore).fill(GONE);
  for (const { from, to, count } of kept) moves.fill((to - from) << ROW_SHIFT, from, from + count);
  return moves;
}

export class ListPatch {
  readonly #shift: number;
  readonly #classBits: number;
  /** By list: how many postings more it has than before. All 0 between two patches. */
  readonly #growth: Int32Array;
  /** Postings that came, each with its list. */
  #came: number[] = [];

  /** For lists chosen by the bits of a hash above `shift` and `classBits` of a class. */
  constructor(lists: number, shift: number, classBits: number) {
    this.#growth = new Int32Array(lists);
    this.#shift = shift;
    this.#classBits = classBits;
  }

  /** Grams that came; `first` is the posting of one at unit 0. */
  add(hashes: Int32Array, positions: Uint8Array, lengthClass: number, first: number): void {
    countLists(this.#growth, hashes, this.#shift, this.#classBits, lengthClass, 1);
    for (let i = 0; i < hashes.length; i++) {
      const list = ((hashes[i]! >>> this.#shift) << this.#classBits) + lengthClass;
      this.#came.push(list * POSTING_RANGE + first + 2 * positions[i]!);
    }
  }

  /** Grams that went. */
  remove(hashes: Int32Array, lengthClass: number): void {
    countLists(this.#growth, hashes, this.#shift, this.#classBits, lengthClass, -1);
  }

  /** Writes `now`. Lists that ascend still do. About a nanosecond a list and one a posting. */
  apply(before: PostingLists, moves: Int32Array, now: PostingLists): void {
    growStarts(before.start, this.#growth, now.start);
    let from = 0;
    let at = 0;
    for (const added of Float64Array.from(this.#came).sort()) {
      const list = Math.floor(added / POSTING_RANGE);
      const posting = added - list * POSTING_RANGE;
      const to = firstAbove(before.posting, from, before.start[list]!, before.start[list + 1]!, moves, posting);
      at = copyMoved(before.posting, from, to, moves, now.posting, at);
      now.posting[at++] = posting;
      from = to;
    }
    const end = before.start[before.start.length - 1]!;
    at = copyMoved(before.posting, from, end, moves, now.posting, at);
    assert(at === now.start[now.start.length - 1]!, "every posting that came or stayed has its place");
    this.#came = [];
  }
}

function growStarts(before: Int32Array, growth: Int32Array, now: Int32Array): void {
  let grown = 0;
  for (let list = 0; list < growth.length; list++) {
    now[list] = (before[list]! + grown) | 0;
    grown = (grown + growth[list]!) | 0;
    growth[list] = 0;
  }
  now[growth.length] = (before[growth.length]! + grown) | 0;
}

/**
 * Where in the list [start, end), and not before `from`, postings begin that come behind `posting` once they are moved.
 */
function firstAbove(
  postings: Int32Array,
  from: number,
  start: number,
  end: number,
  moves: Int32Array,
  posting: number,
): number {
  let at = Math.max(from, start);
  for (; at < end; at++) {
    const move = moves[postings[at]! >>> ROW_SHIFT]!;
    if (move !== GONE && postings[at]! + move > posting) break;
  }
  return at;
}

/** Copies postings [from, to) to `out`, from `at` on, but for those of rows that went. Returns where it ended. */
function copyMoved(
  postings: Int32Array,
  from: number,
  to: number,
  moves: Int32Array,
  out: Int32Array,
  at: number,
): number {
  for (let i = from; i < to; i++) {
    const posting = postings[i]!;
    const move = moves[posting >>> ROW_SHIFT]!;
    if (move === GONE) continue;
    out[at] = (posting + move) | 0;
    at = (at + 1) | 0;
  }
  return at;
}
