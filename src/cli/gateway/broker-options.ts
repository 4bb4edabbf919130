/** Which server of NATS a verb talks to, as whom, and what stream it makes there. */
import { hostname } from "node:os";
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { Broker, type StreamPlan } from "../../gateway/stream/broker.ts";
import { FRONT_NAME } from "../../gateway/stream/event-pack.ts";
import { MAX_PARTITIONS } from "../../gateway/stream/partition.ts";
import { TABLES_FRONT } from "../../gateway/stream/stream-tables.ts";
import { wholeNumber } from "../options/numbers.ts";

const [MAX_REPLICAS, MAX_STORE_BYTES] = [5, 2 ** 50];

const IN_ORDER = `
publish --partitions 4 makes a stream, work screens it, verdicts prints what was
decided, and doctor says how it is. More is in docs/guide-cluster.md.
`;

export interface BrokerChoice extends StreamPlan {
  readonly nats: string;
  readonly stream: string;
  readonly login?: string;
  readonly ca?: string;
}

export function withBroker(command: Command): Command {
  return command
    .requiredOption("--nats <url>", "server of NATS, as nats://127.0.0.1:4222 or tls://host:4222; several by commas")
    .option("--stream <name>", "name of the stream, the same for all its verbs", "ringfence")
    .option("--login <file>", "a file with user and password in one line, as gateway cluster writes it")
    .option("--ca <file>", "certificate that vouches for servers at tls://, in PEM (default: those of the system)")
    .addHelpText("after", IN_ORDER);
}

export function withPlan(command: Command): Command {
  return command
    .option(
      "--partitions <n>",
      "make the stream, with so many partitions for good: four for each core you may have",
      wholeNumber(1, MAX_PARTITIONS),
    )
    .option(
      "--replicas <n>",
      "servers that hold each message, of a new stream (default: 1)",
      wholeNumber(1, MAX_REPLICAS),
    )
    .option(
      "--max-bytes <n>",
      "bytes of events that may wait, of a new stream (default: what the server has)",
      wholeNumber(1, MAX_STORE_BYTES),
    );
}

export function parseFront(written: string): string {
  if (FRONT_NAME.test(written) && written !== TABLES_FRONT) return written;
  throw new RingfenceError("usage", `--front: expected letters, digits, - and _, 64 at most, and not ${TABLES_FRONT}`);
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
