/**
 * Stages from modules of a user's own. RINGFENCE_STAGES names the modules, separated as paths are on the system; each
 * has a descriptor as its default export. Read once, when the list of stages is loaded: worker threads and the
 * processes of benches inherit the variable, and so have the same list.
 */
import { delimiter, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError, messageOf } from "../core/errors.ts";
import { importOwnModule, placeOf } from "../core/own-modules.ts";
import type { Stage } from "./stage.ts";

export const OWN_STAGES_VARIABLE = "RINGFENCE_STAGES";

/** The modules as they are named; empty where there are none. */
export function ownStagesList(): string {
  return process.env[OWN_STAGES_VARIABLE] ?? "";
}

/** Throws `usage` for a module that is missing or exports no stage. */
export async function loadOwnStages(list = ownStagesList()): Promise<Stage[]> {
  const paths = list.split(delimiter).filter((path) => path !== "");
  return Promise.all(paths.map(loadStage));
}

async function loadStage(path: string): Promise<Stage> {
  let exported: unknown;
  try {
    const url = pathToFileURL(resolve(path)).href;
    ({ default: exported } = await importOwnModule(url, `${OWN_STAGES_VARIABLE}: ${path}`));
  } catch (error) {
    throw refusal(path, `the module does not load: ${messageOf(error)}`);
  }
  const problem = problemOf(exported);
  if (problem !== null) throw refusal(path, problem);
  return blamed({ ...(exported as Stage) }, path);
}

/** What a stage throws at work is its author's to mend. */
function blamed(stage: Stage, path: string): Stage {
  return {
    ...stage,
    screen(events, findings, table, skim) {
      try {
        stage.screen(events, findings, table, skim);
      } catch (cause) {
        throw refusal(path, `its screen threw: ${placeOf(cause, resolve(path))}`);
      }
    },
  };
}

const NAME = /^[a-z][A-Za-z0-9]*$/;

/** What is checked is what a stranger forgets; null: nothing is missing. */
function problemOf(exported: unknown): string | null {
  if (typeof exported !== "object" || exported === null) {
    return `expected a stage as its default export, found ${describeValue(exported)}`;
  }
  const stage = exported as Partial<Record<keyof Stage, unknown>>;
  if (typeof stage.name !== "string" || !NAME.test(stage.name)) {
    return `expected a name of letters and digits that begins with a small letter, found ${describeValue(stage.name)}`;
  }
  for (const part of ["title", "question"] as const) {
    const words = stage[part] as { en?: unknown; zh?: unknown } | undefined;
    if (typeof words?.en !== "string" || typeof words.zh !== "string") return `expected ${part}.en and ${part}.zh`;
  }
  if (typeof stage.summary !== "string") return "expected a summary, a sentence for the switch in a scenario";
  if (typeof stage.columns !== "object") return "expected columns: the type of each by its name";
  if (typeof stage.evidence !== "object" || stage.evidence === null) {
    return "expected evidence: weight and words of each kind by its name";
  }
  for (const part of ["open", "attacher", "screen"] as const) {
    if (typeof stage[part] !== "function") return `expected a function ${part}`;
  }
  return null;
}

function refusal(path: string, problem: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `${OWN_STAGES_VARIABLE}: ${path}: ${problem}; docs/architecture.md says what a stage is made of`,
  );
}
