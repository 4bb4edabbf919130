/** What an engine of the matcher is: what a module's default export is, and what crosses between threads for it. */
import type { LooseUnits, PreparedTemplate } from "./grams.ts";
import type { MatchLimits } from "./match-limits.ts";
import type { Matcher } from "./matcher.ts";
import type { RowChanges } from "./row-changes.ts";
import type { TemplateTable, TemplateTableHandle } from "./template-table.ts";

/**
 * One way to find the nearest template. By the full contract it reads the templates from shared memory, and tables of
 * its own if it has any; `matcherFrom` makes one of a library's search.
 */
export interface MatcherEngine<Own = unknown> {
  /** A word of letters, digits and hyphens, which no other engine has. */
  readonly name: string;
  /** Whether it may decide otherwise than `scan`: runs and benches then say how often it does. */
  readonly isApproximate?: boolean;
  /** Whether a message takes it milliseconds, so that it is measured on fewer. */
  readonly isSlow?: boolean;
  /** Tables of its own beside the templates, written by the main thread as templates come and go. */
  startTables?(limits: MatchLimits, looseUnits: LooseUnits): OwnTables<Own>;
  /** A reader. `previous`, of whatever engine, is not used any more: its memory may be taken over. */
  attach(tables: MatcherTables<Own>, previous: Matcher | undefined): Matcher;
}

/** Keeps what an engine of one's own searches in step with the templates, on the main thread. */
export interface OwnTables<Own> {
  /**
   * Writes them anew, or changes them, for templates ordered by (length, number), and returns what another thread
   * attaches to, which can be cloned. What the build before the last returned may be written over.
   */
  build(rows: readonly PreparedTemplate[], changes: RowChanges): Own;
}

/** What a reader is made of. */
export interface MatcherTables<Own = unknown> {
  /** Of the set of templates: that of the reader. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly limits: MatchLimits;
  readonly templates: TemplateTable;
  /** Of an engine with tables of its own what its `build` returned. */
  readonly own: Own;
}

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  /** The engine's name. */
  readonly engine: string;
  /** Differs between any two handles built by a process: a reader may keep what it attached. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
  /** Null of an engine without tables of its own. */
  readonly own: unknown;
}
