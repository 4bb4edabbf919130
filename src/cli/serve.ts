/** `ringfence serve`: a page on this machine that shows a simulation live. */
import type { Command } from "commander";
import { isLoopback } from "../core/http/guard.ts";
import { print } from "../core/terminal/print.ts";
import { printable } from "../core/terminal/printable.ts";
import { servePage } from "../live/server/server.ts";
import { readSettings } from "../scenario/file.ts";
import { addScenarioOptions, parseHost, parsePort, type ScenarioOptions, typedSettings } from "./options/options.ts";
import { interruption } from "./end-on-signals.ts";
import { faultWords, tell } from "./output.ts";
import { reproduceLine } from "./run.ts";

const DESCRIPTION =
  "show a simulation live, on a page of this machine: play, pause, step, change a parameter, click on an event";

export function registerServe(program: Command): void {
  addScenarioOptions(program.command("serve").description(DESCRIPTION), "classroom")
    .option("--port <n>", "port; 0 for any that is free", parsePort, 4280)
    .option("--host <address>", "address to listen on: any but the default lets others in", parseHost, "127.0.0.1")
    .action(serve);
}

type ServeOptions = ScenarioOptions & { readonly port: number; readonly host: string };

async function serve(scenario: string, { settings, ...options }: ServeOptions): Promise<void> {
  const { host } = options;
  const server = await servePage({
    ...options,
    set: typedSettings(options),
    scenario,
    over: settings === undefined ? [] : readSettings(settings),
    reproduce: (name, seed, set) =>
      reproduceLine(name, { seed, set, ...(settings !== undefined && { settings }), counterfactual: true }),
    onFault: (fault) => tell(faultWords(fault)),
  });
  if (!isLoopback(host)) {
    tell(`everybody who can reach ${printable(host)} can watch and start runs: there is no password and no encryption`);
  }
  const interrupted = interruption();
  print(process.stdout, `Ringfence is at ${printable(server.url)}  (Ctrl-C ends it)\n`);
  await interrupted;
  await server.close();
}
