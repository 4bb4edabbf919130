/** `ringfence curves`: what each threshold of warning, and each number of agents, comes to over several worlds. */
import { join } from "node:path";
import type { Command } from "commander";
import { RingfenceError } from "../core/errors.ts";
import { packageVersion } from "../core/version.ts";
import { loadEngines } from "../detect/engines.ts";
import { writeWhole } from "../core/file/atomic-file.ts";
import { RunDirectory } from "../report/directory/run-directory.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import { type WarningCurve, type WarningCurves, warningCurves } from "../study/curves/curves.ts";
import { curvesTable } from "../study/curves/table.ts";
import { printable } from "../core/terminal/printable.ts";
import { renderTable, type Style } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { allSettings, defaultWorkers, parseWorkers, scenarioHelp, setOption, settingsOption } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { readNumber } from "./numbers.ts";
import { readSeeds, seedWords } from "./seed-list.ts";
import { figureWords } from "./tune-render.ts";
import { typedLine } from "./typed-line.ts";

interface CurvesCommandOptions {
  readonly seeds: string;
  readonly thresholds?: string;
  readonly agents?: string;
  readonly workers: number;
  readonly settings?: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const CURVES_SCHEMA_VERSION = 1;
export const CURVES_FILE = "curves.json";
export const CURVES_TABLE_FILE = "table.csv";

export function registerCurves(program: Command): void {
  const command = program
    .command("curves")
    .description("precision against recall of warnings, lead time against false alarms, people kept against agents")
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .option("--seeds <list>", "seeds: the same for every point", "1-5")
    .option("--thresholds <list>", "exposures from which a warning is pushed (default: six around warnings.low)")
    .option("--agents <list>", "numbers of telephone agents (default: six, from none to four times dissuasion.agents)")
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addOption(settingsOption())
    .addOption(setOption("set a parameter"))
    .option(
      "--out <dir>",
      "directory for curves.json, table.csv and report.html, which must not exist yet, or be empty (default: runs/<scenario>-curves)",
    )
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no line for each run")
    .addHelpText("after", scenarioHelp);
  command.action((name: string, options: CurvesCommandOptions) =>
    curvesCommand(name, options, typedLine(command, ["out", "json", "quiet", "workers"])),
  );
}

async function curvesCommand(name: string, options: CurvesCommandOptions, reproduce: string): Promise<void> {
  const { workers, json = false, quiet = false } = options;
  const scenario = loadScenario(name, allSettings(options));
  const seeds = readSeeds(options.seeds, "--seeds");
  const thresholds = readList(options.thresholds, "--thresholds");
  const agents = readList(options.agents, "--agents");
  await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
  const directory = RunDirectory.create(options.out, { id: `${scenario.name}-curves` });
  // At a signal too: nothing is in it before everything is known.
  const goOnAtSignals = endOnSignals(() => directory.abandon());
  try {
    const curves = await warningCurves({
      scenario,
      seeds,
      workers,
      ...(thresholds === null ? {} : { thresholds }),
      ...(agents === null ? {} : { agents }),
      onRun: (done, most) => {
        if (!quiet && !json) process.stderr.write(`${done} of ${most} runs\n`);
      },
    });
    const document = { schemaVersion: CURVES_SCHEMA_VERSION, version: packageVersion(), reproduce, ...curves };
    const { renderCurvesPage } = await import("../study/curves/page.ts");
    writeWhole(join(directory.path, CURVES_FILE), jsonDocument(document));
    writeWhole(join(directory.path, CURVES_TABLE_FILE), curvesTable(curves));
    const page = directory.writePage(renderCurvesPage(curves, reproduce));
    process.stdout.write(
      json
        ? jsonDocument(document)
        : `${render(curves, { colour: wantsColour(process.stdout) })}\nReport  ${printable(page)}\n`,
    );
  } catch (error) {
    directory.abandon();
    throw error;
  } finally {
    goOnAtSignals();
  }
}

function render(curves: WarningCurves, style: Style): string {
  const note =
    `Seeds ${seedWords(curves.seeds)}, ${curves.runs} whole runs. Rates are pooled over seeds, other figures are means; ` +
    "intervals (95 %) are between worlds. * as the scenario has it. A threshold above a level of risk raises that level with it.";
  return [
    table(curves.threshold, ["coverage", "accuracy"], style),
    "",
    table(curves.threshold, ["falseAlarmsPerDay", "leadMinutes"], style),
    "",
    table(curves.agents, ["agentHoursPerDay", "kept"], style),
    "",
    ...wrap(note, ""),
    "",
  ].join("\n");
}

function table(
  { parameter, stated, points }: WarningCurve,
  names: readonly (keyof WarningCurve["points"][number]["figures"])[],
  style: Style,
): string {
  const rows = points.map(({ at, figures }) => [
    `${at}${at === stated ? " *" : ""}`,
    ...names.map((name) => figureWords(figures[name])),
  ]);
  return renderTable([parameter, ...names], rows, style);
}

function readList(written: string | undefined, option: string): number[] | null {
  if (written === undefined) return null;
  return written.split(",").map((each) => {
    const value = readNumber(each.trim());
    if (Number.isFinite(value)) return value;
    throw new RingfenceError(
      "usage",
      `${option}: expected numbers from 0 on, separated by commas, but found ${JSON.stringify(each)}`,
    );
  });
}
