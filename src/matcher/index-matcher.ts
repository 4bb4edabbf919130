/**
 * The engine `index`: exact, by surviving pieces.
 *
 * The longer of message and template is cut into P disjoint pieces (pieces.ts). If their distance is at most K, the most
 * that still matches, at least P - K pieces are found unchanged in the other, each as far from the middle as K edits allow
 * (places.ts). So:
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
 * scan. Steps 1 to 3 are WebAssembly (kernel/index.ts).
 */
import { Kernel } from "./kernel.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, matchLength } from "./matcher.ts";
import { Nearest } from "./nearest.ts";
import type { PieceIndex } from "./piece-index.ts";
import type { TemplateTable } from "./template-table.ts";

export class IndexMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly #limits: MatchLimits;
  readonly #templates: TemplateTable;
  /** Memory for one message at a time. */
  readonly #kernel: Kernel;
  readonly #nearest: Nearest;

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
    this.#kernel = previous === undefined ? new Kernel() : previous.#kernel;
    this.#nearest = previous === undefined ? new Nearest() : previous.#nearest;
    this.#kernel.attach(limits, templates, index);
  }

  get distance(): number {
    return this.#nearest.distance;
  }

  get length(): number {
    return this.#nearest.length;
  }

  match(message: Uint16Array, length: number): number {
    const nearest = this.#nearest;
    nearest.clear();
    const n = matchLength(message, length);
    if (n < MIN_MATCH_UNITS) return NO_TEMPLATE;
    const candidateCount = this.#kernel.find(message, n);
    if (candidateCount === 0) return NO_TEMPLATE;
    nearest.setMessage(message, n);
    this.#compareCandidates(n, candidateCount);
    return nearest.number;
  }

  /** Step 4. Once the first is known, the counts rule out most of the rest. */
  #compareCandidates(n: number, candidateCount: number): void {
    const { candidates } = this.#kernel;
    let promising = 0;
    let fewestEdits = LENGTHS;
    for (let i = 0; i < candidateCount; i++) {
      const leastEdits = this.#leastEdits(n, candidates[i]!);
      if (leastEdits < fewestEdits) {
        fewestEdits = leastEdits;
        promising = i;
      }
    }
    this.#nearest.propose(this.#templates, this.#limits, candidates[promising]!, fewestEdits);
    for (let i = 0; i < candidateCount; i++) {
      const row = candidates[i]!;
      if (i !== promising) this.#nearest.propose(this.#templates, this.#limits, row, this.#leastEdits(n, row));
    }
  }

  /** Each piece that is missing took an edit. */
  #leastEdits(n: number, row: number): number {
    return this.#limits.pieces[Math.max(n, this.#templates.length[row]!)]! - this.#kernel.counts[row]!;
  }
}
