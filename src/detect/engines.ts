/** Chooses and loads the engines of the blocklist and of the matcher. */
import { blocklistEngines } from "./blocklist/engines.ts";
import { matcherEngines } from "./matcher/engines.ts";

/**
 * Each value is the name of a shipped engine, the path of a module (absolute, or relative to the current folder), the
 * name of a package, or the URL of a file. The module's default export is the engine.
 */
export interface ChosenEngines {
  readonly blocklist?: string | undefined;
  readonly matcher?: string | undefined;
}

export function chooseEngines({ blocklist, templates }: EngineSettings): ChosenEngines {
  return { blocklist: blocklist.engine, matcher: templates.engine };
}

interface EngineSettings {
  readonly blocklist: { readonly engine: string };
  readonly templates: { readonly engine: string };
}

/**
 * Loads the engines that are modules. This thread then knows them. Throws RingfenceError "config" that says what is
 * wrong with a module and what to do.
 */
export async function loadEngines({ blocklist, matcher }: ChosenEngines): Promise<void> {
  if (blocklist !== undefined) await blocklistEngines.load(blocklist);
  if (matcher !== undefined) await matcherEngines.load(matcher);
}

/** The same engines, by names that work in every thread and current folder. */
export function portableEngines({ blocklist, matcher }: ChosenEngines): ChosenEngines {
  return {
    blocklist: blocklist && blocklistEngines.portableName(blocklist),
    matcher: matcher && matcherEngines.portableName(matcher),
  };
}
