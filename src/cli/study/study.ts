/** `ringfence study`: many runs; a question a subcommand. */
import type { Command } from "commander";
import { wrap } from "../../core/terminal/wrap.ts";
import { FIGURE_UNITS, STUDY_FIGURES } from "../../study/figures.ts";
import { CALIBRATE } from "./calibrate.ts";
import type { StudyVerb } from "./common.ts";
import { COMPARE } from "./compare.ts";
import { SWEEP } from "./sweep.ts";
import { TUNE } from "./tune.ts";
import { VALIDATE } from "./validate.ts";

export function registerStudy(program: Command): void {
  const study = program
    .command("study")
    .description("run a scenario many times, to see what its parameters, variants and defences do")
    .addHelpText("after", () => `\nFigures, as in tables and files:\n${figureLines()}`);
  for (const { addTo } of STUDIES) addTo(study);
}

/** In the order of help. A verb and a JSON Schema follow from each. */
export const STUDIES: readonly StudyVerb[] = [SWEEP, COMPARE, TUNE, CALIBRATE, VALIDATE];

function figureLines(): string {
  return STUDY_FIGURES.flatMap(({ name, unit, definition }) => {
    const [first, ...rest] = wrap(`${name} (${FIGURE_UNITS[unit]}): ${definition}`, "    ");
    return [first!.slice(2), ...rest];
  }).join("\n");
}
