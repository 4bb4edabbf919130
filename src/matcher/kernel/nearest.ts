/**
 * The nearest template among the candidates, by bounded edit distance: the best so far is the bound. As
 * src/matcher/nearest.ts does it.
 */
import { BAG_BUCKETS } from "../places";
import { fillBag, leastEditsOfBags } from "./bag";
import { boundedDistance, setPattern } from "./distance";
import { byteAt, shortAt, wordAt } from "./memory";

/** From tables, by row: where its text starts, that text's length, its number and its bag. */
let text: usize = 0;
let start: usize = 0;
let length: usize = 0;
let number: usize = 0;
let bags: usize = 0;

/**
 * The limits of the threshold: by the length of the longer text, the most edits that still match, and the pieces it is
 * cut into.
 */
let edits: usize = 0;
let pieces: usize = 0;

/** The nearest so far: its row or -1, its distance and the greater of both lengths. */
let nearestRow: i32 = -1;
let nearestDistance: i32 = 0;
let nearestLength: i32 = 0;

/** The message: its units and their bag. It is set as the pattern only when a template is compared with it in full. */
let messageUnits: usize = 0;
let messageLength: i32 = 0;
let isPattern: bool = false;
const messageBag: usize = memory.data(BAG_BUCKETS, 64);

/** Says where the limits lie. */
export function setLimits(editsAt: usize, piecesAt: usize): void {
  edits = editsAt;
  pieces = piecesAt;
}

/** Says where the templates lie. */
export function setTemplates(textAt: usize, startAt: usize, lengthAt: usize, numberAt: usize, bagsAt: usize): void {
  text = textAt;
  start = startAt;
  length = lengthAt;
  number = numberAt;
  bags = bagsAt;
}

/**
 * The nearest of the `count` candidates to the `n` units at `message`. The most promising is compared first: once it is
 * known, the counts rule out most of the rest. Writes its row or -1, its distance and the greater of both lengths to
 * the three words at `out`.
 */
export function findNearest(out: usize, message: usize, n: i32, candidates: usize, count: i32, counts: usize): void {
  nearestRow = -1;
  nearestDistance = 0;
  nearestLength = 0;
  if (count > 0) compareCandidates(message, n, candidates, count, counts);
  store<i32>(out, nearestRow);
  store<i32>(out, nearestDistance, 4);
  store<i32>(out, nearestLength, 8);
}

function compareCandidates(message: usize, n: i32, candidates: usize, count: i32, counts: usize): void {
  messageUnits = message;
  messageLength = n;
  isPattern = false;
  fillBag(messageBag, message, n);
  let promising = 0;
  let fewestEdits = i32.MAX_VALUE;
  for (let i = 0; i < count; i++) {
    const leastEdits = leastEditsOf(wordAt(candidates, i), counts);
    if (leastEdits >= fewestEdits) continue;
    fewestEdits = leastEdits;
    promising = i;
  }
  propose(wordAt(candidates, promising), fewestEdits);
  for (let i = 0; i < count; i++) {
    const row = wordAt(candidates, i);
    if (i != promising) propose(row, leastEditsOf(row, counts));
  }
}

/** Each piece that is missing took an edit. */
function leastEditsOf(row: i32, counts: usize): i32 {
  return byteAt(pieces, max(messageLength, byteAt(length, row))) - shortAt(counts, row);
}

/** Compares the template of a row, if it can still be as near as the nearest. */
function propose(row: i32, leastEdits: i32): void {
  const units = byteAt(length, row);
  const longer = max(messageLength, units);
  let bound = byteAt(edits, longer);
  if (leastEdits > bound) return;
  if (nearestRow >= 0) {
    // Without dividing, which takes longer: most end here.
    if (leastEdits * nearestLength > nearestDistance * longer) return;
    bound = min(bound, (nearestDistance * longer) / nearestLength);
  }
  // Of those that are too far, most end here (decision 19).
  if (leastEditsOfBags(messageBag, bags + row * BAG_BUCKETS, messageLength - units) > bound) return;
  if (!isPattern) {
    setPattern(messageUnits, messageLength);
    isPattern = true;
  }
  const distance = boundedDistance(text + ((<usize>wordAt(start, row)) << 1), units, bound);
  if (distance > bound) return;
  if (nearestRow >= 0) {
    const further = distance * nearestLength - nearestDistance * longer;
    if (further > 0 || (further == 0 && wordAt(number, row) > wordAt(number, nearestRow))) return;
  }
  nearestRow = row;
  nearestDistance = distance;
  nearestLength = longer;
}
