/** `gateway publish`, `work` and `verdicts`: events of a stream on NATS, and what was decided of them. */
import { type Command, InvalidArgumentError } from "commander";
import { counted } from "../../core/counted.ts";
import { usageError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { Broker, type BrokerOptions } from "../../gateway/stream/broker.ts";
import { publishRows, type PublisherOptions } from "../../gateway/stream/publisher.ts";
import { readVerdicts, VerdictSum } from "../../gateway/stream/verdict-batch.ts";
import { PartitionWorker } from "../../gateway/stream/worker.ts";
import type { Country } from "../../rows/country.ts";
import { formOf, type RowSource } from "../../rows/read-rows.ts";
import { SET_ASIDE_REASONS } from "../../rows/row.ts";
import { createScreener } from "../../screen/screener.ts";
import { onceAt } from "../end-on-signals.ts";
import { readRun, wholeNumber } from "../options/numbers.ts";
import type { Flags } from "../options/options.ts";
import {
  addFileOptions,
  addScreeningOptions,
  countryOption,
  type ScreeningOptions,
} from "../options/screening-options.ts";
import { jsonDocument, tell, TextOutput } from "../output.ts";

type PublishOptions = BrokerOptions & PublisherOptions & RowSource["columns"] & Partial<RowSource>;
type WorkOptions = BrokerOptions &
  ScreeningOptions & { readonly partitions: readonly number[]; readonly country?: Country };
type VerdictsOptions = BrokerOptions & Flags<"follow" | "sum">;

const MAX_PARTITIONS = 1024;

export function registerStreams(gateway: Command): void {
  addFileOptions(
    addBrokerOptions(
      gateway
        .command("publish <file>")
        .description("publish events of a file, or of standard input (-), to a stream")
        .option(
          "--partitions <n>",
          "make the stream if there is none, with so many partitions",
          wholeNumber(1, MAX_PARTITIONS),
        )
        .option("--replicas <n>", "of a new stream: servers that hold each message", wholeNumber(1, 5), 1),
    ),
  ).action(publish);
  const work = gateway
    .command("work")
    .description("screen partitions of a stream until a signal; a partition has one worker")
    .requiredOption("--partitions <list>", "which, as 0-3, or one", parsePartitions)
    .action(screenPartitions);
  addScreeningOptions(addBrokerOptions(work).addOption(countryOption()));
  addBrokerOptions(gateway.command("verdicts").description("print the verdicts of a stream as JSON Lines"))
    .option("--follow", "also print verdicts that come later, until Ctrl-C")
    .option("--sum", "print counts and a digest of all verdicts instead, as JSON")
    .action(printVerdicts);
}

function addBrokerOptions(command: Command): Command {
  return command
    .requiredOption("--nats <url>", "server of NATS, as nats://127.0.0.1:4222; several of a cluster by commas")
    .option("--stream <name>", "name of the stream", streamName, "ringfence")
    .option("--login <file>", "a file with user and password in one line");
}

function streamName(written: string): string {
  if (/^[\w-]+$/.test(written)) return written;
  throw new InvalidArgumentError("Expected letters, digits, - and _.");
}

function parsePartitions(written: string): number[] {
  const partitions = readRun(written, MAX_PARTITIONS);
  if (partitions !== null) return partitions;
  throw new InvalidArgumentError("Expected partitions as 0-3, or one.");
}

async function publish(file: string, options: PublishOptions): Promise<void> {
  await withBroker(options, async (broker, until) => {
    const source = { ...formOf(options), file, columns: options, input: process.stdin, until };
    const { events, partitions, setAside, firstSetAside: first } = await publishRows(broker, source, options);
    const words = `${counted(events, "event is", "events are")} acknowledged, in ${counted(partitions, "partition")}`;
    const unread = `; ${counted(setAside, "line")} cannot be read`;
    tell(first ? `${words}${unread}, line ${first.line} first: ${SET_ASIDE_REASONS[first.reason]}` : words);
  });
}

async function screenPartitions(options: WorkOptions): Promise<void> {
  const { partitions, nats, stream, login, country, ...lists } = options;
  const screening = { ...lists, ...(country && { country: country.code }) };
  await withBroker({ nats, stream, ...(login !== undefined && { login }) }, async (broker, until) => {
    const found = (await broker.open()).partitions;
    const last = partitions.at(-1)!;
    if (last >= found) throw usageError(`--partitions: expected 0 to ${found - 1}, found ${last}`);
    const workers = partitions.map(async (partition) => {
      const screener = await createScreener(screening);
      await new PartitionWorker({ broker, partition, screener, tell: (words) => tell(printable(words)) }).run();
    });
    await Promise.all(workers).catch((error: unknown) => {
      // What is not published at the end will be screened again.
      if (!until.aborted) throw error;
    });
  });
}

async function printVerdicts(options: VerdictsOptions): Promise<void> {
  const out = new TextOutput(process.stdout);
  const sum = new VerdictSum();
  await withBroker(options, async (broker) => {
    await broker.open();
    const covered = new Map<number, number>();
    for await (const message of broker.messages("verdicts", 1, "*")) {
      if (out.gone || (message === null && options.follow !== true)) break;
      if (message === null) continue;
      const batch = readVerdicts(message);
      covered.set(batch.partition, batch.messages);
      if (options.sum === true) sum.add(batch);
      else await out.write(batch.verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(""));
    }
    if (options.sum !== true) return;
    let messagesWaiting = (await broker.open()).published;
    for (const messages of covered.values()) messagesWaiting -= messages;
    await out.write(jsonDocument({ ...sum.total, messagesWaiting }));
  });
}

/** Longest wait for a server when a verb ends. */
const GIVE_UP_MS = 3000;

/** Runs `act` with a connection. Ctrl-C and SIGTERM abort `until`, after which waits are short. */
async function withBroker(
  options: BrokerOptions,
  act: (broker: Broker, until: AbortSignal) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const broker = await Broker.connect(options, ending.signal);
  const goOnAtSignals = onceAt(["SIGINT", "SIGTERM"], () => {
    ending.abort();
    setTimeout(() => void broker.close(), GIVE_UP_MS).unref();
  });
  try {
    await act(broker, ending.signal);
  } finally {
    ending.abort();
    goOnAtSignals();
    await broker.close();
  }
}
