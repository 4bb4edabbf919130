/** The matcher engines by name, shipped and loaded. All except approximate ones give the same decision (matcher.ts). */
import { EngineList } from "../../core/module/engine-list.ts";
import { checkMatcher } from "./check-engine.ts";
import { indexEngine } from "./index-matcher.ts";
import { type Matcher, type Template, checkThreshold } from "./matcher.ts";
import type { MatcherEngine, MatcherHandle } from "./template-table.ts";
import { scan } from "./matcher-from.ts";
import { attachTemplateTable, writeTemplateTable } from "./template-table.ts";

const SHIPPED: readonly MatcherEngine[] = [indexEngine, scan];

export const MATCHER_ENGINES: readonly string[] = SHIPPED.map(({ name }) => name);
export const DEFAULT_MATCHER_ENGINE = indexEngine.name;

export const matcherEngines = new EngineList<MatcherEngine>(
  {
    what: "matcher engine",
    functions: ["attach"],
    madeBy: "matcherFrom({ name, build, nearest })",
    check: checkMatcher,
  },
  SHIPPED,
);

let lastVersion = 0;

/** Throws RingfenceError "config" on a threshold out of range, too many templates, or an unknown engine. */
export function buildMatcher(engine: string, thresholdPermille: number, templates: readonly Template[]): MatcherHandle {
  checkThreshold(thresholdPermille);
  const { name } = matcherEngines.of(engine);
  const table = writeTemplateTable(templates);
  lastVersion++;
  return { engine: name, version: lastVersion, thresholdPermille, templates: table };
}

/** Returns `previous` if it has the same version; else it must not be used any more: its memory may be reused. */
export function attachMatcher(handle: MatcherHandle, previous?: Matcher): Matcher {
  const { version, thresholdPermille } = handle;
  if (previous?.version === version) return previous;
  const templates = attachTemplateTable(handle.templates);
  return matcherEngines.of(handle.engine).attach({ version, thresholdPermille, templates }, previous);
}
