/**
 * The engine `index`: exact, by surviving pieces.
 *
 * The longer of message and template is cut into P disjoint pieces (pieces.ts). If their distance is at most K, the
 * most that still matches, at least P - K pieces are found unchanged in the other, each as far from the middle as K
 * edits allow (places.ts). So:
 *
 * 1. templates at least as long as the message: look all grams of the message up among the pieces of templates;
 * 2. shorter templates: cut the message, look its pieces up among all grams of templates;
 * 3. a template whose count reaches P - K is a candidate (where P <= K, at thresholds near a half, all are);
 * 4. candidates are compared by bounded edit distance, the most promising first.
 *
 * Benign messages end early: where fewer of their grams than P - K occur in any template of a fitting length, no list
 * is read. At thresholds below two thirds nearly all templates of a fitting length are candidates.
 *
 * Counts may be too high (equal hashes, repeated grams), never too low: step 4 decides, so the answer is that of a full
 * scan. All of it is WebAssembly (kernel/index.ts).
 */
import { IndexBuilder } from "./index-builder.ts";
import { Kernel } from "./kernel.ts";
import type { MatchLimits } from "./match-limits.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, matchLength } from "./matcher.ts";
import type { MatcherEngine } from "./matcher-engine.ts";
import { type PieceIndex, type PieceIndexHandle, attachPieceIndex } from "./piece-index.ts";
import type { TemplateTable } from "./template-table.ts";

export const indexEngine: MatcherEngine<PieceIndexHandle> = {
  name: "index",
  startTables: (limits, looseUnits) => {
    const builder = new IndexBuilder(limits, looseUnits);
    return { build: (rows, changes) => builder.build(rows, changes).handle };
  },
  attach: ({ version, limits, templates, own }, previous) => {
    const reader = previous instanceof IndexMatcher ? previous : undefined;
    return new IndexMatcher(version, limits, templates, attachPieceIndex(own), reader);
  },
};

export class IndexMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly #numbers: Int32Array;
  /** Memory for one message at a time. */
  readonly #kernel: Kernel;

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
    this.#numbers = templates.number;
    this.#kernel = previous === undefined ? new Kernel() : previous.#kernel;
    this.#kernel.attach(limits, templates, index);
  }

  get distance(): number {
    return this.#kernel.distance;
  }

  get length(): number {
    return this.#kernel.length;
  }

  get buffer(): Uint16Array {
    return this.#kernel.message;
  }

  match(message: Uint16Array, length: number, from = 0): number {
    // Of no units nothing is found.
    const n = length < MIN_MATCH_UNITS ? 0 : matchLength(message, length, from);
    const { buffer } = this;
    const isThere = message === buffer;
    if (!isThere) for (let i = 0; i < n; i++) buffer[i] = message[from + i]!;
    const row = this.#kernel.match(n, isThere ? from : 0);
    return row < 0 ? NO_TEMPLATE : this.#numbers[row]!;
  }
}
