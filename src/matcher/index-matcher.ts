/**
 * The engine `index`: exact, by surviving pieces.
 *
 * The longer of message and template is cut into P disjoint pieces (pieces.ts). If their distance is at most K, the most
 * that still matches, at least P - K pieces are found unchanged in the other, each shifted by no more than the edits
 * before and behind it allow. So:
 *
 * 1. templates at least as long as the message: look all grams of the message up among the pieces of templates;
 * 2. shorter templates: cut the message, look its pieces up among all grams of templates;
 * 3. a template whose count reaches P - K is a candidate (where P <= K, at thresholds near a half, all are);
 * 4. candidates are compared by bounded edit distance, the most promising first (nearest.ts).
 *
 * Honest messages end early: where fewer of their grams than P - K occur in any template of a fitting length, no list is read.
 * At thresholds below two thirds nearly all templates of a fitting length are candidates: `banded` does as well there.
 *
 * Counts may be too high (equal hashes, repeated grams), never too low: step 4 decides, so the answer is that of a full
 * scan.
 */
import { hashGramsInto } from "./grams.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, matchLength } from "./matcher.ts";
import { Nearest } from "./nearest.ts";
import { type PieceIndex, classBits } from "./piece-index.ts";
import { type PieceCutter, createPieceCutter, cutPieces } from "./pieces.ts";
import {
  type GramSelection,
  type ListRange,
  addRows,
  createSelection,
  createTally,
  listLengthsInto,
  reserveRows,
  selectGrams,
  tallyGrams,
} from "./tally.ts";
import type { TemplateTable } from "./template-table.ts";

/** Memory for one message at a time: a thread needs one, whatever it matches against. */
class Scratch {
  readonly three = new Int32Array(LENGTHS);
  readonly four = new Int32Array(LENGTHS);
  readonly selection = createSelection();
  readonly cutter = createPieceCutter();
  readonly tally = createTally();
  readonly nearest = new Nearest();
}

export class IndexMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly #limits: MatchLimits;
  readonly #templates: TemplateTable;
  readonly #index: PieceIndex;
  readonly #scratch: Scratch;
  /** The lists of templates at least as long as the message, and of shorter ones. */
  readonly #longer: ListRange;
  readonly #shorter: ListRange;

  /** Takes over the memory of `previous`, which must not be used any more. */
  constructor(
    version: number,
    limits: MatchLimits,
    templates: TemplateTable,
    index: PieceIndex,
    previous?: IndexMatcher,
  ) {
    this.version = version;
    this.templateCount = templates.count;
    this.#limits = limits;
    this.#templates = templates;
    this.#index = index;
    this.#scratch = previous === undefined ? new Scratch() : previous.#scratch;
    reserveRows(this.#scratch.tally, templates.count);
    const { length } = templates;
    const { pieceMask, pieceStart, piecePosting, gramMask, gramStart, gramPosting, listShift } = index;
    const { longerWindow, shorterWindow } = limits;
    const none = { firstClass: 0, lastClass: 0, classes: 0, firstRow: 0, endRow: 0, windowBase: 0 };
    const range = { ...none, listShift, length };
    this.#longer = { ...range, mask: pieceMask, listStart: pieceStart, postings: piecePosting, windows: longerWindow };
    this.#shorter = { ...range, mask: gramMask, listStart: gramStart, postings: gramPosting, windows: shorterWindow };
  }

  get distance(): number {
    return this.#scratch.nearest.distance;
  }

  get length(): number {
    return this.#scratch.nearest.length;
  }

  match(message: Uint16Array, length: number): number {
    const { nearest, tally, three, four } = this.#scratch;
    nearest.clear();
    const n = matchLength(message, length);
    if (n < MIN_MATCH_UNITS) return NO_TEMPLATE;
    const { firstOfLength } = this.#templates;
    const first = firstOfLength[this.#limits.shortest[n]!]!;
    const firstLonger = firstOfLength[n]!;
    const end = firstOfLength[this.#limits.longest[n]! + 1]!;
    if (first === end) return NO_TEMPLATE;

    hashGramsInto(message, n, this.#index.maskBits, three, four);
    tally.counts.fill(0, first, end);
    tally.candidateCount = 0;
    if (firstLonger < end) this.#tallyLonger(n);
    if (first < firstLonger) this.#tallyShorter(n, first, firstLonger);
    if (tally.candidateCount === 0) return NO_TEMPLATE;
    nearest.setMessage(message, n);
    this.#compareCandidates(n);
    return nearest.number;
  }

  /** Steps 1 and 3: templates of length n and more. */
  #tallyLonger(n: number): void {
    const { tally, selection, three, four } = this.#scratch;
    const longest = this.#limits.longest[n]!;
    this.#setRange(this.#longer, n, n, longest);
    selection.count = 0;
    selectGrams(selection, three, n - 2, this.#longer);
    selectGrams(selection, four, n - 3, this.#longer);
    this.#addUncounted(n, longest);
    if (selection.count >= this.#limits.leastNeeded[n]!) tallyGrams(tally, selection, this.#longer);
  }

  /** Sets the range to templates of length `from` to `to`. */
  #setRange(range: ListRange, n: number, from: number, to: number): void {
    const { classOf } = this.#index;
    range.firstClass = classOf[from]!;
    range.lastClass = classOf[to]!;
    range.classes = classBits(range.firstClass, range.lastClass);
    range.firstRow = this.#templates.firstOfLength[from]!;
    range.endRow = this.#templates.firstOfLength[to + 1]!;
    range.windowBase = n * LENGTHS;
  }

  /** Templates of length n to `longest` whose count decides nothing: lengths of few units, or all at low thresholds. */
  #addUncounted(n: number, longest: number): void {
    const { pieces, edits } = this.#limits;
    const { firstOfLength } = this.#templates;
    const { tally } = this.#scratch;
    for (let m = n; m <= longest; m++) {
      if (pieces[m]! <= edits[m]!) addRows(tally, firstOfLength[m]!, firstOfLength[m + 1]!);
    }
  }

  /** Steps 2 and 3: templates shorter than n, in rows [first, end). */
  #tallyShorter(n: number, first: number, end: number): void {
    const { tally, selection, cutter, three, four } = this.#scratch;
    const pieces = this.#limits.pieces[n]!;
    const needed = pieces - this.#limits.edits[n]!;
    if (needed <= 0) {
      addRows(tally, first, end);
      return;
    }
    const range = this.#shorter;
    this.#setRange(range, n, this.#limits.shortest[n]!, n - 1);
    if (disjointGrams(three, n - 2, range, needed) < needed) return;
    listLengthsInto(cutter.threeCost, three, n - 2, range);
    listLengthsInto(cutter.fourCost, four, n - 3, range);
    cutPieces(cutter, n, pieces, three, four);
    selectPieces(selection, cutter, pieces, range);
    if (selection.count >= needed) tallyGrams(tally, selection, range);
  }

  /** Step 4. Once the first is known, the counts rule out most of the rest. */
  #compareCandidates(n: number): void {
    const { candidates, candidateCount, counts } = this.#scratch.tally;
    const { pieces } = this.#limits;
    const { length } = this.#templates;
    let promising = 0;
    let fewestEdits = LENGTHS;
    for (let i = 0; i < candidateCount; i++) {
      const row = candidates[i]!;
      const leastEdits = pieces[Math.max(n, length[row]!)]! - counts[row]!;
      if (leastEdits < fewestEdits) {
        fewestEdits = leastEdits;
        promising = i;
      }
    }
    const { nearest } = this.#scratch;
    nearest.propose(this.#templates, this.#limits, candidates[promising]!, fewestEdits);
    for (let i = 0; i < candidateCount; i++) {
      if (i === promising) continue;
      const row = candidates[i]!;
      const leastEdits = pieces[Math.max(n, length[row]!)]! - counts[row]!;
      nearest.propose(this.#templates, this.#limits, row, leastEdits);
    }
  }
}

/** How many disjoint 3-grams the range holds, counted up to `enough`: the pieces of any cut that are found are no more. */
function disjointGrams(three: Int32Array, count: number, { mask, classes }: ListRange, enough: number): number {
  let found = 0;
  for (let i = 0; i < count && found < enough; i++) {
    if ((mask[three[i]!]! & classes) === 0) continue;
    found++;
    i += 2;
  }
  return found;
}

/** Those pieces of the cut that any template of the range holds. */
function selectPieces(selection: GramSelection, cutter: PieceCutter, pieces: number, range: ListRange): void {
  const { mask, classes, listShift } = range;
  let selected = 0;
  for (let k = 0; k < pieces; k++) {
    const h = cutter.hash[k]!;
    selection.hash[selected] = h >>> listShift;
    selection.position[selected] = cutter.position[k]!;
    selected += ((mask[h]! & classes) + 255) >> 8;
  }
  selection.count = selected;
}
