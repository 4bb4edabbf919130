/** `gateway publish`: the events of a file to a stream. */
import { type Command, Option } from "commander";
import { counted } from "../../core/counted.ts";
import type { BrokerOptions } from "../../gateway/stream/broker.ts";
import { STREAM_TIMES } from "../../gateway/stream/event-lines.ts";
import { LOOK_BACK_HOURS, Publisher, type PublisherOptions } from "../../gateway/stream/publisher.ts";
import { formOf, type RowSource } from "../../rows/read-rows.ts";
import { SET_ASIDE_REASONS } from "../../rows/row.ts";
import { wholeNumber } from "../options/numbers.ts";
import { addColumnOptions, countryOption } from "../options/screening-options.ts";
import { processStreams, type Streams, tell } from "../output.ts";
import { addBrokerOptions, withBroker } from "./stream-options.ts";

type PublishOptions = BrokerOptions & PublisherOptions & RowSource["columns"] & Partial<RowSource>;

export function registerPublish(gateway: Command, streams: Streams = processStreams()): void {
  const command = gateway
    .command("publish <file>")
    .description("publish events of a file, or of standard input (-), to a stream");
  addColumnOptions(addBrokerOptions(command))
    .addOption(countryOption())
    .option(
      "--partitions <n>",
      "make the stream if there is none, with this number of partitions",
      wholeNumber(1, 1024),
    )
    .option(
      "--look-back <hours>",
      `of a new stream: what workers read again (${LOOK_BACK_HOURS})`,
      wholeNumber(1, 9999),
    )
    .addOption(
      new Option("--times <form>", "of a new stream: how events write their time (as the file)").choices(STREAM_TIMES),
    )
    .option("--replicas <n>", "of a new stream: servers that hold each message", wholeNumber(1, 5), 1)
    .action((file: string, options: PublishOptions) => publish(file, options, streams));
}

async function publish(file: string, options: PublishOptions, streams: Streams): Promise<void> {
  await withBroker(options, async (broker, until) => {
    const publisher = new Publisher(broker, options);
    const source = { ...formOf(options), file, columns: options, input: streams.input, until };
    const { partitions, times } = await publisher.publish(source);
    const { events, messages, setAside } = publisher.counts;
    const words = `${counted(events, "event is", "events are")} acknowledged, in ${counted(messages, "message")}`;
    const named = publisher.setAside.map(({ line, reason }) => `line ${line}: ${SET_ASIDE_REASONS[reason]}`);
    const more = setAside > named.length ? ", ..." : "";
    const unread = setAside === 0 ? "" : `; ${counted(setAside, "line")} cannot be read (${named.join(", ")}${more})`;
    tell([`${words}, to ${counted(partitions, "partition")}; times: ${times}${unread}`], streams.error);
  });
}
