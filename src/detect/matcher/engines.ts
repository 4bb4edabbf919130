/** The engines behind the matcher, by name. All give the same decision (matcher.ts). */
import { assert } from "../../core/assert.ts";
import { BandedMatcher } from "./banded-matcher.ts";
import { IndexMatcher } from "./index-matcher.ts";
import { limitsOf } from "./match-limits.ts";
import type { Matcher, Template } from "./matcher.ts";
import type { MatcherEngine, MatcherHandle } from "./matcher-handle.ts";
import { MatcherBuilder } from "./matcher-builder.ts";
import { attachPieceIndex } from "./piece-index.ts";
import { ScanMatcher } from "./scan-matcher.ts";
import { attachTemplateTable } from "./template-table.ts";

export { DEFAULT_MATCHER_ENGINE, MATCHER_ENGINES, type MatcherEngine, type MatcherHandle } from "./matcher-handle.ts";

/**
 * Builds an engine's tables over new shared memory; older handles stay valid. Throws a RingfenceError on a threshold
 * out of range or too many templates.
 */
export function buildMatcher(
  engine: MatcherEngine,
  thresholdPermille: number,
  templates: readonly Template[],
): MatcherHandle {
  return new MatcherBuilder(engine, thresholdPermille).change({ came: templates, gone: [] });
}

/**
 * A reader of the handle: `previous` itself, if that has the same version. Otherwise `previous` must not be used any
 * more: its memory may be taken over. Microseconds, and next to no allocation.
 */
export function attachMatcher(handle: MatcherHandle, previous?: Matcher): Matcher {
  if (previous?.version === handle.version) return previous;
  const { version, engine, index } = handle;
  const templates = attachTemplateTable(handle.templates);
  const limits = limitsOf(handle.thresholdPermille);
  switch (engine) {
    case "index": {
      assert(index !== null, "tables of the engine index have one");
      const reader = previous instanceof IndexMatcher ? previous : undefined;
      return new IndexMatcher(version, limits, templates, attachPieceIndex(index), reader);
    }
    case "banded":
      return new BandedMatcher(version, limits, templates);
    case "scan":
      return new ScanMatcher(version, handle.thresholdPermille, templates);
  }
}
