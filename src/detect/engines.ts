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

/** The engines of a scenario. */
export function chooseEngines({ blocklist, templates }: EngineSettings): ChosenEngines {
  return { blocklist: blocklist.engine, matcher: templates.engine };
}

interface EngineSettings {
  readonly blocklist: { readonly engine: string };
  readonly templates: { readonly engine: string };
}

/**
 * Loads the modules among them: from then on this thread knows their engines. Throws RingfenceError "config" that says
 * what is wrong with a module and what to do.
 */
export async function loadEngines(chosen: ChosenEngines): Promise<void> {
  for (const [engines, name] of namedIn(chosen)) await engines.load(name);
}

/** The same engines, as another thread is told to load them, wherever its current folder is. */
export function placesOf(chosen: ChosenEngines): ChosenEngines {
  return Object.fromEntries(namedIn(chosen).map(([engines, name, kind]) => [kind, engines.placeOf(name)]));
}

/** Whether this thread knows them already, so that there is nothing to wait for. */
export function areKnown(chosen: ChosenEngines): boolean {
  return namedIn(chosen).every(([engines, name]) => engines.known(name) !== undefined);
}

/** Whether any of them comes from a module. */
export function areOwn(chosen: ChosenEngines): boolean {
  return namedIn(chosen).some(([engines, name]) => engines.placeOf(name) !== engines.of(name).name);
}

const KINDS = { blocklist: blocklistEngines, matcher: matcherEngines };

function namedIn(chosen: ChosenEngines) {
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
  return kinds.flatMap((kind) => (chosen[kind] === undefined ? [] : [[KINDS[kind], chosen[kind], kind] as const]));
}
