/** `ringfence gateway`: verdicts on live calls and messages, by HTTP. */
import type { Command } from "commander";
import { z } from "zod";
import { print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { maskNumbersIn } from "../../event/masking.ts";
import { startGateway } from "../../gateway/gateway.ts";
import { gatewaySchema, gatewaySettings } from "../../gateway/settings.ts";
import { interruption } from "../end-on-signals.ts";
import { modelOption, parsePort, repeatable, setOption } from "../options/options.ts";
import type { ScreeningOptions } from "../options/screening-options.ts";
import { faultWords, tell } from "../output.ts";
import { registerStreams } from "./streams.ts";

interface GatewayCommandOptions extends Omit<ScreeningOptions, "settings"> {
  readonly settings: readonly string[];
  readonly port?: number;
  readonly state?: string;
}

export function registerGateway(program: Command): void {
  const command = program
    .command("gateway")
    .description("screen live calls and messages by HTTP; take complaints and listings, and keep them")
    .option("--port <n>", "port of this machine; 0 for any that is free (default: 4290)", parsePort)
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains, one a line (default: nobody)")
    .option("--templates <file>", "scripts to match: one a line (default: those shipped)")
    .option("--state <folder>", "folder of the journal and of the callers' history (default: gateway-state)")
    .addOption(modelOption("starter, which only advises"))
    .addOption(
      repeatable(
        "--settings <file>",
        "a YAML file of the group gateway, and of screening, the later above the earlier",
      ),
    )
    .addOption(setOption("set one of these, as in gateway.deadlineMs=100 or screening.blockScore=200"))
    .addHelpText("after", help)
    .action(gateway);
  registerStreams(command);
}

function help(): string {
  const { properties = {} } = z.toJSONSchema(gatewaySchema, { io: "input" });
  const settings = Object.entries(properties as Readonly<Record<string, z.core.JSONSchema.BaseSchema>>);
  const lines = settings.map(([name, { description, default: usual, minimum, maximum }]) => {
    const range = minimum === undefined ? undefined : `from ${minimum} to ${maximum}`;
    const facts = [usual, range].filter((fact) => fact !== undefined && !Array.isArray(fact)).join(", ");
    return `  ${name.padEnd(13)} ${description}${facts && ` (${facts})`}`;
  });
  return `
Settings of the group gateway, each with its default and its range. A file that a settings file names is found from its folder.
${lines.join("\n")}

POST /v1/screen takes an event, an array or a stream of lines; GET /openapi.json
describes all. SIGHUP reads the lists and the model anew; SIGTERM answers what was
taken, saves and ends.
`;
}

async function gateway({ settings, set, model, ...over }: GatewayCommandOptions): Promise<void> {
  const onFault = (fault: unknown): void => say(faultWords(fault));
  const running = await startGateway({ ...gatewaySettings(settings, set, over), model, tell: say, onFault });
  const interrupted = interruption();
  const reload = (): void =>
    void running.reload().catch((error: unknown) => say(`reload: ${(error as Error).message}`));
  process.on("SIGHUP", reload);
  print(process.stdout, `Ringfence gateway is at ${printable(running.url)}  (Ctrl-C ends it)\n`);
  await interrupted;
  process.off("SIGHUP", reload);
  await running.close();
}

/** A time in the gateway's form: its digits are no phone number. */
const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

function say(words: string): void {
  const masked = printable(words)
    .split(MOMENT)
    .map((part) => (MOMENT.test(part) ? part : maskNumbersIn(part)));
  tell(masked.join(""));
}
