/** The engines behind the matcher, by name. All give the same decision (matcher.ts). */
import { IndexMatcher } from "./index-matcher.ts";
import { type Matcher, type Template, checkThreshold } from "./matcher.ts";
import { type PieceIndexHandle, attachPieceIndex, buildPieceIndex } from "./piece-index.ts";
import { ScanMatcher } from "./scan-matcher.ts";
import { type TemplateTableHandle, attachTemplateTable, buildTemplateTable } from "./template-table.ts";

/** `scan`: every template, by fastest-levenshtein; the reference. `index`: the default. */
export const MATCHER_ENGINES = ["index", "scan"] as const;
export type MatcherEngine = (typeof MATCHER_ENGINES)[number];
export const DEFAULT_MATCHER_ENGINE: MatcherEngine = "index";

/** What another thread needs to match against the same templates. */
export interface MatcherHandle {
  readonly engine: MatcherEngine;
  /** Differs between any two handles built by a process: a reader may keep what it attached. */
  readonly version: number;
  readonly thresholdPermille: number;
  readonly templates: TemplateTableHandle;
  /** Null for `scan`. */
  readonly index: PieceIndexHandle | null;
}

let lastVersion = 0;

/**
 * Builds an engine's tables over new shared memory; older handles stay valid. Throws a RingfenceError on a threshold
 * out of range or too many templates.
 */
export function buildMatcher(
  engine: MatcherEngine,
  thresholdPermille: number,
  templates: readonly Template[],
): MatcherHandle {
  checkThreshold(thresholdPermille);
  const table = buildTemplateTable(templates);
  const index = engine === "index" ? buildPieceIndex(table, thresholdPermille).handle : null;
  lastVersion++;
  return { engine, version: lastVersion, thresholdPermille, templates: table.handle, index };
}

/** A reader of the handle: `previous` itself, if that has the same version. */
export function attachMatcher(handle: MatcherHandle, previous?: Matcher): Matcher {
  if (previous?.version === handle.version) return previous;
  const templates = attachTemplateTable(handle.templates);
  return handle.index
    ? new IndexMatcher(handle.version, templates, attachPieceIndex(handle.index))
    : new ScanMatcher(handle.version, handle.thresholdPermille, templates);
}
