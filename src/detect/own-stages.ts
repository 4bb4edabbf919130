/**
 * Stages from modules of a user's own. RINGFENCE_STAGES names the modules, separated as paths are on the system; each
 * has a descriptor as its default export. Read once, when the list of stages is loaded: worker threads and the
 * processes of benches inherit the variable, and so have the same list.
 */
import { statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RingfenceError } from "../core/errors.ts";
import { importOwnModule, nameOwnModule, placeOf } from "../core/module/own-modules.ts";
import type { TakenNames } from "./check-stage.ts";
import { MAX_EVIDENCE_KINDS, type Stage } from "./stage.ts";

export const OWN_STAGES_VARIABLE = "RINGFENCE_STAGES";

/** The modules as they are named; empty where there are none. */
export function ownStagesList(): string {
  return process.env[OWN_STAGES_VARIABLE] ?? "";
}

/**
 * In the order in which they are named. `taken`: what they cannot be called, as others are. Throws `usage` for a module
 * that is missing or exports no stage.
 */
export async function loadOwnStages(list = ownStagesList(), taken: TakenNames = NONE_TAKEN): Promise<Stage[]> {
  const [names, evidence, marks] = [new Set(taken.stages), new Set(taken.evidence), new Set(taken.marks)];
  const stages: Stage[] = [];
  for (const path of list.split(delimiter).filter((one) => one !== "")) {
    const stage = await loadStage(path, { stages: names, evidence, marks });
    stages.push(stage);
    names.add(stage.name);
    for (const kind of Object.keys(stage.evidence)) evidence.add(kind);
    for (const mark of Object.keys(stage.marks ?? {})) marks.add(mark);
    const kinds = evidence.size - Number(evidence.has("prior"));
    if (kinds > MAX_EVIDENCE_KINDS) {
      throw refusal(path, `expected at most ${MAX_EVIDENCE_KINDS} kinds of evidence of all stages, found ${kinds}`);
    }
  }
  return stages;
}

const NONE_TAKEN: TakenNames = { stages: new Set(), evidence: new Set(), marks: new Set() };

async function loadStage(path: string, taken: TakenNames): Promise<Stage> {
  const file = resolve(path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw refusal(path, `expected a module, found no file ${file}`);
  let exported: unknown;
  try {
    const { href } = pathToFileURL(file);
    ({ default: exported } = await importOwnModule(href, `${OWN_STAGES_VARIABLE}: ${path}`));
  } catch (error) {
    throw refusal(path, `the module does not load: ${placeOf(error, file)}`);
  }
  // Loaded here: threads without a stage of a module need no zod.
  const { problemOfStage } = await import("./check-stage.ts");
  const problem = problemOfStage(exported, taken);
  if (problem !== null) throw refusal(path, problem);
  nameOwnModule(pathToFileURL(file).href, `stage "${(exported as Stage).name}" (${path})`);
  return exported as Stage;
}

function refusal(path: string, problem: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `${OWN_STAGES_VARIABLE}: ${path}: ${problem}; docs/architecture.md says what a stage is made of`,
  );
}
