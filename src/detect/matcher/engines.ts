/** Matchers by the name of their engine. All but approximate ones give the same decision (matcher.ts). */
import { matcherEngines } from "./engine-list.ts";
import { limitsOf } from "./match-limits.ts";
import type { Matcher, Template } from "./matcher.ts";
import { MatcherBuilder } from "./matcher-builder.ts";
import type { MatcherHandle } from "./matcher-engine.ts";
import { attachTemplateTable } from "./template-table.ts";

export { DEFAULT_MATCHER_ENGINE, MATCHER_ENGINES, matcherEngines } from "./engine-list.ts";
export type { MatcherHandle } from "./matcher-engine.ts";

/**
 * Builds an engine's tables over new shared memory; older handles stay valid. `engine`: its name, or the module of one
 * that was loaded. Throws a RingfenceError on a threshold out of range, too many templates, or an unknown engine.
 */
export function buildMatcher(engine: string, thresholdPermille: number, templates: readonly Template[]): MatcherHandle {
  return new MatcherBuilder(engine, thresholdPermille).change({ came: templates, gone: [] });
}

/**
 * A reader of the handle: `previous` itself, if that has the same version. Otherwise `previous` must not be used any
 * more: its memory may be taken over. Microseconds, and next to no allocation.
 */
export function attachMatcher(handle: MatcherHandle, previous?: Matcher): Matcher {
  if (previous?.version === handle.version) return previous;
  const { version, thresholdPermille, own } = handle;
  const templates = attachTemplateTable(handle.templates);
  const tables = { version, thresholdPermille, limits: limitsOf(thresholdPermille), templates, own };
  return matcherEngines.of(handle.engine).attach(tables, previous);
}
