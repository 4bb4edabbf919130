/** The engines by name, and what another thread needs to match with the tables of one. */
import type { PieceIndexHandle } from "./piece-index.ts";
import type { TemplateTableHandle } from "./template-table.ts";

/**
 * `index`: the default. `banded`: every template of a fitting length, by bounded distance. `scan`: every template, by
 * fastest-levenshtein; the reference.
 */
export const MATCHER_ENGINES = ["index", "banded", "scan"] as const;
export type MatcherEngine = (typeof MATCHER_ENGINES)[number];
export const DEFAULT_MATCHER_ENGINE: MatcherEngine = "index";

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  readonly engine: MatcherEngine;
  /** Differs between any two handles built by a process: a reader may keep what it attached. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
  /** Of the engine `index` alone. */
  readonly index: PieceIndexHandle | null;
}
