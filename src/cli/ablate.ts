/** `ringfence ablate`: each defence left out in turn, and added alone to nothing. */
import type { Command } from "commander";
import { counted } from "../core/counted.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import { ablate } from "../study/ablate.ts";
import { renderAblationPage } from "../study/ablation-page.ts";
import type { Ablation } from "../study/ablation-schema.ts";
import { DIFFERENCE_COLUMNS, differenceRow, differenceTables } from "./difference-rows.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { extendList, scenarioHelp } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { seedsNote, studyFoot } from "./study-foot.ts";
import {
  addStudyOptions,
  reproduceStudy,
  runTeller,
  seedsOf,
  settingsOf,
  type StudyOptions,
  withStudyDirectory,
} from "./study-options.ts";

interface AblateOptions extends StudyOptions {
  readonly defences?: string;
  readonly details?: boolean;
}

/** Shown in the terminal; --details shows all. */
const MAIN_FIGURES = ["interception", "falseInterception", "kept", "lostYuan"];

export function registerAblate(program: Command): void {
  const verb = program
    .command("ablate")
    .description("leave out each defence in turn, add each alone to nothing, and say what it does")
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .option(
      "--defences <list>",
      "defences to try, separated by commas (default: all that the scenario has)",
      extendList,
    )
    .option("--details", "every figure in the terminal");
  addStudyOptions(verb, "set a parameter of all runs").addHelpText("after", scenarioHelp).action(ablateCommand);
}

async function ablateCommand(name: string, options: AblateOptions): Promise<void> {
  const { defences, workers, json = false, quiet = false } = options;
  const scenario = loadScenario(name, settingsOf(options));
  const startedMs = performance.now();
  const goOnAtSignals = endOnSignals(() => process.stderr.write("ringfence: interrupted; nothing is kept\n"));
  try {
    await withStudyDirectory(options, async (write) => {
      const ablation = await ablate({
        scenario,
        seeds: seedsOf(options),
        workers,
        ...(defences === undefined ? {} : { defences: defences.split(",").map((each) => each.trim()) }),
        onRun: runTeller(options),
        reproduce: reproduceStudy(
          "ablate",
          [name, ...(defences === undefined ? [] : ["--defences", defences])],
          options,
        ),
      });
      write({
        name: "ablation.json",
        document: ablation,
        columns: ["defence", "side", ...DIFFERENCE_COLUMNS],
        rows: ablation.rows.map((row) => ({
          defence: row.defence,
          side: row.side,
          ...differenceRow(row, ablation.figures),
        })),
        page: () => renderAblationPage(ablation),
      });
      process.stdout.write(json ? jsonDocument(ablation) : render(ablation, options));
      if (json || quiet) return;
      const seconds = Math.ceil((performance.now() - startedMs) / 1000);
      process.stderr.write(`${counted(ablation.runs, "run")} in ${counted(seconds, "second")}\n`);
    });
  } finally {
    goOnAtSignals();
  }
}

const SIDES = { without: "Left out", alone: "Alone" } as const;

function render(
  { figures, defences, rows, seeds, reproduce }: Ablation,
  { details = false, out }: AblateOptions,
): string {
  const style = { colour: wantsColour(process.stdout) };
  const shown = details ? figures : figures.filter(({ name }) => MAIN_FIGURES.includes(name));
  const tables = (["without", "alone"] as const).map((side) => {
    const lines = defences.map(({ name }) => ({
      name,
      rows: rows.filter((row) => row.defence === name && row.side === side),
    }));
    return differenceTables(SIDES[side], lines, shown, style);
  });
  const words = [
    "Left out: all defences but this one, less all of them. Alone: this one with those that it needs, less these.",
    seedsNote(
      seeds.length,
      `Means over ${counted(seeds.length, "seed")}, ± half of the 95 % interval. ? cannot tell from no difference; behind it, about how many seeds would.`,
    ),
    ...(details ? [] : ["Every figure: --details, or --out for a table and a page."]),
  ];
  return `${tables.join("\n\n")}\n${studyFoot({ notes: words, reproduce, out })}`;
}
