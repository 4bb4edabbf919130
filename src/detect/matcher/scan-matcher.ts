/**
 * The engine `scan`: compares a message with every template by fastest-levenshtein and keeps the best. No filter and
 * no cut-off, so nothing to get wrong: the others are held to it. About a microsecond a template.
 */
import { distance as levenshtein } from "fastest-levenshtein";
import {
  MIN_MATCH_UNITS,
  type Matcher,
  NO_TEMPLATE,
  compareDistances,
  greatestDistance,
  matchLength,
} from "./matcher.ts";
import { BUFFER_UNITS } from "./message-buffer.ts";
import { stringOf } from "../../core/units.ts";
import type { MatcherEngine } from "./matcher-engine.ts";
import type { TemplateTable } from "./template-table.ts";

export const scan: MatcherEngine = {
  name: "scan",
  attach: ({ version, thresholdPermille, templates }) => new ScanMatcher(version, thresholdPermille, templates),
};

export class ScanMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly buffer = new Uint16Array(BUFFER_UNITS);
  distance = 0;
  length = 0;
  readonly #thresholdPermille: number;
  readonly #texts: readonly string[];
  readonly #numbers: Int32Array;

  constructor(version: number, thresholdPermille: number, templates: TemplateTable) {
    this.version = version;
    this.templateCount = templates.count;
    this.#thresholdPermille = thresholdPermille;
    this.#texts = Array.from({ length: templates.count }, (_, row) =>
      stringOf(templates.text, templates.start[row]!, templates.start[row]! + templates.length[row]!),
    );
    this.#numbers = templates.number;
  }

  match(message: Uint16Array, length: number, from = 0): number {
    this.distance = 0;
    this.length = 0;
    const units = matchLength(message, length, from);
    if (units < MIN_MATCH_UNITS) return NO_TEMPLATE;
    const text = stringOf(message, from, from + units);
    let best = NO_TEMPLATE;
    for (const [row, template] of this.#texts.entries()) {
      const longer = Math.max(template.length, units);
      const edits = levenshtein(text, template);
      if (edits > greatestDistance(longer, this.#thresholdPermille)) continue;
      const order = best === NO_TEMPLATE ? -1 : compareDistances(edits, longer, this.distance, this.length);
      if (order < 0 || (order === 0 && this.#numbers[row]! < best)) {
        best = this.#numbers[row]!;
        this.distance = edits;
        this.length = longer;
      }
    }
    return best;
  }
}
