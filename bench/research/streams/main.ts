/**
 * `node dist/bench/research/streams/main.js [events] [rounds] [ways]`: what a stream on NATS costs beside one process.
 * The same events go through `ringfence screen` and through streams of one server and three, with one worker and two,
 * in messages of several sizes, in rounds of one of each; and by HTTP into a front. Prints events a second, and
 * processor seconds by who took them. Wants nats-server, and an idle machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { readPositions } from "../../../src/gateway/stream/verdict-reader.ts";
import { postEvents } from "./by-http.ts";
import { readEvents, writeEvents } from "./events.ts";
import { NatsServers } from "./nats-servers.ts";

const MAIN = fileURLToPath(new URL("../../../src/cli/main.js", import.meta.url));
const EVENTS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = Number(process.argv[3] ?? 3);
/** Of those below, how many. */
const WAYS = Number(process.argv[4] ?? 5);
const CALLERS = 100_000;
const PARTITIONS = 4;
const POLL_MS = 20;
/** Linux counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

interface Arm {
  readonly servers: number;
  readonly workers: number;
  /** Events of a message at most; null: as many as there may be. */
  readonly pack: number | null;
}

const ARMS: readonly Arm[] = [
  { servers: 1, workers: 1, pack: null },
  { servers: 1, workers: 2, pack: null },
  { servers: 3, workers: 2, pack: null },
  { servers: 1, workers: 1, pack: 1000 },
  { servers: 1, workers: 1, pack: 100 },
].slice(0, WAYS);

/** Events of a request by HTTP, connections, and the share of all events that is sent so. */
const BODIES = [
  [1000, 4, 1],
  [1, 32, 0.1],
] as const;

interface Cost {
  readonly seconds: number;
  /** Processor seconds of each. */
  readonly front: number;
  readonly workers: number;
  readonly servers: number;
  readonly bytesAnEvent: number;
}

const folder = mkdtempSync(join(tmpdir(), "ringfence-streams-"));
const events = join(folder, "events.csv");
try {
  writeEvents(events, EVENTS, CALLERS);
  say(`${EVENTS} events, ${ROUNDS} rounds, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`);
  const alone: Cost[] = [];
  const costs = ARMS.map((): Cost[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await screened());
    for (const [at, arm] of ARMS.entries()) costs[at]!.push(await streamed(arm));
  }
  const one = medians(alone);
  say(`screen: ${Math.round(EVENTS / one.seconds)} events/s; processor ${one.workers.toFixed(2)} s`);
  for (const [at, { servers, workers, pack }] of ARMS.entries()) {
    const cost = medians(costs[at]!);
    const ratio = (cost.front + cost.workers) / one.workers;
    say(
      `${servers} server${servers > 1 ? "s" : ""}, ${workers} worker${workers > 1 ? "s" : ""}, messages of ` +
        `${pack ?? 4096}: ${Math.round(EVENTS / cost.seconds)} events/s, ${(one.seconds / cost.seconds).toFixed(2)} of ` +
        `screen; processor ${cost.front.toFixed(2)} s front, ${cost.workers.toFixed(2)} s workers, ` +
        `${cost.servers.toFixed(2)} s servers; front and workers ${ratio.toFixed(2)} of screen; ` +
        `${Math.round(cost.bytesAnEvent)} bytes an event`,
    );
  }
  for (const [size, connections, share] of BODIES) {
    const rates = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await byHttp(size, connections, Math.ceil(EVENTS * share)));
    rates.sort((a, b) => a - b);
    say(
      `front by HTTP, ${size} a request, ${connections} connections: from ${Math.round(rates[0]!)} to ` +
        `${Math.round(rates.at(-1)!)} events a second of its processor time`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Events that a front takes in a second of its processor time. */
async function byHttp(size: number, connections: number, count: number): Promise<number> {
  const servers = await NatsServers.start(join(folder, "nats"), 1);
  const words = ["gateway", "front", "--nats", servers.url, "--partitions", String(PARTITIONS), "--port", "0"];
  const front = spawn(process.execPath, [MAIN, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [told] = (await once(front.stdout, "data")) as [Buffer];
    const url = /http:\S+/.exec(told.toString())![0];
    const given = readEvents(events).slice(0, count);
    const before = processorOf(front.pid!);
    await postEvents(url, given, size, connections);
    return given.length / Math.max(1 / TICKS_A_SECOND, processorOf(front.pid!) - before);
  } finally {
    front.kill("SIGKILL");
    await servers.end();
  }
}

/** By all threads of one process, its start included. */
async function screened(): Promise<Cost> {
  const out = join(folder, "verdicts.jsonl");
  const startedMs = performance.now();
  const { processor } = await ended(["screen", events, "--out", out, "--force", "--quiet"]);
  return { seconds: seconds(startedMs), front: 0, workers: processor, servers: 0, bytesAnEvent: 0 };
}

/** From the start of the front, with workers that wait, until all verdicts are stored. */
async function streamed({ servers: count, workers: owners, pack }: Arm): Promise<Cost> {
  const servers = await NatsServers.start(join(folder, "nats"), count);
  const nats = ["--nats", servers.url];
  const broker = await Broker.connect({ url: servers.url, stream: "ringfence", client: "a bench" });
  const workers: ChildProcess[] = [];
  const workersProcessor = (): number => workers.reduce((sum, { pid }) => sum + processorOf(pid!), 0);
  try {
    await broker.open({ partitions: PARTITIONS, replicas: count });
    const begun: Promise<void>[] = [];
    for (let at = 0; at < owners; at++) {
      const worker = spawn(process.execPath, [MAIN, "gateway", "work", ...nats], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      workers.push(worker);
      begun.push(said(worker, "begins behind", PARTITIONS / owners));
    }
    await Promise.all(begun);
    // Shares are settled within some beats.
    await sleep(3000);
    const [workersBefore, serversBefore] = [
      workersProcessor(),
      servers.pids.reduce((sum, pid) => sum + processorOf(pid), 0),
    ];
    const startedMs = performance.now();
    const packing = pack === null ? [] : ["--pack", String(pack)];
    const front = await ended(["gateway", "publish", events, "--json", ...packing, ...nats]);
    for (;;) {
      const positions = await readPositions(broker, PARTITIONS);
      if (positions.reduce((sum, one) => sum + one.events, 0) >= EVENTS) break;
      await sleep(POLL_MS);
    }
    const took = seconds(startedMs);
    const { bytesAnEvent } = JSON.parse(front.stdout) as { bytesAnEvent: number };
    return {
      seconds: took,
      front: front.processor,
      workers: workersProcessor() - workersBefore,
      servers: servers.pids.reduce((sum, pid) => sum + processorOf(pid), 0) - serversBefore,
      bytesAnEvent,
    };
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await broker.close();
    await servers.end();
  }
}

/** Runs the program to its end; the shell says how much processor time it took. */
function ended(words: readonly string[]): Promise<{ readonly stdout: string; readonly processor: number }> {
  const shell = spawn("sh", ["-c", '"$@" || exit; times >&2', "sh", process.execPath, MAIN, ...words]);
  let [stdout, stderr] = ["", ""];
  shell.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  shell.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    shell.once("close", (code) => {
      const [user, system] = [
        ...stderr
          .trimEnd()
          .split("\n")
          .at(-1)!
          .matchAll(/(\d+)m([\d.]+)s/g),
      ];
      if (code !== 0 || user === undefined || system === undefined) return reject(new Error(stderr));
      const [first, second] = [user, system].map(([, minutes, rest]) => 60 * Number(minutes) + Number(rest));
      resolve({ stdout, processor: first! + second! });
    });
  });
}

/** Resolves once a process has said some words so often. */
function said(child: ChildProcess, words: string, times: number): Promise<void> {
  let all = "";
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error(all)));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      all += text;
      if (all.split(words).length > times) resolve();
    });
  });
}

function processorOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

function medians(costs: readonly Cost[]): Cost {
  const median = (name: keyof Cost): number => {
    const values = costs.map((cost) => cost[name]).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)]!;
  };
  const [front, workers] = [median("front"), median("workers")];
  return {
    seconds: median("seconds"),
    front,
    workers,
    servers: median("servers"),
    bytesAnEvent: median("bytesAnEvent"),
  };
}

function seconds(startedMs: number): number {
  return (performance.now() - startedMs) / 1000;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}
