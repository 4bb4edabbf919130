/** `ringfence study`: many runs; a question a subcommand. */
import type { Command } from "commander";
import { wrap } from "../../core/terminal/wrap.ts";
import { FIGURE_UNITS, STUDY_FIGURES } from "../../study/figures.ts";
import { registerCalibrate } from "./calibrate.ts";
import { registerCompare } from "./compare.ts";
import { registerSweep } from "./sweep.ts";
import { registerTune } from "./tune.ts";
import { registerValidate } from "./validate.ts";

export function registerStudy(program: Command): void {
  const study = program
    .command("study")
    .description("run a scenario many times, to see what its parameters, variants and defences do")
    .addHelpText("after", () => `\nFigures, as in tables and files:\n${figureLines()}`);
  for (const register of VERBS) register(study);
}

const VERBS: readonly ((study: Command) => void)[] = [
  registerSweep,
  registerCompare,
  registerTune,
  registerCalibrate,
  registerValidate,
];

function figureLines(): string {
  return STUDY_FIGURES.flatMap(({ name, unit, definition }) => {
    const [first, ...rest] = wrap(`${name} (${FIGURE_UNITS[unit]}): ${definition}`, "    ");
    return [first!.slice(2), ...rest];
  }).join("\n");
}
