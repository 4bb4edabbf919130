/** The matcher engines that this thread knows: those that are shipped, and those of modules that were loaded. */
import { EngineList } from "../../core/module/engine-list.ts";
import { checkMatcher } from "./check-engine.ts";
import { indexEngine } from "./index-matcher.ts";
import type { MatcherEngine } from "./matcher-engine.ts";
import { scan } from "./scan-matcher.ts";

/**
 * `index`: the default. `scan`: every template, by fastest-levenshtein; the reference.
 */
const SHIPPED: readonly MatcherEngine[] = [indexEngine, scan];

/** Names of the engines that are shipped: all decide exactly alike. */
export const MATCHER_ENGINES: readonly string[] = SHIPPED.map(({ name }) => name);
export const DEFAULT_MATCHER_ENGINE = indexEngine.name;

/** The engines of the matcher, shipped and loaded, by name or module. `of` throws for an unknown one. */
export const matcherEngines = new EngineList<MatcherEngine>(
  {
    what: "matcher engine",
    functions: ["attach"],
    madeBy: "matcherFrom({ name, build, nearest })",
    check: checkMatcher,
  },
  SHIPPED,
);
