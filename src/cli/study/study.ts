/** `ringfence study`: many runs, and what they come to; a question a subcommand. */
import type { Command } from "commander";
import { STUDY_FIGURES } from "../../study/figures.ts";
import { figureLines } from "./figure-lines.ts";
import { registerAblate } from "./ablate.ts";
import { registerCalibrate } from "./calibrate.ts";
import { registerPolicies } from "./policies.ts";
import { registerSweep } from "./sweep.ts";
import { registerTune } from "./tune.ts";
import { registerValidate } from "./validate.ts";

export function registerStudy(program: Command): void {
  const study = program
    .command("study")
    .description("run a scenario many times: what its parameters, defences and policies come to")
    .addHelpText("after", () => `\nFigures, as in tables and files:\n${figureLines(STUDY_FIGURES)}`);
  for (const register of VERBS) register(study);
}

const VERBS: readonly ((study: Command) => void)[] = [
  registerSweep,
  registerAblate,
  registerPolicies,
  registerTune,
  registerCalibrate,
  registerValidate,
];
