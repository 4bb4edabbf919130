/**
 * The engine `banded`: compares a message with every template whose length lets it match, by bounded edit distance with
 * the best so far as the bound. No index, so nothing to build; what an index gains, it gains over this.
 */
import type { MatchLimits } from "./match-limits.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, matchLength } from "./matcher.ts";
import { BUFFER_UNITS } from "./message-buffer.ts";
import type { MatcherEngine } from "./matcher-engine.ts";
import { Nearest } from "./nearest.ts";
import type { TemplateTable } from "./template-table.ts";

export const banded: MatcherEngine = {
  name: "banded",
  attach: ({ version, limits, templates }) => new BandedMatcher(version, limits, templates),
};

export class BandedMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly buffer = new Uint16Array(BUFFER_UNITS);
  readonly #templates: TemplateTable;
  readonly #limits: MatchLimits;
  readonly #nearest = new Nearest();

  constructor(version: number, limits: MatchLimits, templates: TemplateTable) {
    this.version = version;
    this.templateCount = templates.count;
    this.#limits = limits;
    this.#templates = templates;
  }

  get distance(): number {
    return this.#nearest.distance;
  }

  get length(): number {
    return this.#nearest.length;
  }

  match(message: Uint16Array, length: number, from = 0): number {
    const nearest = this.#nearest;
    nearest.clear();
    const n = matchLength(message, length, from);
    if (n < MIN_MATCH_UNITS) return NO_TEMPLATE;
    const { firstOfLength } = this.#templates;
    const end = firstOfLength[this.#limits.longest[n]! + 1]!;
    let row = firstOfLength[this.#limits.shortest[n]!]!;
    if (row === end) return NO_TEMPLATE;
    nearest.setMessage(from === 0 ? message : message.subarray(from, from + n), n);
    for (; row < end; row++) nearest.propose(this.#templates, this.#limits, row);
    return nearest.number;
  }
}
