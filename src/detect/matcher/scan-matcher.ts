/**
 * The engine `scan`: compares a message with every template, without filter or cut-off. The other engines are compared
 * with it. About a microsecond a template.
 */
import { stringOf } from "../../core/units.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, type Template, matchLength } from "./matcher.ts";
import type { MatcherEngine, MatcherTables } from "./matcher-engine.ts";
import { Nearest } from "./nearest.ts";
import { templatesOf } from "./template-table.ts";

export const scan: MatcherEngine = { name: "scan", attach: (tables) => new ScanMatcher(tables) };

class ScanMatcher implements Matcher {
  readonly version: number;
  readonly #templates: readonly Template[];
  readonly #nearest: Nearest;

  constructor({ version, thresholdPermille, templates }: MatcherTables) {
    this.version = version;
    this.#templates = templatesOf(templates);
    this.#nearest = new Nearest(thresholdPermille);
  }

  get templateCount(): number {
    return this.#templates.length;
  }

  get distance(): number {
    return this.#nearest.distance;
  }

  get length(): number {
    return this.#nearest.length;
  }

  match(message: Uint16Array, length: number): number {
    const units = matchLength(message, length);
    this.#nearest.begin(stringOf(message, 0, units));
    if (units < MIN_MATCH_UNITS) return NO_TEMPLATE;
    for (const template of this.#templates) this.#nearest.propose(template);
    return this.#nearest.number;
  }
}
