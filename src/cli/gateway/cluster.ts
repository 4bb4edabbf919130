/** `gateway cluster` and `gateway doctor`: files for servers of NATS, and what is wrong with a stream that runs. */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { counted } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { checkOut, writeOut } from "../../core/file/out-file.ts";
import { printable } from "../../core/terminal/printable.ts";
import { clusterFiles, type ClusterPlan, USUAL_STORE } from "../../gateway/stream/cluster-files.ts";
import { diagnose } from "../../gateway/stream/doctor.ts";
import { waitingWords } from "../../gateway/stream/waiting.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect, parsePort } from "../options/options.ts";
import { jsonDocument, processStreams, type Streams, tell, TextOutput } from "../output.ts";
import { type BrokerChoice, withBroker, withOpened } from "./broker-options.ts";

interface ClusterOptions extends Omit<ClusterPlan, "hosts" | "tls"> {
  readonly server: readonly string[];
  readonly tls?: string;
  readonly force?: boolean;
}

export function registerClusterVerbs(gateway: Command, streams: Streams = processStreams()): void {
  gateway
    .command("cluster <folder>")
    .description("write the files of one server of NATS, or of three: configuration, users, units of systemd")
    .addOption(
      new Option("--server <address>", "address of a server; once, or three times")
        .argParser(collect)
        .default([], "127.0.0.1"),
    )
    .option("--tls <folder>", "folder of server.crt, server.key and ca.crt on each server")
    .option("--stream <name>", "name of the stream", parseName, "ringfence")
    .option("--port <n>", "port for clients", parsePort, 4222)
    .option("--cluster-port <n>", "port for the other servers", parsePort, 6222)
    .option("--monitor-port <n>", "port of loopback for the figures of the server", parsePort, 8222)
    .option("--etc <folder>", "where these files will lie", "/etc/ringfence")
    .option("--store <folder>", "where servers keep messages", USUAL_STORE)
    .option("--max-store-gb <n>", "gigabytes that a server may take", wholeNumber(1, 1_000_000), 64)
    .option("--command <path>", "the command that starts ringfence", "/usr/local/bin/ringfence")
    .option("--force", "overwrite files that are there: passwords are drawn anew")
    .action((folder: string, options: ClusterOptions) => writeCluster(folder, options, streams));
  withBroker(gateway.command("doctor").description("say what is wrong with a stream that runs, and how far it is"))
    .option("--json", "print a JSON document and nothing else")
    .action((options: BrokerChoice & { readonly json?: boolean }) => seeDoctor(options, streams));
}

function parseName(written: string): string {
  if (/^[\w-]{1,64}$/.test(written)) return written;
  throw new InvalidArgumentError("Expected letters, digits, - and _, 64 at most.");
}

function writeCluster(folder: string, { server, tls, force, ...plan }: ClusterOptions, streams: Streams): void {
  const hosts = server.length === 0 ? ["127.0.0.1"] : server;
  const files = clusterFiles({ ...plan, hosts, tls: tls ?? null });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const options = { option: "the folder", force: force ?? false };
  for (const { name } of files) checkOut(join(folder, name), options, []);
  for (const { name, text, isSecret } of files) {
    const path = join(folder, name);
    writeOut(path, text, options);
    if (isSecret) chmodSync(path, 0o600);
  }
  tell([`${printable(folder)}: ${files.map(({ name }) => name).join(", ")}; README says what to do`], streams.error);
}

/** Throws RingfenceError "invalid" where something is bad. */
async function seeDoctor(options: BrokerChoice & { readonly json?: boolean }, streams: Streams): Promise<void> {
  const diagnosis = await withOpened(options, "doctor", diagnose);
  const { findings, partitions } = diagnosis;
  const out = new TextOutput(streams.output);
  if (options.json)
    await out.write(
      jsonDocument({ ...diagnosis, findings: findings.map(({ level, what }) => ({ level, what: what.en })) }),
    );
  else {
    const lines = findings.map(({ level, what }) => `${level.padEnd(9)} ${printable(what.en)}`);
    const rows = partitions.map(({ partition, owner, events, waiting }) => {
      const far = `${counted(events, "event")} screened, ${waitingWords(waiting).en}`;
      return `partition ${partition}: ${printable(owner ?? "nobody has it")}, ${far}`;
    });
    await out.write(`${[...lines, "", ...rows].join("\n")}\n`);
  }
  const bad = findings.filter(({ level }) => level === "bad").length;
  if (bad > 0) throw new RingfenceError("invalid", `${bad} of ${findings.length} findings are bad`);
}
