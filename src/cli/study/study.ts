/** `ringfence study`: many runs, and what they come to; a question a subcommand. */
import type { Command } from "commander";
import { STUDY_FIGURES } from "../../study/figures.ts";
import { figureLines } from "./figure-lines.ts";
import { registerAblate } from "./ablate.ts";
import { registerBestResponse } from "./best-response.ts";
import { registerCalibrate } from "./calibrate.ts";
import { registerCurves } from "./curves.ts";
import { registerPolicies } from "./policies.ts";
import { registerSensitivity } from "./sensitivity.ts";
import { registerSweep } from "./sweep.ts";
import { registerTune } from "./tune.ts";
import { registerStatus } from "./status.ts";
import { registerValidate } from "./validate.ts";
import { SUBMIT } from "./common.ts";

export function registerStudy(program: Command): void {
  const study = program
    .command("study")
    .description("run a scenario many times: what its parameters, defences, policies and gangs' answers come to")
    .addHelpText("after", () => `\nFigures, as in tables and files:\n${figureLines(STUDY_FIGURES)}`);
  for (const register of VERBS) register(study);
  const submit = study
    .command(SUBMIT)
    .description("the same verbs, as a job array of Slurm or by GNU parallel, on many machines that share a directory");
  for (const register of VERBS) register(submit);
  registerStatus(study);
}

const VERBS: readonly ((study: Command) => void)[] = [
  registerSweep,
  registerAblate,
  registerPolicies,
  registerTune,
  registerCurves,
  registerBestResponse,
  registerSensitivity,
  registerCalibrate,
  registerValidate,
];
