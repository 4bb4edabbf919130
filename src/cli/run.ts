/** `ringfence run`: simulates a scenario, prints the report, and keeps it in a run directory. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { commandName } from "../core/program.ts";
import { RingfenceError } from "../core/errors.ts";
import { blamedOnModule } from "../core/module/user-modules.ts";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { armsOf, simulateArms } from "../study/variants/arms.ts";
import { formatScenario, loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { beyondCoresWords } from "../core/machine.ts";
import { REPORT_FILE, RunDirectory } from "../report/directory/run-directory.ts";
import { printable } from "../core/terminal/printable.ts";
import { emphasise } from "../core/terminal/table.ts";
import { renderReport, renderSummary } from "../report/render-report.ts";
import { reportRun } from "../report/run-report.ts";
import {
  addScenarioOptions,
  allSettings,
  type Flags,
  modelOption,
  parseBatchEvents,
  parseWorkerDeadline,
  type ScenarioOptions,
  typedSettings,
} from "./options/options.ts";
import { programLine, shellQuote } from "./options/typed-line.ts";
import { printResult, tell } from "./output.ts";
import { isSilent, runProgress, withProgress } from "./progress.ts";
import { writeLoop } from "../report/directory/write-run.ts";
import { SampleWriter } from "../report/directory/sample-writer.ts";

interface RunOptions extends ScenarioOptions, Flags<"json" | "quiet" | "unmask" | "details"> {
  readonly batch?: number;
  readonly workerDeadline?: number;
  readonly out?: string;
  readonly counterfactual: boolean;
  readonly page: boolean;
}

const OUT_HELP =
  "a new or empty directory (default: runs/<scenario>-seed<n>, with settings also their hash; with -2, -3 ... where that exists)";

export function registerRun(program: Command): void {
  const command = program
    .command("run")
    .description("simulate a scenario; report what was intercepted, who was warned in time, and who was hurt");
  addScenarioOptions(command)
    .option("--batch <events>", "events a batch; never changes a result", parseBatchEvents)
    .option("--worker-deadline <seconds>", "a task that takes longer is done again (default: 600)", parseWorkerDeadline)
    .addOption(modelOption("what screening.model states, none unless it is set"))
    .option("--policy <module>", "whom to warn, by your own warning policy (default: what warnings.policy states)")
    .option("--out <dir>", OUT_HELP)
    .option("--details", "print every table, not only a summary of one screen")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no progress")
    .option("--no-counterfactual", "leave out the paired runs, without defences and with interception alone")
    .option("--no-page", "leave out report.html, which `ringfence report DIR` makes later: quicker in a sweep")
    .option("--unmask", "write numbers whole into decisions.jsonl and warnings.jsonl")
    .action(runCommand);
}

/** Without a terminal, a long run reports that it goes on, for example with a slow engine. */
const LOG_GAP_MS = 60_000;

async function runCommand(name: string, options: RunOptions): Promise<void> {
  const { seed, workers, counterfactual, unmask = false, json, quiet } = options;
  const scenario = loadScenario(name, allSettings(options));
  // Before there is a directory: a broken engine leaves none behind.
  await loadEngines(chooseEngines(scenario));
  const beyondCores = beyondCoresWords(workers, availableParallelism());
  if (beyondCores !== null && !isSilent(options)) tell(beyondCores);
  const resolved = formatScenario(scenario);
  const directory = RunDirectory.create(options.out, { id: runId(scenario, options, resolved) });
  directory.writeScenario(resolved);
  const samples = new SampleWriter(directory, unmask);
  let left = `${directory.path} holds no report, but the scenario and rows so far (.partial): remove it`;
  const shown = { json, quiet, lead: "running", gapMs: LOG_GAP_MS, interrupted: () => `; ${printable(left)}` };
  // Until all is kept: making the report takes a while.
  await withProgress(shown, async (bar) => {
    const armWords = armsOf(scenario, counterfactual).map(({ words }) => words);
    const progress = runProgress(bar, scenario.hours, armWords);
    const arms = await simulateArms({
      scenario,
      seed,
      workers,
      ...(options.batch !== undefined && { batchEvents: options.batch }),
      ...(options.workerDeadline !== undefined && { workerDeadlineSeconds: options.workerDeadline }),
      counterfactual,
      onArm: (arm) => progress.startArm(arm && arm.words),
      onSample: (sample) => samples.add(sample),
      onTick: (ticks, events) => {
        samples.flush(ticks - 1);
        progress.update(ticks, events);
      },
    });
    bar.stop();
    samples.finish();
    const reproduce = reproduceLine(name, { ...options, set: typedSettings(options) });
    const report = reportRun(arms, { scenario, seed, workers, reproduce });
    let page: string | null = null;
    try {
      directory.writeReport(report);
      const toMake = options.page ? `; ${commandName()} report ${shellQuote(directory.path)} makes its page` : "";
      left = `the report is kept: ${join(directory.path, REPORT_FILE)}${toMake}`;
      await writeLoop(directory, arms.main, unmask);
      // The library of charts is large.
      if (options.page) page = directory.writePage((await import("../report/run-page.ts")).renderRunPage(report));
    } finally {
      // Also if it cannot be kept: it took a while.
      printResult(options, report, (style) => {
        const { details } = options;
        const text = details
          ? renderReport(report, style)
          : renderSummary(report, { ...style, explain: directory.isFirst });
        const more = details ? "" : "        (every table in the terminal: --details)\n";
        return `${text}${emphasise("bold", "Report", style)}  ${printable(page ?? directory.path)}\n${more}`;
      });
    }
  }).catch((thrown: unknown) => {
    const error = blamedOnModule(thrown) ?? thrown;
    if (!(error instanceof RingfenceError)) throw error;
    throw new RingfenceError(error.code, `${error.message}; ${left}`, { cause: error });
  });
}

/** With own settings, the name ends in a hash of everything that was set. */
function runId(scenario: Scenario, options: RunOptions, resolved: string): string {
  const isSet = allSettings(options).length > 0;
  const hash = isSet ? `-${createHash("sha256").update(resolved).digest("hex").slice(0, 6)}` : "";
  return `${scenario.name}-seed${options.seed}${hash}`;
}

export function reproduceLine(
  name: string,
  options: Pick<RunOptions, "seed" | "settings" | "set" | "model" | "policy" | "counterfactual">,
): string {
  const given = (["settings", "set", "model", "policy"] as const).flatMap((option) =>
    [options[option] ?? []].flat().map((value) => ` --${option} ${shellQuote(value)}`),
  );
  const arms = options.counterfactual ? "" : " --no-counterfactual";
  return `${programLine()} run ${shellQuote(name)} --seed ${options.seed}${given.join("")}${arms}`;
}
