/** `gateway front`: a front that takes events by HTTP. */
import { once } from "node:events";
import { hostname } from "node:os";
import type { Command } from "commander";
import { messageOf } from "../../core/errors.ts";
import { print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { Entrance } from "../../gateway/entrance.ts";
import { doorSchema, doorSettings } from "../../gateway/settings.ts";
import { openFrontDoor } from "../../gateway/stream/front-door.ts";
import { numberIn } from "../options/numbers.ts";
import { parsePort, setOption, settingsFilesOption } from "../options/options.ts";
import { processStreams, type Streams, tell } from "../output.ts";
import { type BrokerChoice, parseFront, withBroker, withOpened, withPlan } from "./broker-options.ts";
import { settingsHelp } from "./settings-help.ts";
import { untilEnded } from "./until-ended.ts";

interface FrontOptions extends BrokerChoice {
  readonly front?: string;
  readonly port?: number;
  readonly patience: number;
  readonly settings: readonly string[];
  readonly set: readonly string[];
}

export function registerFront(gateway: Command, streams: Streams = processStreams()): void {
  const front = gateway
    .command("front")
    .description("take events and complaints by HTTP, publish them to a stream, and show how it is on a page");
  withPlan(withBroker(front))
    .option("--front <name>", "by which it goes on after a crash (default: this machine and the port)", parseFront)
    .option("--port <n>", "port of this machine; 0 for any that is free (default: 4290)", parsePort)
    .option(
      "--patience <seconds>",
      "seconds without an acknowledgement after which a request gets 503",
      numberIn(1, 3600),
      10,
    )
    .addOption(settingsFilesOption("a YAML file of settings of the group gateway"))
    .addOption(setOption("set one of these, as in gateway.maxEvents=5000"))
    .addHelpText("after", help)
    .action((options: FrontOptions) => openFront(options, streams));
}

function help(): string {
  return `${settingsHelp(doorSchema)}
POST /v1/events takes an event, an array or lines, and answers 202 with the name
of the front and the line of each event once the stream has them; GET
/openapi.json describes all. SIGTERM answers what was taken, and ends.
`;
}

async function openFront(options: FrontOptions, streams: Streams): Promise<void> {
  const { port, settings: files, set, patience, front, ...choice } = options;
  const settings = doorSettings(files, set, port === undefined ? {} : { port });
  const entrance = new Entrance(settings);
  const say = (words: string): void => tell([printable(words)], streams.error);
  const onFault = (fault: unknown): void => say(messageOf(fault));
  const name =
    front ??
    `http-${hostname()
      .replaceAll(/[^\w-]/g, "-")
      .slice(0, 40)}-${settings.port}`;
  await withOpened(choice, "front", (broker, partitions) =>
    untilEnded(async (signal) => {
      const parts = { broker, partitions, front: name, patienceMs: patience * 1000, tell: say };
      const door = await openFrontDoor({ ...parts, settings, entrance, onFault });
      print(streams.output, `Ringfence front ${name} is at ${printable(door.url)}  (Ctrl-C ends it)\n`);
      try {
        if (!signal.aborted) await Promise.race([once(signal, "abort"), door.failed]);
      } finally {
        await door.close();
      }
    }, broker),
  );
}
