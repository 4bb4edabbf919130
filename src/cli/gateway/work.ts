/** `gateway work`: screens partitions of a stream. */
import { type Command, InvalidArgumentError } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { DEFAULT_MATCHER_ENGINE } from "../../detect/matcher/engines.ts";
import type { BrokerOptions } from "../../gateway/stream/broker.ts";
import { PartitionWorker } from "../../gateway/stream/worker.ts";
import { createScreener } from "../../screen/screener.ts";
import { addScreeningOptions, type ScreeningOptions } from "../options/screening-options.ts";
import { processStreams, type Streams, tell } from "../output.ts";
import { addBrokerOptions, withBroker } from "./stream-options.ts";

type WorkOptions = BrokerOptions & ScreeningOptions & { readonly partitions: readonly number[] };

export function registerWork(gateway: Command, streams: Streams = processStreams()): void {
  const command = gateway
    .command("work")
    .description("screen partitions of a stream until a signal; a partition has one worker")
    .requiredOption("--partitions <list>", "which, as 0-3, or one", parsePartitions);
  addScreeningOptions(addBrokerOptions(command), DEFAULT_MATCHER_ENGINE);
  command.action((options: WorkOptions) => work(options, streams));
}

function parsePartitions(written: string): number[] {
  const [, first, last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(written) ?? [];
  const length = Number(last) - Number(first) + 1;
  if (length >= 1) return Array.from({ length }, (_, at) => Number(first) + at);
  throw new InvalidArgumentError("Expected partitions as 0-3, or one.");
}

async function work(options: WorkOptions, streams: Streams): Promise<void> {
  const { partitions, nats, stream, login, country, threshold, ...lists } = options;
  const similarity = threshold === undefined ? {} : { threshold: threshold / 1000 };
  const screening = { ...lists, ...similarity, ...(country === undefined ? {} : { country: country.code }) };
  const say = (words: string): void => tell([printable(words)], streams.error);
  await withBroker({ nats, stream, ...(login === undefined ? {} : { login }) }, async (broker, until) => {
    const plan = await broker.open();
    const beyond = partitions.find((partition) => partition >= plan.partitions);
    if (beyond !== undefined) {
      throw new RingfenceError("usage", `--partitions: the stream has 0 to ${plan.partitions - 1}, found ${beyond}`);
    }
    const workers = partitions.map(async (partition) => {
      const screener = await createScreener(screening);
      await new PartitionWorker({ broker, plan, partition, screener, tell: say }).run();
    });
    await Promise.all(workers).catch((error: unknown) => {
      // What is not published at the end will be screened again.
      if (!until.aborted) throw error;
    });
  });
}
