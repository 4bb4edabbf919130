/** The server of the live page: sends the page, starts runs, and streams them (protocol.ts). */
import { setMaxListeners } from "node:events";
import { createApp } from "./app.ts";
import { type OpenServer, openServer } from "../../core/http/server.ts";
import { type PageFile, readPageFiles } from "../../core/http/page-files.ts";
import { RunList, type RunListOptions } from "./run-list.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { loadScenario, type Setting } from "../../scenario/file.ts";
import { ScenarioList } from "./scenario-list.ts";

export interface ServeOptions extends RunListOptions {
  /** A shipped scenario, or the path of a file, and the seed: the page's start. */
  readonly scenario: string;
  readonly seed: number;
  /** As `run --set` takes them, for every scenario. An engine may be a module. */
  readonly set?: readonly string[];
  readonly over?: readonly Setting[];
  readonly host: string;
  readonly port: number;
  readonly page?: ReadonlyMap<string, PageFile>;
  readonly idleMs?: number;
}

/**
 * Listens; closing ends runs and streams. Throws RingfenceError: "config" or "usage" for the scenario, "io" if the page
 * is missing or the address is taken.
 */
export async function servePage(options: ServeOptions): Promise<OpenServer> {
  const { host, port, scenario, seed, set = [], over = [], page = readPageFiles(), onFault, idleMs } = options;
  await loadEngines(chooseEngines(loadScenario(scenario, [...over, ...set])));
  const scenarios = new ScenarioList(scenario, seed, set, over);
  const runs = new RunList(options);
  const closing = new AbortController();
  // One for each stream.
  setMaxListeners(0, closing.signal);
  const app = createApp({ host, page, runs, scenarios, closing: closing.signal, onFault });
  const end = (): Promise<void> => {
    closing.abort();
    return runs.close();
  };
  return openServer({ host, port, answer: app.fetch, onFault, idleMs, end });
}
