/**
 * Stages from users' modules, which RINGFENCE_STAGES names like paths in PATH. It is read once, when the list of stages
 * is loaded; worker threads and processes of benches inherit it.
 */
import { delimiter } from "node:path";
import { isMainThread } from "node:worker_threads";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { findModule, importUserModule, nameUserModule } from "../core/module/user-modules.ts";
import { MAX_EVIDENCE_KINDS, type Stage } from "./stage.ts";

export const OWN_STAGES_VARIABLE = "RINGFENCE_STAGES";

/** The modules as the variable names them; empty if there are none. */
export function ownStagesList(): string {
  return process.env[OWN_STAGES_VARIABLE] ?? "";
}

/** What of a stage has names, which no other may have. */
interface Named {
  readonly name: string;
  readonly evidence?: object;
  readonly marks?: object | undefined;
}

/** In the order of `list`. Throws RingfenceError "config" for a module that is missing or exports no stage. */
export async function loadOwnStages(list: string, shipped: readonly Named[]): Promise<Stage[]> {
  const stages: Stage[] = [];
  for (const written of list.split(delimiter).filter((one) => one !== "")) {
    const what = `${OWN_STAGES_VARIABLE}: ${written}`;
    const found = findModule(written);
    if (!("path" in found))
      throw new RingfenceError(
        "config",
        `${what}: expected a module, and "${delimiter}" between two; ${found.problem}`,
      );
    const { default: exported } = await importUserModule(found.path, what);
    // Loaded here, so that threads without such a stage do not load zod.
    const { problemOfStage } = await import("./check-stage.ts");
    const problem = problemOfStage(exported) ?? takenName([...shipped, ...stages, exported as Stage]);
    if (problem !== null) throw refused(what, problem);
    // An empty table, so that a stage is on that opens none.
    const stage: Stage = { lasting: () => ({}), ...(exported as Stage) };
    nameUserModule(found.path, `stage "${stage.name}" (${written})`);
    stages.push(stage);
  }
  return stages;
}

/**
 * Has each stage screen a call and a message, on the main thread, so that a stage that throws is refused before a file
 * is written. Throws RingfenceError "config".
 */
export async function tryOwnStages(stages: readonly Stage[]): Promise<void> {
  if (stages.length === 0 || !isMainThread) return;
  const { tryStage } = await import("./check-stage.ts");
  for (const stage of stages) {
    try {
      tryStage(stage);
    } catch (error) {
      const message = error instanceof Error ? error.message : describeValue(error);
      const what = `${OWN_STAGES_VARIABLE}: stage "${stage.name}"`;
      throw refused(what, `it must screen a call and a message, and failed: ${printable(message)}`, error);
    }
  }
}

function refused(what: string, problem: string, cause?: unknown): RingfenceError {
  const words = `${what}: ${problem}; docs/guide-engineer.md says what a stage is made of`;
  return new RingfenceError("config", words, { cause });
}

function takenName(all: readonly Named[]): string | null {
  const names = {
    name: all.map(({ name }) => name),
    evidence: all.flatMap(({ evidence = {} }) => Object.keys(evidence)),
    marks: all.flatMap(({ marks = {} }) => Object.keys(marks)),
  };
  for (const [what, given] of Object.entries(names)) {
    const twice = given.find((one, at) => given.indexOf(one) !== at || one in {});
    if (twice !== undefined) return `${what}: expected a name that no other has, found "${twice}"`;
  }
  const kinds = names.evidence.filter((kind) => kind !== "prior").length;
  if (kinds <= MAX_EVIDENCE_KINDS) return null;
  return `expected at most ${MAX_EVIDENCE_KINDS} kinds of evidence of all stages, found ${kinds}`;
}
