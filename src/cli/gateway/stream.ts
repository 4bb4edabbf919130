/** Verbs below `gateway` for more events than one process takes: a stream on NATS JetStream. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import type { Command } from "commander";
import { counted } from "../../core/counted.ts";
import { readBounded, readLines } from "../../core/file/bounded-file.ts";
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { evidenceNames } from "../../detect/evidence.ts";
import { DECISIONS } from "../../event/findings.ts";
import { Listings } from "../../gateway/listings.ts";
import { gatewaySettings } from "../../gateway/settings.ts";
import { shownUrl } from "../../gateway/stream/broker-error.ts";
import { ComplaintsDesk, publishComplaints } from "../../gateway/stream/complaints.ts";
import { MAX_PACK_ROWS } from "../../gateway/stream/event-pack.ts";
import { Front } from "../../gateway/stream/front.ts";
import { publishTables, type TablesContent } from "../../gateway/stream/stream-tables.ts";
import { readVerdicts, StreamSum } from "../../gateway/stream/verdict-reader.ts";
import { readRest, waitingWords } from "../../gateway/stream/waiting.ts";
import { StreamWorker } from "../../gateway/stream/worker.ts";
import { serveMetrics } from "../../gateway/stream/worker-metrics.ts";
import type { ColumnRequest } from "../../rows/choose-columns.ts";
import { CHINA, type Country } from "../../rows/country.ts";
import { formOf, type RowFormat } from "../../rows/read-rows.ts";
import { numberIn, wholeNumber } from "../options/numbers.ts";
import { modelOption, parsePort, setOption } from "../options/options.ts";
import { type BrokerChoice, parseFront, withBroker, withOpened, withPlan } from "./broker-options.ts";
import { addColumnOptions, countryOption, parseThreshold } from "../options/screening-options.ts";
import { untilEnded } from "./until-ended.ts";
import { jsonDocument, processStreams, type Streams, tell, TextOutput } from "../output.ts";

const MAX_LIST_BYTES = 256 * 1024 * 1024;
const MAX_LINE_BYTES = 1 << 16;
/** Of a file, the first bytes tell it from one of the same name before it. */
const TOLD_APART_BYTES = 256;

export function registerStreamVerbs(gateway: Command, streams: Streams = processStreams()): void {
  const verb = (name: string, words: string): Command => withBroker(gateway.command(name).description(words));
  const publish = verb("publish <file>", "publish the events of a file, or of standard input (-), to a stream");
  addColumnOptions(withPlan(publish))
    .addOption(countryOption())
    .option("--front <name>", "by which the same command goes on where it was (default: told by the file)", parseFront)
    .option("--pack <events>", "events of a message at most", wholeNumber(1, MAX_PACK_ROWS), MAX_PACK_ROWS)
    .option("--hold <ms>", "milliseconds that an event waits for others of its message", numberIn(1, 60_000), 200)
    .option("--patience <seconds>", "seconds without an acknowledgement after which it ends", numberIn(1, 86_400), 120)
    .option("--json", "print what became of it as a JSON document")
    .action((file: string, options: PublishOptions) => publishFile(file, options, streams));
  withPlan(verb("work", "screen the partitions of a stream until it is ended: start one for each core to spare"))
    .option("--keep-seconds <n>", "seconds between two saves of a partition's state", numberIn(1, 3600), 30)
    .option("--metrics <port>", "serve figures for Prometheus at /metrics of this port of loopback", parsePort)
    .action((options: WorkOptions) => work(options, streams));
  verb("tables", "state lists, model and settings for all workers of a stream; what is left out is as shipped")
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains, one a line (default: nobody)")
    .option("--templates <file>", "scripts to match: one a line (default: those shipped)")
    .addOption(modelOption("starter"))
    .addOption(countryOption())
    .option("--threshold <similarity>", "similarity from which a text matches (default: 0.75)", parseThreshold)
    .addOption(setOption("set a parameter of screening, as in screening.blockScore=200"))
    .option("--benign <file>", "numbers, names and domains that no complaint lists, one a line (default: as before)")
    .action((options: TablesOptions) => changeTables(options, streams));
  verb("complain <file>", "publish complaints of a file, one a line, as POST /v1/complaints of the gateway takes them")
    .option("--front <name>", "who complains where a complaint names no reporter", parseFront, "complaints")
    .action((file: string, options: BrokerChoice & { readonly front: string }) => complain(file, options, streams));
  verb("desk", "run until it is ended, and block, at all workers of a stream, whom enough people complain about")
    .option("--every <seconds>", "seconds between two changes at least", numberIn(1, 86_400), 10)
    .addOption(setOption("set a parameter of the rule, as in investigations.complaints=5"))
    .action((options: DeskOptions) => desk(options, streams));
  verb("verdicts", "print the verdicts of a stream as JSON Lines, and their sum")
    .option("--follow", "go on with those that come, until Ctrl-C")
    .option("--sum", "print their sum alone, as JSON; waiting: events that have no verdict yet")
    .action((options: VerdictsOptions) => printVerdicts(options, streams));
}

interface PublishOptions extends BrokerChoice, ColumnRequest {
  readonly format?: RowFormat;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly country?: Country;
  readonly front?: string;
  readonly pack: number;
  readonly hold: number;
  readonly patience: number;
  readonly json?: boolean;
}

async function publishFile(file: string, options: PublishOptions, streams: Streams): Promise<void> {
  const front = options.front ?? frontOf(file);
  const { country = CHINA, pack, hold, patience } = options;
  const say = (words: string): void => tell([words], streams.error);
  const published = await withOpened(options, "publish", async (broker, partitions) => {
    const how = { country, packRows: pack, holdMs: hold, patienceMs: patience * 1000, tell: say };
    const opened = await Front.open({ broker, partitions, front, ...how });
    return opened.publish({ ...formOf(options), file, columns: options, input: streams.input });
  });
  const { events, before, setAside, packs, bytes, repeats } = published;
  const document = { front, ...published, bytesAnEvent: events === 0 ? null : bytes / events };
  if (options.json) return new TextOutput(streams.output).write(jsonDocument(document));
  const parts = [
    `${counted(events, "event is", "events are")} acknowledged, in ${counted(packs, "message")}`,
    ...(events > 0 ? [`${Math.round(bytes / events)} bytes an event`] : []),
    ...(before > 0 ? [`${before} were published before`] : []),
    ...(setAside > 0 ? [`${setAside} lines cannot be read`] : []),
    ...(repeats > 0 ? [`${repeats} messages were sent again`] : []),
  ];
  say(`${front}: ${parts.join("; ")}`);
}

/** A file by its name, its place and how it begins; all pipes of a machine are one. */
function frontOf(file: string): string {
  if (file === "-") return "pipe";
  const name = basename(file)
    .replaceAll(/[^\w-]/g, "_")
    .slice(0, 40);
  const hash = createHash("sha256").update(resolve(file)).update("\n").update(beginningOf(file));
  return `${name}-${hash.digest("hex").slice(0, 12)}`;
}

/** What cannot be opened is refused by whoever reads it. */
function beginningOf(file: string): Uint8Array {
  const into = new Uint8Array(TOLD_APART_BYTES);
  try {
    if (!statSync(file).isFile()) return into;
    const descriptor = openSync(file, "r");
    try {
      return into.subarray(0, readSync(descriptor, into));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return into;
  }
}

interface WorkOptions extends BrokerChoice {
  readonly keepSeconds: number;
  readonly metrics?: number;
}

async function work(options: WorkOptions, streams: Streams): Promise<void> {
  const say = (words: string): void => tell([printable(words)], streams.error);
  await withOpened(options, "work", (broker, partitions) =>
    untilEnded(async (signal) => {
      const worker = new StreamWorker({ broker, partitions, keepSeconds: options.keepSeconds, tell: say });
      say(`worker ${worker.name} of ${partitions} partitions at ${shownUrl(options.nats)}  (Ctrl-C ends it)`);
      const fault = (error: unknown): void => say(messageOf(error));
      const served = options.metrics === undefined ? null : await serveMetrics(worker, options.metrics, fault);
      if (served !== null) say(`figures at ${served.url}metrics`);
      try {
        await worker.run(signal);
      } finally {
        await served?.close();
      }
    }, broker),
  );
}

async function complain(
  file: string,
  options: BrokerChoice & { readonly front: string },
  streams: Streams,
): Promise<void> {
  const count = await withOpened(options, "complain", (broker) => publishComplaints(broker, options.front, file));
  tell([`${options.front}: ${counted(count, "complaint is", "complaints are")} acknowledged`], streams.error);
}

interface DeskOptions extends BrokerChoice {
  readonly every: number;
  readonly set: readonly string[];
}

async function desk({ every, set, ...options }: DeskOptions, streams: Streams): Promise<void> {
  const say = (words: string): void => tell([printable(words)], streams.error);
  const other = set.find((one) => !one.startsWith("investigations."));
  if (other !== undefined) {
    throw new RingfenceError("usage", `--set ${printable(other)}: expected a parameter of the group investigations`);
  }
  const { investigations: rule } = gatewaySettings(undefined, set);
  await withOpened(options, "desk", (broker, partitions) =>
    untilEnded(async (signal) => {
      say(`desk of complaints at ${shownUrl(options.nats)}  (Ctrl-C ends it)`);
      await new ComplaintsDesk({ broker, partitions, rule, everySeconds: every, tell: say }).run(signal);
    }, broker),
  );
}

interface TablesOptions extends BrokerChoice {
  readonly blocklist?: string;
  readonly templates?: string;
  readonly model?: string;
  readonly country?: Country;
  readonly threshold?: number;
  readonly set: readonly string[];
  readonly benign?: string;
}

async function changeTables(options: TablesOptions, streams: Streams): Promise<void> {
  const { country = CHINA, threshold = null, set, model } = options;
  const isNamed = model === "starter" || model === "none";
  const files = { blocklist: options.blocklist, templates: options.templates, model: isNamed ? undefined : model };
  const lists = Object.fromEntries(
    Object.entries(files).flatMap(([list, file]) => {
      if (file === undefined) return [];
      return [[list, { ending: extname(file), base64: readBounded(file, MAX_LIST_BYTES).toString("base64") }]];
    }),
  ) as TablesContent["lists"];
  const named = isNamed ? model : null;
  const other = { country: country.code, threshold, set: [...set], lists };
  const stated: Omit<TablesContent, "listed" | "benign"> = { ...other, model: named };
  const lines = options.benign === undefined ? null : [...readLines(options.benign, MAX_LINE_BYTES)].filter(Boolean);
  const benign = lines && new Listings({}, country).normalised(lines, "--benign");
  const number = await withOpened(options, "tables", (broker, partitions) =>
    publishTables(broker, partitions, (before) => {
      const spared = benign ?? before.benign;
      return { ...stated, benign: spared, listed: before.listed.filter((key) => !spared.includes(key)) };
    }),
  );
  tell([`tables ${number}: each partition screens by them from its next message on`], streams.error);
}

interface VerdictsOptions extends BrokerChoice {
  readonly follow?: boolean;
  readonly sum?: boolean;
}

async function printVerdicts(options: VerdictsOptions, streams: Streams): Promise<void> {
  const out = new TextOutput(streams.output);
  const ending = options.follow ? new AbortController() : null;
  const end = (): void => ending?.abort();
  if (ending !== null) process.once("SIGINT", end);
  try {
    await withOpened(options, "verdicts", async (broker, partitions) => {
      const sum = new StreamSum();
      for await (const { partition, head, columns } of readVerdicts(broker, ending?.signal ?? null)) {
        sum.add(partition, head);
        if (options.sum || out.gone) continue;
        const { line, decision, score, evidence, rows } = columns;
        const { front, tables } = head;
        let text = "";
        for (let row = 0; row < rows; row++) {
          const verdict = DECISIONS[decision[row]!];
          const names = evidenceNames(evidence[row]!);
          text += `${JSON.stringify({ front, line: line[row], verdict, score: score[row], evidence: names, tables })}\n`;
        }
        await out.write(text);
      }
      const rest = ending === null ? await readRest(broker, partitions, sum.total.events) : null;
      const total = { ...sum.total, ...(rest === null ? {} : { waiting: rest.events }) };
      if (options.sum) await out.write(jsonDocument(total));
      else tell([JSON.stringify(total)], streams.error);
      if (rest !== null && rest.events > 0) {
        const words = `this is not the whole: ${waitingWords(rest).en}. Give the command again once workers have screened`;
        tell([`${words} them: ringfence gateway doctor says who works`], streams.error);
      }
    });
  } finally {
    process.off("SIGINT", end);
  }
}
