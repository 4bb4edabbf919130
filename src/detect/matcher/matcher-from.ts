/**
 * A matcher engine over the search of any library, in a few lines:
 *
 *     export default matcherFrom({
 *       name: "my-matcher",
 *       build: (templates) => new SomeSearch(templates),
 *       nearest: (search, text) => search.best(text).number,
 *     });
 *
 * Exact edit distance and threshold confirm what a library proposes. So it may miss a script, or find one that is not
 * the nearest, but never one that is too far. Runs and benches say how often it decides differently from `scan`. The
 * search lives on the heap of each thread. It is rebuilt when the templates in force change: a few times a day in a
 * run.
 */
import { describeValue } from "../../core/describe-value.ts";
import { RingfenceError } from "../../core/errors.ts";
import { stringOf } from "../../core/units.ts";
import { MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, type Template, matchLength } from "./matcher.ts";
import type { MatcherEngine, MatcherTables } from "./template-table.ts";
import { Nearest } from "./nearest.ts";
import { templatesOf } from "./template-table.ts";

/** How a library's search is built and asked. Texts are normalised and have 8 to 255 UTF-16 units. */
export interface SearchAdapter<Built> {
  /** A word of letters, digits and hyphens. */
  readonly name: string;
  /** Builds the search over templates. There may be none. */
  readonly build: (templates: readonly Template[]) => Built;
  /**
   * The number of the template nearest to a text, or several numbers: the nearest of them is then found by edit
   * distance. For none: NO_TEMPLATE, null, undefined, or an empty list.
   */
  readonly nearest: (built: Built, text: string) => number | readonly number[] | null | undefined;
  /** True if it always decides like `scan`; a difference is then an error. Left out: it is approximate. */
  readonly isExact?: boolean;
}

export function matcherFrom<Built>(adapter: SearchAdapter<Built>): MatcherEngine {
  return {
    name: adapter.name,
    isApproximate: adapter.isExact !== true,
    isSlow: true,
    attach: (tables) => new SearchMatcher(adapter, tables),
  };
}

class SearchMatcher<Built> implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly #adapter: SearchAdapter<Built>;
  readonly #built: Built;
  readonly #byNumber: ReadonlyMap<number, Template>;
  readonly #nearest: Nearest;

  constructor(adapter: SearchAdapter<Built>, { version, thresholdPermille, templates }: MatcherTables) {
    this.version = version;
    this.templateCount = templates.count;
    this.#adapter = adapter;
    this.#nearest = new Nearest(thresholdPermille);
    const listed = templatesOf(templates);
    this.#byNumber = new Map(listed.map((template) => [template.number, template]));
    this.#built = adapter.build(listed);
  }

  get distance(): number {
    return this.#nearest.distance;
  }

  get length(): number {
    return this.#nearest.length;
  }

  match(message: Uint16Array, length: number): number {
    const nearest = this.#nearest;
    nearest.begin();
    const units = matchLength(message, length);
    if (units < MIN_MATCH_UNITS || this.templateCount === 0) return NO_TEMPLATE;
    const text = stringOf(message, 0, units);
    const found = this.#adapter.nearest(this.#built, text);
    if (found === null || found === undefined || found === NO_TEMPLATE) return NO_TEMPLATE;
    nearest.begin(text);
    for (const number of (Array.isArray(found) ? found : [found]) as number[]) {
      const template = this.#byNumber.get(number);
      if (template === undefined) throw this.#unknown(number);
      nearest.propose(template);
    }
    return nearest.number;
  }

  #unknown(number: unknown): RingfenceError {
    return new RingfenceError(
      "config",
      `matcher engine "${this.#adapter.name}": nearest returned ${describeValue(number)}, expected the number of a ` +
        "template, as build was given it, or -1 for none; build and nearest cannot be async",
    );
  }
}

/**
 * The engine `scan`: compares a message with every template, without filter or cut-off. The other engines are compared
 * with it. About a microsecond a template.
 */
export const scan = matcherFrom({
  name: "scan",
  build: (templates) => templates.map(({ number }) => number),
  nearest: (numbers) => numbers,
  isExact: true,
});
