/** Which server of NATS a verb talks to, and as whom. */
import { hostname } from "node:os";
import type { Command } from "commander";
import { Broker, type StreamPlan } from "../../gateway/stream/broker.ts";

export interface BrokerChoice extends StreamPlan {
  readonly nats: string;
  readonly stream: string;
  readonly login?: string;
  readonly ca?: string;
}

export function withBroker(command: Command): Command {
  return command
    .requiredOption("--nats <url>", "server of NATS, as nats://127.0.0.1:4222 or tls://host:4222; several by commas")
    .option("--stream <name>", "what streams and subjects are called by", "ringfence")
    .option("--login <file>", "a file with user and password in one line")
    .option("--ca <file>", "certificate that vouches for the servers, in PEM (default: those of the system)");
}

export async function withOpened<Result>(
  { nats: url, ...options }: BrokerChoice,
  verb: string,
  act: (broker: Broker, partitions: number) => Promise<Result>,
): Promise<Result> {
  const broker = await Broker.connect({ ...options, url, client: `ringfence ${verb} at ${hostname()}` });
  try {
    return await act(broker, await broker.open(options));
  } finally {
    await broker.close();
  }
}
