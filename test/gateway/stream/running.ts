/** Processes of a stream, as a user starts them, and what comes of them. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { evidenceBit } from "../../../src/detect/evidence.ts";
import { DECISIONS } from "../../../src/event/findings.ts";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { readVerdictPack, VerdictColumns, VerdictDigest } from "../../../src/gateway/stream/verdict-pack.ts";
import { readPositions } from "../../../src/gateway/stream/verdict-reader.ts";
import { MAIN, readJsonLines, ringfence } from "../../cli/command-line.ts";

/** Numbers that are listed, so that some events are blocked. */
export function writeBlocklist(path: string): void {
  writeFileSync(path, Array.from({ length: 9 }, (_, at) => `1390000000${at}\n`).join(""));
}

interface Sum {
  readonly events: number;
  readonly flagged: number;
  readonly blocked: number;
  readonly digest: string;
  /** Events that had no verdict yet. */
  readonly waiting: number;
}

/** What `ringfence screen` decides of a file, in one process. */
export async function screened(file: string, out: string, ...options: string[]): Promise<Sum> {
  const { code, stderr } = await ringfence(["screen", file, "--out", out, "--force", "--quiet", ...options]);
  if (code !== 0) throw new Error(stderr);
  return sumBy(readJsonLines<Screened>(out));
}

export interface Screened {
  readonly line: number;
  readonly score: number;
  readonly verdict: (typeof DECISIONS)[number];
  readonly evidence: readonly string[];
}

export function sumBy(rows: readonly Screened[]): Sum {
  const [digest, columns] = [new VerdictDigest(), new VerdictColumns()];
  for (const { line, score, verdict, evidence } of rows) {
    columns.rows = 1;
    columns.line[0] = line;
    columns.score[0] = score;
    columns.decision[0] = DECISIONS.indexOf(verdict);
    columns.evidence[0] = evidence.reduce((bits, name) => bits | evidenceBit(name), 0);
    digest.add(columns);
  }
  const of = (wanted: string): number => rows.filter(({ verdict }) => verdict === wanted).length;
  return { events: rows.length, flagged: of("flag"), blocked: of("block"), digest: digest.written, waiting: 0 };
}

/** The status of the answer; 0: there is none. */
export async function postedTo(url: string, body: object): Promise<number> {
  const [headers, method] = [{ "Content-Type": "application/json" }, "POST"];
  try {
    return (await fetch(url, { method, headers, body: JSON.stringify(body) })).status;
  } catch {
    return 0;
  }
}

/** A process that goes on; `said` is what it wrote on standard error. */
export class Going {
  said = "";
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], wrapper: readonly string[] = []) {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: npm run build`);
    const [program, ...words] = [...wrapper, process.execPath, MAIN, "gateway", ...args];
    this.child = spawn(program!, words, { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      // When it was said tells what took long.
      this.said += `${(performance.now() / 1000).toFixed(1)} ${this.child.pid} ${text}`;
    });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

/** Hears all verdicts as they are published. */
export class Watch {
  readonly #broker: Broker;
  /** By partition: who published last, when, and how many events there are. */
  readonly last = new Map<number, { readonly worker: string; readonly atMs: number; readonly events: number }>();
  /** Of each time that another worker published: the partition, and how long nobody had. */
  readonly changes: { readonly partition: number; readonly stoppedMs: number; readonly atMs: number }[] = [];

  /** The longest time without a verdict, since somebody set it back. */
  longestMs = 0;
  #atMs = performance.now();

  private constructor(broker: Broker) {
    this.#broker = broker;
    broker.connection.subscribe(`ringfence.verdicts.*`, {
      callback: (_, { subject, data }) => {
        const partition = Number(subject.split(".").at(-1));
        const { worker, events } = readVerdictPack(data, subject);
        const atMs = performance.now();
        const before = this.last.get(partition);
        if (before !== undefined && before.worker !== worker) {
          this.changes.push({ partition, stoppedMs: atMs - before.atMs, atMs });
        }
        this.longestMs = Math.max(this.longestMs, atMs - this.#atMs);
        this.#atMs = atMs;
        this.last.set(partition, { worker, atMs, events });
      },
    });
  }

  static async start(url: string): Promise<Watch> {
    return new Watch(await Broker.connect({ url, stream: "ringfence", client: "a test" }));
  }

  get events(): number {
    return [...this.last.values()].reduce((sum, { events }) => sum + events, 0);
  }

  /** Events whose verdicts are stored: who listens misses some while it is without a server. */
  async stored(): Promise<number> {
    const positions = await readPositions(this.#broker, await this.#broker.open({}));
    return positions.reduce((sum, { events }) => sum + events, 0);
  }

  partitionsOf({ child }: Going): number[] {
    const mark = `-${child.pid}-`;
    return [...this.last].flatMap(([partition, { worker }]) => (worker.includes(mark) ? [partition] : []));
  }

  /** Throws where it takes too long. */
  async until(isSo: () => boolean | Promise<boolean>, what: string, mostMs = 120_000): Promise<void> {
    for (const startedMs = performance.now(); !(await isSo()); await sleep(20)) {
      if (performance.now() - startedMs > mostMs) throw new Error(`${what}: not after ${mostMs} ms`);
    }
  }

  async end(): Promise<void> {
    await this.#broker.close();
  }
}

/** The sum of all verdicts of a stream, each of which is read and checked. */
export async function sumOf(url: string): Promise<Sum> {
  const { code, stdout, stderr } = await ringfence(["gateway", "verdicts", "--nats", url, "--sum"]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Sum;
}

/** A file that grows to be another. */
export class GrowingFile {
  /** Without the first line. */
  rows = 0;
  readonly path: string;
  readonly lines: readonly string[];

  constructor(whole: string, path: string) {
    this.lines = readFileSync(whole, "utf8").split("\n");
    this.path = path;
  }

  growTo(share: number): void {
    this.rows = Math.floor((this.lines.length - 2) * share);
    writeFileSync(this.path, `${this.lines.slice(0, this.rows + 1).join("\n")}\n`);
  }
}

/** Who leads the stream of events: servers are called s0, s1 and s2. */
export async function leaderOf(url: string): Promise<number> {
  const broker = await Broker.connect({ url, stream: "ringfence", client: "a test" });
  try {
    const { cluster } = await broker.jsm.streams.info(broker.eventsStream);
    return Number(cluster!.leader!.slice(1));
  } finally {
    await broker.close();
  }
}

/** Partitions that a worker has begun with so far. */
export function sharesBegun({ said }: Going): number {
  return said.split("begins behind").length - 1;
}
