/** Streams as a user has them: servers of NATS, verbs that go on, and what their verdicts come to. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { VerdictSum } from "../../../src/gateway/stream/verdict-batch.ts";
import { MAIN, readJsonLines, ringfence } from "../../cli/command-line.ts";
import { freePorts, isOpen, pathOf } from "../debian.ts";

/** On free ports of loopback, in a folder that they leave. */
export class NatsServers {
  readonly #folder: string;
  readonly #more: string;
  readonly #routes: readonly number[];
  readonly #running: (ChildProcess | null)[] = [];
  readonly ports: readonly number[];

  private constructor(folder: string, ports: readonly number[], more: string) {
    this.#folder = folder;
    this.#more = more;
    this.ports = ports.slice(0, ports.length / 2);
    this.#routes = ports.slice(ports.length / 2);
  }

  /** `more`: of the file of each. */
  static async start(folder: string, count: number, more = ""): Promise<NatsServers> {
    const servers = new NatsServers(folder, await freePorts(2 * count), more);
    mkdirSync(folder, { recursive: true });
    for (let at = 0; at < count; at++) await servers.startOne(at);
    return servers;
  }

  get url(): string {
    return this.ports.map((port) => `nats://127.0.0.1:${port}`).join(",");
  }

  async startOne(at: number): Promise<void> {
    const routes = this.#routes.map((port) => `nats://127.0.0.1:${port}`).join(", ");
    const cluster = `cluster { name: test, listen: "127.0.0.1:${this.#routes[at]}", routes: [${routes}] }`;
    const store = join(this.#folder, `store-${at}`);
    const config = `
      server_name: s${at}
      listen: "127.0.0.1:${this.ports[at]}"
      jetstream { store_dir: "${store}" }
      ${this.ports.length > 1 ? cluster : ""}
      ${this.#more}
    `;
    const file = join(this.#folder, `s${at}.conf`);
    writeFileSync(file, config);
    const child = spawn(pathOf("nats-server")!, ["-c", file, "-l", join(this.#folder, `s${at}.log`)], {
      stdio: "ignore",
    });
    this.#running[at] = child;
    await isOpen(this.ports[at]!);
  }

  async kill(at: number, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#running[at];
    if (child === null || child === undefined) return;
    this.#running[at] = null;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** Ends them all, and removes what they stored. */
  async end(): Promise<void> {
    for (const at of this.ports.keys()) await this.kill(at);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Few enough that no two share all cells of a sketch: then one process and many partitions come to the same. */
const CALLERS = 300;
const TEXTS = [
  "您的快递已到驿站,请凭取件码 8-2-3305 领取",
  "Your verification code is 482913. Do not share it.",
  "Dinner at 7? Bring the kids.",
  "您的ETC已失效,请点击 http://etc-{n}.cc 认证",
  "中奖通知:您已被抽中,请点击 http://prize-{n}.top 领取",
];

/** Calls and messages of some days, some of them late; a tenth is by twenty busy callers. */
export function writeEvents(path: string, rows: number, days = 2): void {
  let state = 12_345;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const lines = ["time,caller,callee,duration,answered,text"];
  for (let row = 0; row < rows; row++) {
    const late = draw(50) === 0 ? 300_000 : 0;
    const time = new Date(Date.UTC(2026, 2, 1) + Math.floor((row * days * 86_400_000) / rows) - late).toISOString();
    const caller = draw(10) === 0 ? 13_800_000_000 + draw(20) : 13_900_000_000 + draw(CALLERS);
    const text = draw(2) === 0 ? "" : TEXTS[draw(TEXTS.length)]!.replace("{n}", String(draw(1000)));
    const duration = text === "" ? String(draw(90)) : "";
    lines.push(`${time},${caller},${13_600_000_000 + draw(1e7)},${duration},,${text === "" ? "" : `"${text}"`}`);
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}

/** A verb that goes on; `said` is what it wrote on standard error. */
export class Going {
  said = "";
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, "gateway", ...args], { stdio: ["pipe", "ignore", "pipe"] });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.said += text));
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Numbers that are listed, so that some events are blocked. */
export function writeBlocklist(path: string): void {
  writeFileSync(path, Array.from({ length: 9 }, (_, at) => `1390000000${at}\n`).join(""));
}

export type Sum = VerdictSum["total"];

/** What `ringfence screen` decides of a file without identities, in one process. */
export async function screened(file: string, out: string, ...options: string[]): Promise<Sum> {
  const { code, stderr } = await ringfence(["screen", file, "--out", out, "--force", "--quiet", ...options]);
  if (code !== 0) throw new Error(stderr);
  const rows = readJsonLines<{ readonly line: number; readonly verdict: "allow"; readonly score: number }>(out);
  const sum = new VerdictSum();
  sum.add({
    passedOver: 0,
    timesOff: 0,
    verdicts: rows.map(({ line, verdict, score }) => ({ id: String(line), verdict, score })),
  });
  return { ...sum.total, messagesWaiting: 0 };
}

export async function sumOf(nats: readonly string[]): Promise<Sum> {
  const { code, stdout, stderr } = await ringfence(["gateway", "verdicts", ...nats, "--sum"]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Sum;
}

/** The sum once it has so many events; as it is where they do not come. */
export async function sumWhenAll(nats: readonly string[], events: unknown, mostMs = 180_000): Promise<Sum> {
  for (const startedMs = performance.now(); ; await sleep(500)) {
    const sum = await sumOf(nats);
    if (Number(sum["events"]) >= Number(events) || performance.now() - startedMs > mostMs) return sum;
  }
}

/** Throws where it takes too long. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string, mostMs = 120_000): Promise<void> {
  for (const startedMs = performance.now(); !(await isSo()); await sleep(50)) {
    if (performance.now() - startedMs > mostMs) throw new Error(`${what}: not after ${mostMs} ms`);
  }
}
