/** Engines of both kinds, by name or module, as a thread comes to know them. */
import { blocklistEngines } from "./blocklist/engines.ts";
import { matcherEngines } from "./matcher/engines.ts";

/**
 * Each the name of a shipped engine, the path of a module (absolute, or relative to the current folder), the name of a
 * package, or the URL of a file. The module's default export is the engine.
 */
export interface ChosenEngines {
  readonly blocklist?: string | undefined;
  readonly matcher?: string | undefined;
}

/**
 * Loads the modules among them: from then on this thread knows their engines. Throws RingfenceError "config" that says
 * what is wrong with a module and what to do.
 */
export async function loadEngines({ blocklist, matcher }: ChosenEngines): Promise<void> {
  if (blocklist !== undefined) await blocklistEngines.load(blocklist);
  if (matcher !== undefined) await matcherEngines.load(matcher);
}

/** The same engines, as another thread is told to load them, wherever its current folder is. */
export function placesOf({ blocklist, matcher }: ChosenEngines): ChosenEngines {
  return {
    blocklist: blocklist === undefined ? undefined : blocklistEngines.placeOf(blocklist),
    matcher: matcher === undefined ? undefined : matcherEngines.placeOf(matcher),
  };
}

/** Whether this thread knows them already, so that there is nothing to wait for. */
export function areKnown({ blocklist, matcher }: ChosenEngines): boolean {
  const isBlocklistKnown = blocklist === undefined || blocklistEngines.known(blocklist) !== undefined;
  return isBlocklistKnown && (matcher === undefined || matcherEngines.known(matcher) !== undefined);
}
