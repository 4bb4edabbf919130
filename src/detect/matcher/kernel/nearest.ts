/** The nearest template among the candidates, by bounded edit distance: the best so far is the bound. */
import { BAG_BUCKETS } from "../places";
import { fillBag, leastEditsOfBags } from "./bag";
import { boundedDistance, boundedDistances, pairDistance, setPattern } from "./distance";
import { edits, pieces } from "./limits";
import { byteAt, shortAt, wordAt } from "./memory";
import { bags, candidates, counts, length, number, start, text } from "./tables";
import { candidateCount } from "./tally";

/** What `match` found: number of the template or -1, distance and the greater of both lengths. */
export const nearest: usize = memory.data(12, 4);

/** The nearest so far: its row or -1, its distance and the greater of both lengths. */
let nearestRow: i32 = -1;
let nearestDistance: i32 = 0;
let nearestLength: i32 = 0;

/** The message: its units and their bag. It becomes the pattern when the first template is compared with it. */
let messageUnits: usize = 0;
let messageLength: i32 = 0;
let isPattern: bool = false;
/** A template that waits for another one of its length, so that both are compared together; or -1. */
let waitingRow: i32 = -1;
const messageBag: usize = memory.data(BAG_BUCKETS, 64);

/** The most promising candidate is compared first: its distance rules out most of the others by their counts. */
export function findNearest(message: usize, n: i32): void {
  nearestRow = -1;
  nearestDistance = 0;
  nearestLength = 0;
  if (candidateCount > 0) compareCandidates(message, n);
  store<i32>(nearest, nearestRow < 0 ? -1 : wordAt(number, nearestRow));
  store<i32>(nearest, nearestDistance, 4);
  store<i32>(nearest, nearestLength, 8);
}

function compareCandidates(message: usize, n: i32): void {
  messageUnits = message;
  messageLength = n;
  isPattern = false;
  fillBag(messageBag, message, n);
  let promising = 0;
  let fewestEdits = i32.MAX_VALUE;
  for (let i = 0; i < candidateCount; i++) {
    const leastEdits = leastEditsOf(wordAt(candidates, i));
    if (leastEdits >= fewestEdits) continue;
    fewestEdits = leastEdits;
    promising = i;
  }
  propose(wordAt(candidates, promising), fewestEdits, false);
  for (let i = 0; i < candidateCount; i++) {
    const row = wordAt(candidates, i);
    if (i != promising) propose(row, leastEditsOf(row), true);
  }
  compareWaiting();
}

/** A lower bound of the distance: each missing piece needs an edit. */
function leastEditsOf(row: i32): i32 {
  return byteAt(pieces, max(messageLength, byteAt(length, row))) - shortAt(counts, row);
}

/** Compares the template of a row, if it can still be as near as the nearest: now, or together with another one. */
function propose(row: i32, leastEdits: i32, mayWait: bool): void {
  const units = byteAt(length, row);
  const longer = max(messageLength, units);
  if (leastEdits > byteAt(edits, longer)) return;
  // Multiplied, not divided, for speed. Most templates end here.
  if (nearestRow >= 0 && leastEdits * nearestLength > nearestDistance * longer) return;
  const bound = boundOf(longer);
  // Most of the others that are too far end here (decision 19).
  if (leastEditsOfBags(messageBag, bags + row * BAG_BUCKETS, messageLength - units) > bound) return;
  if (!mayWait) return compare(row, units, longer, bound);
  if (waitingRow >= 0 && byteAt(length, waitingRow) == units) return comparePair(row, longer, bound);
  compareWaiting();
  waitingRow = row;
}

/** The most edits with which a template is as near as the nearest, by the greater of both lengths. */
function boundOf(longer: i32): i32 {
  const bound = byteAt(edits, longer);
  return nearestRow < 0 ? bound : min(bound, (nearestDistance * longer) / nearestLength);
}

function compareWaiting(): void {
  if (waitingRow < 0) return;
  const row = waitingRow;
  waitingRow = -1;
  const units = byteAt(length, row);
  const longer = max(messageLength, units);
  compare(row, units, longer, boundOf(longer));
}

function compare(row: i32, units: i32, longer: i32, bound: i32): void {
  setMessagePattern();
  settle(row, boundedDistance(textOf(row), units, bound), longer, bound);
}

/** The waiting template and one of the same length. Nothing was compared in between, so both have one bound. */
function comparePair(row: i32, longer: i32, bound: i32): void {
  const other = waitingRow;
  waitingRow = -1;
  setMessagePattern();
  boundedDistances(textOf(other), textOf(row), byteAt(length, row), bound);
  settle(other, load<i32>(pairDistance), longer, bound);
  settle(row, load<i32>(pairDistance, 4), longer, bound);
}

function textOf(row: i32): usize {
  return text + ((<usize>wordAt(start, row)) << 1);
}

function setMessagePattern(): void {
  if (isPattern) return;
  setPattern(messageUnits, messageLength);
  isPattern = true;
}

function settle(row: i32, distance: i32, longer: i32, bound: i32): void {
  if (distance > bound) return;
  if (nearestRow >= 0) {
    const further = distance * nearestLength - nearestDistance * longer;
    if (further > 0 || (further == 0 && wordAt(number, row) > wordAt(number, nearestRow))) return;
  }
  nearestRow = row;
  nearestDistance = distance;
  nearestLength = longer;
}
