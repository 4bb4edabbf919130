/** `ringfence explain`: one message given here, or one event of a run, on its way through the stages. */
import type { Command } from "commander";
import { commandName } from "../../core/program.ts";
import { usageError } from "../../core/errors.ts";
import { loadEngines } from "../../detect/engines.ts";
import { printable } from "../../core/terminal/printable.ts";
import { type ExplainedRunEvent, explainEvent } from "../../explain/run-event.ts";
import type { Country } from "../../rows/country.ts";
import { explainMessage } from "../../explain/message.ts";
import { renderExplanation, renderTruth } from "../../explain/render.ts";
import type { Explanation } from "../../explain/explanation.ts";
import { defaultWorkers, type Flags, parseWorkers } from "../options/options.ts";
import { addScreeningOptions, countryOption, type ScreeningOptions } from "../options/screening-options.ts";
import { interruptible } from "../../core/module/interruptible.ts";
import { printResult, tell, terminalColumns } from "../output.ts";
import { type RunProgress, runProgress, withProgress } from "../progress.ts";
import { withSettings } from "../../screen/settings.ts";

interface ExplainOptions extends ScreeningOptions, Flags<"unmask" | "json"> {
  readonly country?: Country;
  readonly caller?: string;
  readonly run?: string;
  readonly event?: string;
  readonly workers: number;
}

const CALLER_LEFT_OUT = "no --caller was given, so it was taken for a mobile of this country that hides its number";

/**
 * All engines decide the same; this one has no index, which takes longer to build than to compare one message with
 * every template.
 */
const ENGINE_OF_ONE = "scan";

export function registerExplain(program: Command): void {
  const command = program
    .command("explain")
    .description("show why a message, or one event of a run, got its verdict, stage by stage")
    .argument("[text]", "the message")
    .option("--caller <identity>", "who sent it, or called, without a message (default: a mobile that is not shown)");
  addScreeningOptions(command.addOption(countryOption()))
    .option("--run <dir>", "a run directory: explain one of its events, for which the run is repeated up to it")
    .option("--event <id>", "the event's identity, 16 hexadecimal digits, as in decisions.jsonl")
    .option("--workers <n>", "worker threads for repeating the run", parseWorkers, defaultWorkers())
    .option("--unmask", "show callers' numbers whole")
    .option("--json", "print one JSON document and nothing else")
    .action(async (text: string | undefined, options: ExplainOptions) => {
      const explanation = await explain(text, options);
      const columns = terminalColumns(process.stdout);
      const callerNote = options.run === undefined && options.caller === undefined ? CALLER_LEFT_OUT : null;
      printResult(options, { schemaVersion: 3, ...explanation }, ({ colour }) => {
        const words = `${renderExplanation(explanation, { colour, columns, callerNote })}\n`;
        if (!("truth" in explanation)) return words;
        const isBlocked = explanation.stages.classify.saw?.verdict === "block";
        return `${words}${renderTruth(explanation.truth, isBlocked, columns)}\n`;
      });
    });
}

async function explain(text: string | undefined, options: ExplainOptions): Promise<Explanation | ExplainedRunEvent> {
  const { run, event, caller } = options;
  if (run !== undefined || event !== undefined) {
    if (run === undefined || event === undefined || text !== undefined) {
      throw usageError("an event of a run takes --run DIR and --event ID together, and no message");
    }
    if (options.settings !== undefined || options.set.length > 0) {
      throw usageError("an event of a run was screened by the settings of that run: leave out --settings and --set");
    }
    return repeatRun(run, event, options);
  }
  if (text === undefined && caller === undefined) {
    const message = `${commandName()} explain "your parcel is held"`;
    throw usageError(`nothing to explain: give a message, as in ${message}, a --caller, or --run and --event`);
  }
  if (text?.trim() === "") throw usageError(`the message is empty (${printable(JSON.stringify(text))}): give its text`);
  const setup = withSettings(options);
  const { engine = ENGINE_OF_ONE } = setup;
  await loadEngines({ blocklist: setup.blocklistEngine, matcher: engine });
  return interruptible(() => explainMessage({ ...options, ...setup, text, engine, onRemark: tell }));
}

function repeatRun(run: string, event: string, { workers, unmask = false, json }: ExplainOptions) {
  return withProgress({ json, lead: "repeating the run up to the event" }, (shown) => {
    let progress: RunProgress;
    const onStart = (ticks: number): unknown => (progress = runProgress(shown, ticks));
    const onTick = (ticks: number, events: number): void => progress.update(ticks, events);
    return explainEvent({ run, event, workers, unmask, onStart, onTick });
  });
}
