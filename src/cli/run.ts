/** `ringfence run`: simulates a scenario, prints the report, and keeps it in a run directory. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { commandName } from "../core/command-name.ts";
import { RingfenceError } from "../core/errors.ts";
import { blamedOnModule } from "../core/module/user-modules.ts";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { type ArmsOptions, type ArmsResult, armsOf, simulateArms } from "../study/variants/arms.ts";
import { DEFAULT_SCENARIO, formatScenario, loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { beyondCoresWords } from "../core/machine.ts";
import { REPORT_FILE, RunDirectory } from "../report/directory/run-directory.ts";
import { type Report, valueAt } from "../report/document.ts";
import { print, printEmphasised } from "../core/terminal/print.ts";
import { printable } from "../core/terminal/printable.ts";
import { emphasise } from "../core/terminal/table.ts";
import { renderReport, renderSummary } from "../report/render-report.ts";
import { reportRun } from "../report/run-report.ts";
import { lineColumns } from "./options/columns.ts";
import { endOnSignals } from "./end-on-signals.ts";
import {
  allSettings,
  DEFAULT_SEED,
  defaultWorkers,
  MODEL_OF_SCENARIO,
  modelOption,
  parseBatchEvents,
  parseSeed,
  parseWorkerDeadline,
  parseHours,
  parseWorkers,
  scenarioHelp,
  setOption,
  settingsOption,
  type SettingOptions,
} from "./options/options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { type Progress, createProgress } from "./progress/progress.ts";
import { writeLoop } from "../report/directory/write-run.ts";
import { SampleWriter } from "../report/directory/sample-writer.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../detect/own-stages.ts";
import { shellQuote } from "./options/shell-quote.ts";

export interface RunOptions extends SettingOptions {
  readonly seed: number;
  readonly workers: number;
  readonly hours?: number;
  readonly batch?: number;
  readonly workerDeadline?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly unmask?: boolean;
  readonly counterfactual: boolean;
  readonly page: boolean;
  readonly details?: boolean;
}

const WORKER_DEADLINE_HELP =
  "end a worker that takes longer for one task, and do the task again; never changes a result (default: 600)";

const OUT_HELP =
  "directory for the results, which must not exist yet, or be empty (default: runs/<scenario>-seed<n>, with settings also a " +
  "hash of the settings, as in smoke-seed1-24e655; where that exists, -2, -3 ... is added)";

export function registerRun(program: Command): void {
  program
    .command("run")
    .description("simulate a scenario; report what was intercepted, who was warned in time, and who was hurt")
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .option("--seed <n>", "seed: the same seed gives the same digest", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads", parseWorkers, defaultWorkers())
    .option("--hours <n>", "hours to simulate: the same as --set hours=<n>", parseHours)
    .option("--batch <events>", "events a batch; never changes a result", parseBatchEvents)
    .option("--worker-deadline <seconds>", WORKER_DEADLINE_HELP, parseWorkerDeadline)
    .addOption(settingsOption())
    .addOption(setOption("set a parameter"))
    .addOption(modelOption(MODEL_OF_SCENARIO))
    .option("--out <dir>", OUT_HELP)
    .option("--details", "print every table, not only a summary of one screen")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no progress bar")
    .option("--no-counterfactual", "leave out the paired runs, without defences and with interception alone")
    .option("--no-page", "leave out report.html, which `ringfence report DIR` makes later: quicker in a sweep")
    .option("--unmask", "write numbers whole into decisions.jsonl and warnings.jsonl")
    .addHelpText("after", scenarioHelp)
    .action(async (scenario: string, options: RunOptions) => {
      const hours = options.hours === undefined ? [] : [`hours=${options.hours}`];
      await runCommand(scenario, { ...options, set: [...options.set, ...hours] });
    });
}

/** Without a terminal, a long run reports that it goes on, for example with a slow engine. */
const LOG_GAP_MS = 60_000;

async function runCommand(name: string, options: RunOptions): Promise<void> {
  const scenario = loadScenario(name, allSettings(options));
  // Before there is a directory: a broken engine leaves none behind.
  await loadEngines(chooseEngines(scenario));
  const isSilent = options.quiet || options.json;
  const beyondCores = beyondCoresWords(options.workers, availableParallelism());
  if (beyondCores !== null && !isSilent) print(process.stderr, `ringfence: ${beyondCores}\n`);
  const resolved = formatScenario(scenario);
  const directory = RunDirectory.create(options.out, { id: runId(scenario, options, resolved) });
  directory.writeScenario(resolved);
  const samples = new SampleWriter(directory, options.unmask ?? false);
  const { counterfactual } = options;
  const progress = createProgress(
    { ticks: scenario.hours, arms: armsOf(scenario, counterfactual) },
    isSilent ? null : process.stderr,
    "running",
    LOG_GAP_MS,
  );
  const isPart = `${directory.path} holds a part of the run and no report: remove it`;
  let isKept = false;
  const isLeft = (): string => {
    if (!isKept) return isPart;
    const { partials } = directory;
    const parts = partials.length === 0 ? "" : `; of ${partials.join(" and ")} a part of the lines`;
    return `${directory.path} holds the report${parts}`;
  };
  // Held until all is kept: making the report takes a while.
  const goOnAtSignals = endOnSignals(() => {
    progress.stop();
    print(process.stderr, `ringfence: interrupted; ${printable(isLeft())}\n`);
  });
  try {
    const arms = await simulateAll(scenario, options, samples, progress, isPart);
    samples.finish();
    const { seed, workers } = options;
    const reproduce = reproduceLine(name, options);
    const report = saying(isPart, () => reportRun(arms, { scenario, seed, workers, reproduce }));
    if (valueAt(report, "matcher.differing") !== undefined)
      print(process.stderr, `ringfence: ${matcherWords(scenario, report)}\n`);
    let page: string | null = null;
    try {
      directory.writeReport(report);
      isKept = true;
      page = await keepRest(report, arms.main, directory, options);
    } finally {
      // Also if it cannot be kept: it took a while.
      printReport(report, directory, page, options);
    }
  } finally {
    goOnAtSignals();
  }
}

async function simulateAll(
  scenario: Scenario,
  options: RunOptions,
  samples: SampleWriter,
  progress: Progress,
  isPart: string,
): Promise<ArmsResult> {
  const { seed, workers, counterfactual } = options;
  try {
    return await simulateArms({
      scenario,
      seed,
      workers,
      ...tuningOf(options),
      counterfactual,
      onArm: (arm) => progress.startArm(arm),
      onSample: (sample) => samples.add(sample),
      onTick: (ticks, events) => {
        samples.flush(ticks - 1);
        progress.update(ticks, events);
      },
    });
  } catch (error) {
    throw withWords(error, isPart);
  } finally {
    progress.stop();
  }
}

function saying<Result>(isPart: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw withWords(error, isPart);
  }
}

function withWords(thrown: unknown, words: string): unknown {
  const error = blamedOnModule(thrown) ?? thrown;
  if (!(error instanceof RingfenceError)) return error;
  return new RingfenceError(error.code, `${error.message}; ${words}`, { cause: error });
}

function matcherWords({ templates }: Scenario, report: Report): string {
  const [value, n] = [valueAt(report, "matcher.differing") ?? 0, valueAt(report, "matcher.differing.n") ?? 0];
  return (
    `the matcher engine ${templates.engine} is approximate: it decided otherwise than scan on ${Math.round(value * n)} of ` +
    `${n} messages (${(100 * value).toFixed(1)} %), copies of the templates in force with random edits`
  );
}

function tuningOf({ batch, workerDeadline }: RunOptions): Pick<ArmsOptions, "batchEvents" | "workerDeadlineSeconds"> {
  return {
    ...(batch === undefined ? {} : { batchEvents: batch }),
    ...(workerDeadline === undefined ? {} : { workerDeadlineSeconds: workerDeadline }),
  };
}

/** Records and page come after the report, which stays if they fail. Returns the path of the page, or null. */
async function keepRest(
  report: Report,
  main: ArmsResult["main"],
  directory: RunDirectory,
  { page, unmask = false }: RunOptions,
): Promise<string | null> {
  try {
    await writeLoop(directory, main, unmask);
    return page ? directory.writePage(await renderPage(report)) : null;
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const isKept = `the report is kept: ${join(directory.path, REPORT_FILE)}`;
    const toMake = page ? `; ${commandName()} report ${shellQuote(directory.path)} makes its page` : "";
    throw new RingfenceError(error.code, `${error.message}; ${isKept}${toMake}`, { cause: error });
  }
}

/** The library of charts is large and loaded on demand. */
async function renderPage(report: Report): Promise<string> {
  const { renderRunPage } = await import("../report/run-page.ts");
  return renderRunPage(report);
}

/** With own settings, the name ends in a hash of everything that was set. */
function runId(scenario: Scenario, { seed, set, settings, model }: RunOptions, resolved: string): string {
  const id = `${scenario.name}-seed${seed}`;
  return set.length === 0 && settings === undefined && model === undefined
    ? id
    : `${id}-${createHash("sha256").update(resolved).digest("hex").slice(0, 6)}`;
}

export function reproduceLine(
  name: string,
  {
    seed,
    settings: file,
    set,
    model,
    counterfactual,
  }: Pick<RunOptions, "seed" | "settings" | "set" | "model" | "counterfactual">,
): string {
  const over = file === undefined ? "" : ` --settings ${shellQuote(file)}`;
  const learned = model === undefined ? "" : ` --model ${shellQuote(model)}`;
  const settings = over + set.map((setting) => ` --set ${shellQuote(setting)}`).join("") + learned;
  const arms = counterfactual ? "" : " --no-counterfactual";
  const stages = ownStagesList();
  const own = stages === "" ? "" : `${OWN_STAGES_VARIABLE}=${shellQuote(stages)} `;
  return `${own}${commandName()} run ${shellQuote(name)} --seed ${seed}${settings}${arms}`;
}

function printReport(
  report: Report,
  directory: RunDirectory,
  page: string | null,
  { json, details }: RunOptions,
): void {
  if (json) {
    print(process.stdout, jsonDocument(report));
    return;
  }
  const colour = wantsColour(process.stdout);
  const width = lineColumns(process.stdout);
  const text = details
    ? renderReport(report, { width, colour })
    : renderSummary(report, { width, colour, explain: directory.isFirst });
  const rest = page === null ? printable(directory.path) : printable(page);
  printEmphasised(
    process.stdout,
    `${text}${emphasise("bold", "Report", { colour })}  ${rest}${details ? "" : "\n        (every table in the terminal: --details)"}\n`,
  );
}
