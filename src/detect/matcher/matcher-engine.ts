/** What an engine of the matcher is: what a module's default export is, and what crosses between threads for it. */
import type { Matcher } from "./matcher.ts";
import type { TemplateTable, TemplateTableHandle } from "./template-table.ts";

/**
 * One way to find the nearest template, which reads the templates from shared memory. `matcherFrom` makes one of a
 * library's search.
 */
export interface MatcherEngine {
  /** A word of letters, digits and hyphens, which no other engine has. */
  readonly name: string;
  /** Whether it may decide otherwise than `scan`: runs and benches then say how often it does. */
  readonly isApproximate?: boolean;
  /** Whether a message takes it milliseconds, so that it is measured on fewer. */
  readonly isSlow?: boolean;
  /** A reader. `previous`, of whatever engine, is not used any more: its memory may be taken over. */
  attach(tables: MatcherTables, previous: Matcher | undefined): Matcher;
}

export interface MatcherTables {
  /** Of the set of templates: that of the reader. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTable;
}

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  readonly engine: string;
  /** Differs between any two handles built by a process: a reader may keep what it attached. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
}
