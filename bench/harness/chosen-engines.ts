/** The engines that a bench was told to measure (BenchOptions). */
import { blocklistEngines, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../../src/detect/matcher/engines.ts";
import type { Setting } from "../../src/scenario/file.ts";
import type { BenchOptions } from "./bench.ts";

type Chosen = Pick<BenchOptions, "engine" | "blocklistEngine">;

/** By their names, the default ones where none was told. */
export function chosenEngines({ engine, blocklistEngine }: Chosen): {
  readonly matcher: string;
  readonly blocklist: string;
} {
  return {
    matcher: matcherEngines.of(engine ?? DEFAULT_MATCHER_ENGINE).name,
    blocklist: blocklistEngines.of(blocklistEngine ?? DEFAULT_BLOCKLIST_ENGINE).name,
  };
}

/** For the rows that were measured with them, which keep their names, so that `compare` finds them in both results. */
export function enginesNote({ matcher, blocklist }: { readonly matcher: string; readonly blocklist: string }): string {
  return `engines: matcher ${matcher}, blocklist ${blocklist}`;
}

/** The same, as a scenario is set, above the parameters that a bench was told. */
export function engineSettings({ engine, blocklistEngine, over = [] }: Chosen & Pick<BenchOptions, "over">): Setting[] {
  return [
    ...over,
    ...(engine === undefined ? [] : [`templates.engine=${JSON.stringify(engine)}`]),
    ...(blocklistEngine === undefined ? [] : [`blocklist.engine=${JSON.stringify(blocklistEngine)}`]),
  ];
}

/** Names of `engines`, and that of another, once. */
export function withChosen(engines: readonly string[], name: string): string[] {
  return [...new Set([...engines, name])];
}
