/** `ringfence generate`: labelled events of a simulated world, in files for those who train and measure models. */
import { statSync } from "node:fs";
import { type Command, Option } from "commander";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { generate, type GeneratedDataset } from "../dataset/generate.ts";
import { counted, formatCount } from "../ui/format.ts";
import { loadScenario } from "../scenario/file.ts";
import { FILE_FORMATS, type FileFormat } from "../rows/file-format.ts";
import { printable } from "../core/terminal/printable.ts";
import { addScenarioOptions, allSettings, type Flags, type ScenarioOptions } from "./options/options.ts";
import { printResult } from "./output.ts";
import { runProgress, withProgress } from "./progress.ts";

interface GenerateOptions
  extends ScenarioOptions, Flags<"join" | "mask" | "spreadsheetSafe" | "force" | "json" | "quiet"> {
  readonly out: string;
  readonly format?: FileFormat;
}

const OUT_HELP =
  "file of the events (.parquet; .csv, .tsv, .jsonl, also with .gz); truth, findings and decisions go beside it: events-truth.parquet ...";

export function registerGenerate(program: Command): void {
  const command = program
    .command("generate")
    .description("write every event of a simulated world to files, with truth, findings and decisions apart");
  addScenarioOptions(command)
    .requiredOption("--out <file>", OUT_HELP)
    .addOption(new Option("--format <format>", "of the files (default: by --out)").choices(FILE_FORMATS))
    .option("--join", "one file with all columns, in place of four")
    .option("--mask", "hide the middle of numbers: 138****0017")
    .option("--spreadsheet-safe", "CSV and TSV: an apostrophe before each formula, so that what is read back differs")
    .option("--force", "overwrite files that are there")
    .option("--json", "print the manifest and nothing else")
    .option("--quiet", "no progress")
    .addHelpText(
      "after",
      "\nThe numbers belong to nobody, and stand whole. The same scenario and seed give the same bytes.",
    )
    .action(generateCommand);
}

async function generateCommand(name: string, options: GenerateOptions): Promise<void> {
  const scenario = loadScenario(name, allSettings(options));
  await loadEngines(chooseEngines(scenario));
  const ending = new AbortController();
  const interrupted = (): string => {
    ending.abort();
    return "; no file is left";
  };
  await withProgress({ ...options, interrupted }, async (progress) => {
    const run = runProgress(progress, scenario.hours);
    const onTick = (ticks: number, events: number): void => run.update(ticks, events);
    const made = await generate({ ...options, scenario, signal: ending.signal, onTick });
    progress.stop();
    printResult(options, made.manifest, () => summaryOf(made));
  });
}

function summaryOf({ files, manifest, wallSeconds }: GeneratedDataset): string {
  const { label } = manifest.classes;
  const lines = [
    `${counted(manifest.rows, "event")}: ${formatCount(label["fraud"] ?? 0)} fraud, ${formatCount(label["benign"] ?? 0)} benign; digest ${manifest.digest}; ${formatCount(manifest.rows / Math.max(wallSeconds, 0.001))} a second`,
    ...Object.entries(files).map(([part, path]) => {
      return `${part.padEnd(10)} ${printable(path)}  (${formatCount(Math.ceil(statSync(path).size / 1024))} KiB)`;
    }),
    "Train on rows whose split_script is train, and judge on test: their scripts and templates are other ones.",
  ];
  return `${lines.join("\n")}\n`;
}
