/** What the settings of a bench state beside a scenario: engines and model, which are measured without one too. */
import { blocklistEngines, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import { NO_MODEL } from "../../src/detect/learned/models.ts";
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../../src/detect/matcher/engines.ts";
import { parseSetting, type Setting, textAt } from "../../src/scenario/file.ts";

const PATHS = { matcher: "templates.engine", blocklist: "blocklist.engine", model: "screening.model" } as const;

/** As they are stated, names or modules: to be loaded. */
export function statedEngines(over: readonly Setting[] = []): ChosenEngines {
  return { matcher: textAt(over, PATHS.matcher), blocklist: textAt(over, PATHS.blocklist) };
}

/** By their names, the default ones where none is stated. Modules must be loaded. */
export function chosenEngines(over?: readonly Setting[]): Required<{ readonly [kind in keyof ChosenEngines]: string }> {
  const { matcher = DEFAULT_MATCHER_ENGINE, blocklist = DEFAULT_BLOCKLIST_ENGINE } = statedEngines(over);
  return { matcher: matcherEngines.of(matcher).name, blocklist: blocklistEngines.of(blocklist).name };
}

/** Of the stage learned, where no scenario is run. */
export function chosenModel(over: readonly Setting[] = []): string {
  return textAt(over, PATHS.model) ?? NO_MODEL;
}

/** Whether anything else is stated, which takes a scenario to matter. */
export function needScenario(over: readonly Setting[] = []): boolean {
  const known: readonly string[] = Object.values(PATHS);
  return over.some((one) => !known.includes((typeof one === "string" ? parseSetting(one) : one).path.join(".")));
}

/** For the rows that were measured with them, which keep their names, so that `compare` finds them in both results. */
export function enginesNote({ matcher, blocklist }: ReturnType<typeof chosenEngines>): string {
  return `engines: matcher ${matcher}, blocklist ${blocklist}`;
}
