/** The scenarios that a page can name: shipped ones, and the file of the command line. Never a path. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import { RingfenceError } from "../../core/errors.ts";
import { loadScenario, type Setting, shippedScenarios } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { describeStages } from "../../explain/stage-words.ts";
import { CONTROLS, controlDefaults, idleControls, settingsFor } from "./controls.ts";
import type { Catalogue, RunRequest } from "./protocol.ts";

export interface PreparedScenario {
  readonly scenario: Scenario;
  /** As on the command line, with its `--set`. */
  readonly source: string;
  readonly settings: readonly string[];
}

export class ScenarioList {
  /** Name for a page -> name on the command line; the first one to show comes first. */
  readonly #sources: ReadonlyMap<string, string>;
  readonly #seed: number;
  /** Settings of the command line, for every scenario. A page's settings come on top. */
  readonly #over: readonly Setting[];
  readonly #set: readonly string[];
  #made: { readonly stamp: string; readonly json: string } | null = null;

  /** `first` is a shipped scenario's name or the path of a file. Throws as loadScenario does. */
  constructor(first: string, seed: number, set: readonly string[] = [], over: readonly Setting[] = []) {
    loadScenario(first, [...over, ...set]);
    const shipped = shippedScenarios();
    // A shipped name has no dot, a file's name has one.
    const firstName = shipped.includes(first) ? first : basename(first);
    this.#sources = new Map([[firstName, first], ...shipped.map((name) => [name, name] as const)]);
    this.#seed = seed;
    this.#over = over;
    this.#set = set;
  }

  /** As JSON. Made once, as it takes some ten milliseconds, and again for an edited file, as a teacher may do. */
  catalogue(): string {
    const stamp = [...this.#sources.values()].map(stampOf).join();
    if (this.#made?.stamp !== stamp) this.#made = { stamp, json: JSON.stringify(this.#describe()) };
    return this.#made.json;
  }

  #describe(): Catalogue {
    const scenarios = [...this.#sources].map(([name, source]) => {
      const scenario = load(name, source, [...this.#over, ...this.#set]);
      const { description, hours, population, gangs } = scenario;
      return {
        name,
        description,
        hours,
        subscribers: population.subscribers,
        gangs: gangs.count,
        defaults: controlDefaults(scenario),
        idle: idleControls(scenario),
      };
    });
    return { ...describeStages(), controls: CONTROLS, scenarios, seed: this.#seed };
  }

  prepare({ scenario: name, settings }: Pick<RunRequest, "scenario" | "settings">): PreparedScenario {
    const source = this.#sources.get(name);
    if (source === undefined) {
      throw new RingfenceError(
        "usage",
        `there is no scenario "${name}" to run from the page: expected one of ${[...this.#sources.keys()].join(", ")}`,
      );
    }
    const given = load(name, source, [...this.#over, ...this.#set]);
    const set = [...this.#set, ...settingsFor(settings, given)];
    return { scenario: load(name, source, [...this.#over, ...set]), source, settings: set };
  }
}

/** Changes when a file was edited; constant for shipped ones. */
function stampOf(source: string): string {
  const found = statSync(source, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`;
}

/** As loadScenario, with errors that name a file without its path, which a page must not learn. */
function load(name: string, source: string, settings: readonly Setting[]): Scenario {
  try {
    return loadScenario(source, settings);
  } catch (cause) {
    if (!(cause instanceof RingfenceError)) throw cause;
    throw new RingfenceError(cause.code, cause.message.replaceAll(source, name), { cause });
  }
}
