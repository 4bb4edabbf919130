/**
 * Writes lists of postings from those of the build before: what came is merged in, what went left out, the rest copied
 * in order with its rows renumbered. src/detect/matcher/list-patch.ts is the other side.
 */
import { CHANGE_RANGE, GONE, PLACE_BITS } from "../places";
import { setWord, wordAt } from "./memory";

/** Lists before and now: where they start, and their postings. */
let startBefore: usize = 0;
let postingBefore: usize = 0;
let startNow: usize = 0;
let postingNow: usize = 0;
/** By row before, what its postings rise by; GONE where it went. */
let moves: usize = 0;

export function setLists(
  startBeforeAt: usize,
  postingBeforeAt: usize,
  startNowAt: usize,
  postingNowAt: usize,
  movesAt: usize,
): void {
  startBefore = startBeforeAt;
  postingBefore = postingBeforeAt;
  startNow = startNowAt;
  postingNow = postingNowAt;
  moves = movesAt;
}

/** Starts that are written together, and postings. */
const LANES = 4;

/** The next posting to read, and where the next is written. */
let from: i32 = 0;
let to: i32 = 0;

/**
 * Writes so many lists, given the `count` changes to them, ascending: doubles of list * CHANGE_RANGE + posting that
 * came, or + 0 where one went. Returns how many postings there are now.
 */
export function patch(lists: i32, changes: usize, count: i32): i32 {
  from = 0;
  to = 0;
  let list = 0;
  for (let i = 0; i < count;) {
    const changed = listOf(changes, i);
    copyLists(list, changed);
    const end = wordAt(startBefore, changed + 1);
    for (; i < count && listOf(changes, i) == changed; i++) {
      const came = postingOf(changes, i, changed);
      if (came == 0) continue;
      copyBelow(came, end);
      setWord(postingNow, to++, came);
    }
    copyBelow(CHANGE_RANGE, end);
    list = changed + 1;
  }
  copyLists(list, lists);
  return to;
}

function listOf(changes: usize, i: i32): i32 {
  return <i32>(load<f64>(changes + ((<usize>i) << 3)) / <f64>CHANGE_RANGE);
}

function postingOf(changes: usize, i: i32, list: i32): i32 {
  return <i32>(load<f64>(changes + ((<usize>i) << 3)) - <f64>list * <f64>CHANGE_RANGE);
}

/** Copies what stays of postings that come before `bound` once they are moved, up to `end`. */
function copyBelow(bound: i32, end: i32): void {
  for (; from < end; from++) {
    const posting = wordAt(postingBefore, from);
    const move = wordAt(moves, posting >>> PLACE_BITS);
    if (move == GONE) continue;
    if (posting + move > bound) return;
    setWord(postingNow, to++, posting + move);
  }
}

/** Copies lists [first, end), from which nothing went and to which nothing came; and where list `end` starts. */
function copyLists(first: i32, end: i32): void {
  const by = to - from;
  const byEach = i32x4.splat(by);
  let list = first;
  for (; list + LANES <= end; list += LANES) {
    const at = (<usize>list) << 2;
    v128.store(startNow + at, i32x4.add(v128.load(startBefore + at), byEach));
  }
  for (; list <= end; list++) setWord(startNow, list, wordAt(startBefore, list) + by);
  copyRows(wordAt(startBefore, end));
}

/** Copies postings up to `end`, of rows that are all still there. */
function copyRows(end: i32): void {
  let read = postingBefore + ((<usize>from) << 2);
  let write = postingNow + ((<usize>to) << 2);
  const stop = postingBefore + ((<usize>end) << 2);
  for (; read + 4 * LANES <= stop; read += 4 * LANES, write += 4 * LANES) {
    store<i32>(write, moved(load<i32>(read)));
    store<i32>(write, moved(load<i32>(read, 4)), 4);
    store<i32>(write, moved(load<i32>(read, 8)), 8);
    store<i32>(write, moved(load<i32>(read, 12)), 12);
  }
  for (; read < stop; read += 4, write += 4) store<i32>(write, moved(load<i32>(read)));
  to += end - from;
  from = end;
}

function moved(posting: i32): i32 {
  return posting + wordAt(moves, posting >>> PLACE_BITS);
}
