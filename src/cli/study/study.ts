/** `ringfence study`: many runs, and what they come to; a question a subcommand. */
import { Command } from "commander";
import { messageOf } from "../../core/errors.ts";
import { CellStore } from "../../study/cells/cell-store.ts";
import { studiesIn } from "../../study/status.ts";
import type { Study, StudyVerb } from "../../study/study.ts";
import { STUDY_FIGURES } from "../../study/figures.ts";
import { figureLines } from "./figure-lines.ts";
import { registerAblate } from "./ablate.ts";
import { registerCalibrate } from "./calibrate.ts";
import { registerPolicies } from "./policies.ts";
import { registerSweep } from "./sweep.ts";
import { registerTune } from "./tune.ts";
import { registerStatus } from "./status.ts";
import { registerValidate } from "./validate.ts";
import { studyIn, SUBMIT } from "./common.ts";

export function registerStudy(program: Command): void {
  const study = program
    .command("study")
    .description("run a scenario many times: what its parameters, defences and policies come to")
    .addHelpText("after", () => `\nFigures, as in tables and files:\n${figureLines(STUDY_FIGURES)}`);
  for (const register of VERBS) register(study);
  const submit = study
    .command(SUBMIT)
    .description("the same verbs, as a job array of Slurm or by GNU parallel, on many machines that share a directory");
  for (const register of VERBS) register(submit);
  registerStatus(study);
}

/** The study that a directory stated last, or why it cannot be told from here. Throws where it holds none. */
export function statedStudy(directory: string): Study<object> | string {
  const { path } = CellStore.open(directory);
  const program = new Command();
  registerStudy(program);
  try {
    return studyIn(program.commands[0]!, path, studiesIn(path)[0] as StudyVerb);
  } catch (error) {
    return messageOf(error);
  }
}

const VERBS: readonly ((study: Command) => void)[] = [
  registerSweep,
  registerAblate,
  registerPolicies,
  registerTune,
  registerCalibrate,
  registerValidate,
];
