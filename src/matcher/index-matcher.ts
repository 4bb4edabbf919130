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
 * 4. candidates are compared by bounded edit distance, the most promising first, with the best so far as the bound.
 *
 * At thresholds below two thirds nearly all templates of a fitting length are candidates, and step 4 does the work.
 *
 * Counts may be too high (equal hashes, repeated grams), never too low: step 4 decides, so the answer is that of a full
 * scan.
 */
import { boundedDistance, createPattern, setPattern } from "./distance.ts";
import { hashGramsInto } from "./grams.ts";
import {
  MAX_MATCH_UNITS,
  MIN_MATCH_UNITS,
  type Matcher,
  NO_TEMPLATE,
  compareDistances,
  matchLength,
} from "./matcher.ts";
import type { PieceIndex } from "./piece-index.ts";
import { createPieceCutter, cutPieces } from "./pieces.ts";
import { type Tally, addRows, createTally, leastDistance, orderCandidates, tallyGrams } from "./tally.ts";
import type { TemplateTable } from "./template-table.ts";

const LENGTHS = MAX_MATCH_UNITS + 1;
/** A count that bounds the distance by nothing. */
const UNCOUNTED = 0xffff;

/** The grams of a message start at every unit of it. */
const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

export class IndexMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  distance = 0;
  length = 0;
  readonly #templates: TemplateTable;
  readonly #index: PieceIndex;
  readonly #three = new Uint32Array(LENGTHS);
  readonly #four = new Uint32Array(LENGTHS);
  readonly #cutter = createPieceCutter();
  readonly #pattern = createPattern();
  readonly #tally: Tally;
  readonly #order: Uint32Array;

  constructor(version: number, templates: TemplateTable, index: PieceIndex) {
    this.version = version;
    this.templateCount = templates.count;
    this.#templates = templates;
    this.#index = index;
    this.#tally = createTally(templates, index);
    this.#order = new Uint32Array(templates.count);
  }

  match(message: Uint16Array, length: number): number {
    this.distance = 0;
    this.length = 0;
    const n = matchLength(message, length);
    if (n < MIN_MATCH_UNITS) return NO_TEMPLATE;
    const { firstOfLength } = this.#templates;
    const { edits } = this.#index;
    const shortest = n - edits[n]!;
    let longest = n;
    while (longest < MAX_MATCH_UNITS && longest + 1 - edits[longest + 1]! <= n) longest++;
    const first = firstOfLength[shortest]!;
    const firstLonger = firstOfLength[n]!;
    const end = firstOfLength[longest + 1]!;
    if (first === end) return NO_TEMPLATE;

    hashGramsInto(message, 0, n, this.#index.bits, this.#three, this.#four);
    const tally = this.#tally;
    tally.counts.fill(0, first, end);
    tally.candidateCount = 0;
    if (firstLonger < end) this.#tallyLonger(n, longest, firstLonger, end);
    if (first < firstLonger) this.#tallyShorter(n, first, firstLonger);
    return tally.candidateCount === 0 ? NO_TEMPLATE : this.#nearest(message, n);
  }

  /** Steps 1 and 3: templates in rows [first, end), of length n to `longest`. */
  #tallyLonger(n: number, longest: number, first: number, end: number): void {
    const { pieceStart, piecePosting, pieces, edits } = this.#index;
    const tally = this.#tally;
    for (let m = n; m <= longest; m++) {
      tally.needed[m] = Math.max(0, pieces[m]! - edits[m]!);
      if (tally.needed[m] === 0)
        addRows(tally, this.#templates.firstOfLength[m]!, this.#templates.firstOfLength[m + 1]!);
    }
    tallyGrams(tally, n, this.#three, EVERY_UNIT, n - 2, pieceStart, piecePosting, first, end);
    tallyGrams(tally, n, this.#four, EVERY_UNIT, n - 3, pieceStart, piecePosting, first, end);
  }

  /** Steps 2 and 3: templates in rows [first, end), all shorter than n. */
  #tallyShorter(n: number, first: number, end: number): void {
    const { gramStart, gramPosting } = this.#index;
    const tally = this.#tally;
    const pieces = this.#index.pieces[n]!;
    const needed = pieces - this.#index.edits[n]!;
    if (needed <= 0) {
      tally.counts.fill(UNCOUNTED, first, end);
      addRows(tally, first, end);
      return;
    }
    tally.needed.fill(needed, 0, n);
    const { hash, position } = this.#cutter;
    cutPieces(this.#cutter, n, pieces, this.#three, this.#four, gramStart);
    tallyGrams(tally, n, hash, position, pieces, gramStart, gramPosting, first, end);
  }

  /** Step 4. */
  #nearest(message: Uint16Array, n: number): number {
    const { text, start, number } = this.#templates;
    const { edits } = this.#index;
    const { candidateCount } = this.#tally;
    const order = this.#order;
    orderCandidates(this.#tally, n, this.#index.pieces, order);
    setPattern(this.#pattern, message, n);
    let best = NO_TEMPLATE;
    let bestDistance = 0;
    let bestLength = 1;
    for (let i = 0; i < candidateCount; i++) {
      const row = order[i]!;
      const m = this.#templates.length[row]!;
      const longer = Math.max(m, n);
      let bound = edits[longer]!;
      if (best !== NO_TEMPLATE) bound = Math.min(bound, Math.floor((bestDistance * longer) / bestLength));
      if (leastDistance(this.#tally, row, this.#index.pieces[longer]!) > bound) continue;
      const distance = boundedDistance(this.#pattern, text, start[row]!, m, bound);
      if (distance > bound) continue;
      const comparison = best === NO_TEMPLATE ? -1 : compareDistances(distance, longer, bestDistance, bestLength);
      if (comparison < 0 || (comparison === 0 && number[row]! < best)) {
        best = number[row]!;
        bestDistance = distance;
        bestLength = longer;
      }
    }
    if (best !== NO_TEMPLATE) {
      this.distance = bestDistance;
      this.length = bestLength;
    }
    return best;
  }
}
