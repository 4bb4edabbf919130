/** `gateway verdicts`: prints what was decided of a stream. */
import type { Command } from "commander";
import type { BrokerOptions } from "../../gateway/stream/broker.ts";
import { readVerdicts, VerdictSum } from "../../gateway/stream/verdict-batch.ts";
import { jsonDocument, processStreams, type Streams, TextOutput } from "../output.ts";
import { addBrokerOptions, withBroker } from "./stream-options.ts";

interface VerdictsOptions extends BrokerOptions {
  readonly follow?: boolean;
  readonly sum?: boolean;
}

export function registerVerdicts(gateway: Command, streams: Streams = processStreams()): void {
  addBrokerOptions(gateway.command("verdicts").description("print the verdicts of a stream as JSON Lines"))
    .option("--follow", "also print verdicts that come later, until Ctrl-C")
    .option("--sum", "print counts and a digest of all verdicts instead, as JSON")
    .action((options: VerdictsOptions) => print(options, streams));
}

async function print(options: VerdictsOptions, streams: Streams): Promise<void> {
  const out = new TextOutput(streams.output);
  const sum = new VerdictSum();
  await withBroker(options, async (broker) => {
    await broker.open();
    const covered = new Map<number, number>();
    for await (const message of broker.messages("verdicts", 1, "*")) {
      if (message === null && options.follow !== true) break;
      if (message === null) continue;
      const batch = readVerdicts(message);
      covered.set(batch.partition, batch.messages);
      if (options.sum === true) sum.add(batch);
      else await out.write(batch.verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(""));
      if (out.gone) break;
    }
    if (options.sum !== true) return;
    const messagesWaiting = [...covered.values()].reduce(
      (left, count) => left - count,
      await broker.published("events"),
    );
    await out.write(jsonDocument({ ...sum.total, messagesWaiting }));
  });
}
