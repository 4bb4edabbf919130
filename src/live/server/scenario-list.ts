/** The scenarios that a page can name: shipped ones, and the file of the command line. Never a path. */
import { basename } from "node:path";
import { RingfenceError } from "../../core/errors.ts";
import { EVIDENCE_KINDS } from "../../detect/evidence.ts";
import { FINDERS } from "../../detect/finders.ts";
import { loadScenario, type Setting, shippedScenarios } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { CONTROLS, controlDefaults, idleControls, settingsFor } from "./controls.ts";
import type { RunRequest } from "./requests.ts";

export interface PreparedScenario {
  readonly scenario: Scenario;
  /** As on the command line, with its `--set`. */
  readonly source: string;
  readonly settings: readonly string[];
}

export type Catalogue = ReturnType<ScenarioList["catalogue"]>;

export class ScenarioList {
  /** Name for a page -> name on the command line; the first one to show comes first. */
  readonly #sources: ReadonlyMap<string, string>;
  readonly #seed: number;
  /** Settings of the command line, for every scenario. A page's settings come on top. */
  readonly #over: readonly Setting[];
  readonly #set: readonly string[];

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

  /** Read anew each time, as a teacher may edit the file. Some ten milliseconds. */
  catalogue() {
    const scenarios = [...this.#sources].map(([name, source]) => {
      const scenario = this.#load(name, source);
      const { hours, population, gangs } = scenario;
      return {
        name,
        hours,
        subscribers: population.subscribers,
        gangs: gangs.count,
        defaults: controlDefaults(scenario),
        /** Controls without effect in it. */
        idle: idleControls(scenario),
      };
    });
    // The stages that find evidence, and the kinds of evidence.
    const stages = FINDERS.filter(({ evidence }) => Object.keys(evidence).length > 0);
    return {
      stages: stages.map(({ name, title, question }) => ({ name, title, question })),
      evidence: Object.fromEntries(Object.entries(EVIDENCE_KINDS).map(([kind, { words }]) => [kind, words])),
      controls: CONTROLS,
      scenarios,
      seed: this.#seed,
    };
  }

  prepare({ scenario: name, settings: wanted }: Pick<RunRequest, "scenario" | "settings">): PreparedScenario {
    const source = this.#sources.get(name);
    if (source === undefined) {
      const names = [...this.#sources.keys()].join(", ");
      throw new RingfenceError(
        "usage",
        `there is no scenario "${name}" to run from the page: expected one of ${names}`,
      );
    }
    const own = settingsFor(wanted, this.#load(name, source));
    return { scenario: this.#load(name, source, own), source, settings: [...this.#set, ...own] };
  }

  /** As loadScenario, with errors that name a file without its path, which a page must not learn. */
  #load(name: string, source: string, settings: readonly string[] = []): Scenario {
    try {
      return loadScenario(source, [...this.#over, ...this.#set, ...settings]);
    } catch (cause) {
      if (!(cause instanceof RingfenceError)) throw cause;
      throw new RingfenceError(cause.code, cause.message.replaceAll(source, name), { cause });
    }
  }
}
