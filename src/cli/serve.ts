/** `ringfence serve`: a page on this machine that shows a simulation live. */
import type { Command } from "commander";
import { print } from "../core/terminal/print.ts";
import { printable } from "../core/terminal/printable.ts";
import { isLoopback } from "../core/http/guard.ts";
import { servePage } from "../live/server/server.ts";
import { readSettings } from "../scenario/file.ts";
import {
  DEFAULT_SEED,
  defaultWorkers,
  MODEL_OF_SCENARIO,
  modelOption,
  parseHost,
  parsePort,
  parseSeed,
  parseWorkers,
  scenarioHelp,
  setOption,
  settingsOption,
  type SettingOptions,
} from "./options/options.ts";
import { openBrowser } from "./open-browser.ts";
import { reproduceLine } from "./run.ts";

interface ServeOptions extends SettingOptions {
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  readonly workers: number;
  readonly open?: boolean;
}

const DEFAULT_SCENARIO = "classroom";
const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 4280;

export function registerServe(program: Command): void {
  program
    .command("serve")
    .description(
      "show a simulation live, on a page of this machine: play, pause, step, change a parameter, click on an event",
    )
    .argument(
      "[scenario]",
      "scenario that the page begins with: a shipped one by name, or a .yaml file",
      DEFAULT_SCENARIO,
    )
    .option("--port <n>", "port; 0 for any that is free", parsePort, DEFAULT_PORT)
    .option(
      "--host <address>",
      "address to listen on; another than this machine's own lets others in",
      parseHost,
      DEFAULT_HOST,
    )
    .option("--seed <n>", "seed that the page begins with", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads a run", parseWorkers, defaultWorkers())
    .addOption(settingsOption("a YAML file of parameters to lay over every scenario, below --set"))
    .addOption(setOption("set a parameter of every scenario"))
    .addOption(modelOption(MODEL_OF_SCENARIO))
    .addHelpText("after", scenarioHelp)
    .option("--open", "open the page in a browser")
    .action(serve);
}

async function serve(scenario: string, options: ServeOptions): Promise<void> {
  const { host, open } = options;
  const server = await servedRuns(scenario, options);
  if (!isLoopback(host)) {
    print(
      process.stderr,
      `ringfence: everybody who can reach ${printable(host)} can watch and start runs: there is no password and no encryption\n`,
    );
  }
  const interrupted = interruption();
  print(process.stdout, `Ringfence is at ${printable(server.url)}  (Ctrl-C ends it)\n`);
  if (open) openBrowser(server.url, () => print(process.stderr, "ringfence: no browser was found: open it yourself\n"));
  await interrupted;
  await server.close();
}

function servedRuns(
  scenario: string,
  { host, port, seed, workers, settings, set, model }: ServeOptions,
): ReturnType<typeof servePage> {
  return servePage({
    scenario,
    host,
    port,
    seed,
    workers,
    // The last one wins; as text, so that a page's line to repeat a run has it too.
    set: model === undefined ? set : [...set, `screening.model=${JSON.stringify(model)}`],
    over: settings === undefined ? [] : readSettings(settings),
    reproduce: (name, runSeed, all) =>
      reproduceLine(name, {
        seed: runSeed,
        ...(settings === undefined ? {} : { settings }),
        set: all,
        counterfactual: true,
      }),
    onFault: sayFault,
  });
}

function sayFault(fault: unknown): void {
  print(process.stderr, `ringfence: ${describeFault(fault)}\n`);
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/** Resolves at Ctrl-C or on request; a second Ctrl-C ends the process at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
