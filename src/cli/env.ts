/** `ringfence env`: another program decides whom to warn, over standard input and output. */
import type { Command } from "commander";
import { ENVIRONMENT, serveEnvironment } from "../dataset/environment.ts";
import { loadScenario } from "../scenario/file.ts";
import { addRunSettings, allSettings, type RunSettings } from "./options/options.ts";

const HELP = `
Lines of JSON. In: {"reset": seed} begins a run. Out, each hour: what a warning
policy gets (hour, settings, people, teams; null for Infinity), reward, done. In:
{"warn": [{"person", "channel", "priority"}]}. Out at the end: done, peopleLost,
digest. The reward is minus the people who lost money since the line before.`;

export function registerEnv(program: Command): void {
  const command = program
    .command("env")
    .description("let another program decide whom to warn, hour by hour, as an environment of reinforcement learning");
  addRunSettings(command)
    .addHelpText("after", HELP)
    .action((name: string, options: RunSettings) =>
      serveEnvironment(
        () => loadScenario(name, [...allSettings(options), `warnings.policy=${ENVIRONMENT}`]),
        options.workers,
      ),
    );
}
