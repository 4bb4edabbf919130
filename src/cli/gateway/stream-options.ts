import { type Command, InvalidArgumentError } from "commander";
import { Broker, type BrokerOptions } from "../../gateway/stream/broker.ts";

export function addBrokerOptions(command: Command): Command {
  return command
    .requiredOption("--nats <url>", "server of NATS, as nats://127.0.0.1:4222; several of a cluster by commas")
    .option("--stream <name>", "name of the stream", streamName, "ringfence")
    .option("--login <file>", "a file with user and password in one line");
}

function streamName(written: string): string {
  if (/^[\w-]+$/.test(written)) return written;
  throw new InvalidArgumentError("Expected letters, digits, - and _.");
}

/** Longest wait for a server when a verb ends. */
const GIVE_UP_MS = 3000;

/** Runs `act` with a connection. Ctrl-C and SIGTERM abort `until`, after which waits are short. */
export async function withBroker(
  options: BrokerOptions,
  act: (broker: Broker, until: AbortSignal) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const broker = await Broker.connect(options, ending.signal);
  const end = (): void => {
    ending.abort();
    setTimeout(() => void broker.close(), GIVE_UP_MS).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  try {
    await act(broker, ending.signal);
  } finally {
    ending.abort();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, end);
    await broker.close();
  }
}
