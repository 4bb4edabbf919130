/** The types of a matcher engine, which a module exports as default, and of its data in shared memory. */
import type { Matcher } from "./matcher.ts";
import type { TemplateTable, TemplateTableHandle } from "./template-table.ts";

/**
 * One way to find the nearest template. It reads the templates from shared memory. `matcherFrom` makes an engine from a
 * library's search.
 */
export interface MatcherEngine {
  /** A word of letters, digits and hyphens. No other engine may have it. */
  readonly name: string;
  /** True if it may decide differently from `scan`. Runs and benches then say how often. */
  readonly isApproximate?: boolean;
  /** True if a message takes milliseconds: it is then measured on fewer messages. */
  readonly isSlow?: boolean;
  /** A reader. `previous`, of any engine, is not used any more: its memory may be reused. */
  attach(tables: MatcherTables, previous: Matcher | undefined): Matcher;
}

export interface MatcherTables {
  /** The version of the set of templates, which the reader must show. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTable;
}

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  readonly engine: string;
  /** Unique among the handles of a process, so a reader can tell whether it is still up to date. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
}
